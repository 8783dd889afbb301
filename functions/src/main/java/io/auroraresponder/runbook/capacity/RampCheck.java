package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.MemberLimit;
import java.util.List;

/** Did capacity have to climb, short of CPU all the way? */
final class RampCheck extends PictureCheck {
  @Override
  CheckResult examine(CapacityPicture picture) {
    for (Metric metric : List.of(Metric.CAPACITY, Metric.CPU)) {
      if (Ramp.measured(picture, metric) instanceof Reading.Unavailable<Series> gap) {
        return open(picture, gap);
      }
    }
    Phrase limit =
        Phrase.of(
            "CPU over {} of the capacity in force for {}",
            MemberLimit.CLIMB_CPU.at(picture.evidence().at()),
            MemberLimit.CLIMB_MINUTES.at(picture.evidence().at()));
    return Ramp.of(picture)
        .map(
            ramp ->
                judged(
                    true,
                    Severity.WARNING,
                    Phrase.of(
                        "scaled up from {#} to {} with CPU at {} of the capacity in force",
                        picture.metrics().fact(Metric.CAPACITY, ramp.since(), ramp.from()),
                        picture.metrics().fact(Metric.CAPACITY, ramp.until(), ramp.to()),
                        Fact.part("cloudwatch:GetMetricData CPUUtilization " + picture.member().id(), ramp.until(), ramp.cpu(),
                        MemberLimit.CLIMB_CPU)),
                    limit,
                    ramp.since()))
        .orElseGet(() -> judged(false, Severity.OK, Phrase.of("never short of CPU while scaling up"), limit, picture.evidence().at()));
  }
}
