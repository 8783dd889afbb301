package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.Set;

/** Is more work done than in the hour before, or less? */
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
            Fact.of(source, known.to(), Numbers.wholePercent(known.value()), "%"));
        Phrase limit = Phrase.of("{} of the hour before", CapacityLimit.COMMIT_KEEP.at(picture.evidence().at()));
        yield judged(known.value() < CapacityLimit.COMMIT_KEEP.value(), Severity.WARNING, seen, limit, known.from());
      }
    };
  }
}
