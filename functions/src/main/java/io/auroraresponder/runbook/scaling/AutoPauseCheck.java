package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.ArrayList;
import java.util.List;

/** Can the cluster pause, and does it? */
final class AutoPauseCheck extends ScalingCheck {
  private static final Phrase LIMIT = Phrase.of("pauses while nobody is connected");

  @Override
  public Cause cause() {
    return Cause.CANNOT_PAUSE;
  }

  @Override
  public Weight weight() {
    return Weight.COST_ONLY;
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    if (!picture.range().mayPause()) {
      boolean unable = picture.cluster().limits() instanceof Reading.Known<RangeLimits> known && !known.value().allowsPause();
      Phrase seen = unable ? Phrase.of("this engine or platform version cannot pause")
          : Phrase.of("min is {}, so it never pauses", picture.min());
      return result(Severity.OK, seen, LIMIT, picture.cluster().at());
    }
    List<Phrase> awake = keepsAwake(picture);
    if (!awake.isEmpty()) {
      return result(
          Severity.WARNING, Phrase.of("it cannot pause although min is {}: ", picture.min()).and("", Phrase.join(", ", awake)), LIMIT,
          picture.cluster().at(),
          new Advice(
              Phrase.of("Remove what keeps it awake, if nobody needs it; else set the smallest min, so that the range says what is paid "
              + "for. "
                  + "The change takes effect at once:"),
              Phrase.quoting("advice", picture.at(), "aws rds modify-db-cluster --db-cluster-identifier " + picture.name()
                  + " --apply-immediately --serverless-v2-scaling-configuration MinCapacity=0.5,MaxCapacity="
                  + Numbers.plain(picture.range().maxAcu()))));
    }
    return switch (picture.day(picture.cluster().writer().orElse(picture.members().getFirst()))) {
      case Reading.Unavailable<MemberDay> gap -> open(picture.evidence(), gap);
      case Reading.Known<MemberDay> known -> judge(picture, known.value());
    };
  }

  private static List<Phrase> keepsAwake(ScalingPicture picture) {
    List<Phrase> all = new ArrayList<>();
    picture.cluster().blockers().forEach(
        one -> all.add(Phrase.of("{}", Fact.word("rds:DescribeDBClusters, rds:DescribeDBInstances", picture.cluster().at(), one))));
    all.addAll(picture.evidence().around().keepsAwake(picture.at()));
    return all;
  }

  private CheckResult judge(ScalingPicture picture, MemberDay day) {
    Fact looked = picture.capacity(day, day.minutes(), "min");
    if (day.paused() > 0) {
      return result(Severity.OK, Phrase.of(day.member().id() + " paused in {} of {}", picture.capacity(day, day.paused(), ""), looked),
          LIMIT, day.from());
    }
    Series connections = picture.minutes(day.member()).series(Metric.CONNECTIONS).orElse(Series.EMPTY);
    boolean held = !connections.isEmpty() && connections.min().orElse(0) > 0;
    Phrase seen = Phrase.of(day.member().id() + " did not pause within {}", looked);
    if (!held) {
      Phrase unseen = Phrase.join("; ", picture.evidence().around().missing(picture.at()));
      Phrase told = unseen.isEmpty() ? Phrase.of("; no cause was found")
          : Phrase.of("; not looked up: {}", unseen);
      return result(Severity.INFO, seen.and("", told), LIMIT, day.from());
    }
    Fact least = picture.minutes(day.member()).fact(Metric.CONNECTIONS, day.to(), connections.min().orElse(0));
    return result(
        Severity.INFO, seen.and("", Phrase.of(": at least {} were open all the time", least)), LIMIT, day.from(),
        Advice.of("An open connection keeps it awake even when idle. Let pools shrink to zero, or set a min that suits."));
  }
}
