package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.Set;

/** Is more work done than in the hour before, or less; and than at the same hour of yesterday and last week? */
final class CommitsCheck extends PictureCheck {
  @Override
  public Set<String> judges() {
    return Set.of(Metric.COMMIT_THROUGHPUT.cloudWatchName());
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    return switch (picture.commitGrowth()) {
      case Reading.Unavailable<Double> gap -> open(picture, gap);
      case Reading.Known<Double> known -> {
        String source = "cloudwatch:GetMetricData CommitThroughput " + picture.member().id();
        Phrase seen = Phrase.of("commits at {} of the hour before",
            Fact.part(source, known.to(), known.value(), CapacityLimit.COMMIT_KEEP))
            .and(", ", SameHour.words(picture, Metric.COMMIT_THROUGHPUT))
            .and("; load at ", SameHour.words(picture, Metric.DB_LOAD));
        Phrase limit = Phrase.of("{} of the hour before, or of the same hour yesterday",
            CapacityLimit.COMMIT_KEEP.at(picture.evidence().at()));
        boolean fallen = known.value() < CapacityLimit.COMMIT_KEEP.value()
            && SameHour.YESTERDAY.part(picture, Metric.COMMIT_THROUGHPUT).map(part -> part < CapacityLimit.COMMIT_KEEP.value())
            .orElse(true);
        yield judged(fallen, Severity.WARNING, seen, limit, known.from());
      }
    };
  }
}
