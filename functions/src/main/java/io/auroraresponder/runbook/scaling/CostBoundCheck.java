package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** What can the range cost at most, and what does it cost at least? */
final class CostBoundCheck extends ScalingCheck {
  @Override
  public boolean saysOrder() {
    return true;
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    return known(picture.evidence(), picture.evidence().rate(), rate -> judge(picture, rate));
  }

  /** Every member scales inside the one range, so their number multiplies both ends (Aurora User Guide, how Serverless v2 works). */
  private CheckResult judge(ScalingPicture picture, AcuRate.Rate rate) {
    int members = picture.members().size();
    Phrase seen =
        Phrase.of(
                "between {} and {} for {}",
                rate.perHour("min x members x rate", picture.at(), picture.range().minAcu() * members),
                rate.perHour("max x members x rate", picture.at(), picture.range().maxAcu() * members),
                Fact.count("rds:DescribeDBClusters DBClusterMembers", picture.cluster().at(), members, members == 1 ? "instance"
                : "instances"))
            .and(", ", spent(picture, rate));
    return result(Severity.OK, seen, Phrase.of("{}", rate.fact(picture.at())), picture.cluster().at());
  }

  /** The average of the day over all members that were measured; empty where one was not. */
  private static Phrase spent(ScalingPicture picture, AcuRate.Rate rate) {
    List<Reading<MemberDay>> days = picture.members().stream().map(picture::day).toList();
    double average = days.stream().map(day -> day.map(MemberDay::average).orElse(0.0)).reduce(0.0, Double::sum);
    return days.stream().allMatch(Reading::isKnown)
        ? Phrase.of("today {} on average", rate.perHour("average capacity x rate", picture.at(), average))
        : Phrase.EMPTY;
  }
}
