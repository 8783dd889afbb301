package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;
import java.util.List;

/** Did transactions wait for each other in a circle? The metric is an average a second, so every value above zero counts. */
final class DeadlocksCheck extends SlowQueryCheck<Series> {
  DeadlocksCheck(SlowQueryThresholds limits) {
    super(limits, (evidence, settings) -> evidence.minutes(settings).lastSeries(Metric.DEADLOCKS, settings.deadlockMinutes()));
  }

  @Override
  public Cause cause() {
    return Cause.DEADLOCKS;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<Series> known) {
    Phrase limit = Phrase.of("any within {}", limit(evidence, "deadlockMinutes", limits().deadlockMinutes(), "min"));
    List<Point> minutes = known.value().points().stream().filter(point -> point.value() > 0).toList();
    if (minutes.isEmpty()) {
      return result(Severity.OK, Phrase.of("none"), limit, known.from());
    }
    Instant first = minutes.getFirst().minute();
    double about = minutes.stream().mapToDouble(point -> point.value() * 60).sum();
    Phrase seen =
        Phrase.of(
            "about {} in {} of {}",
            evidence.minutes(limits()).fact(Metric.DEADLOCKS, first, about, "deadlocks"),
            evidence.minutes(limits()).fact(Metric.DEADLOCKS, first, minutes.size(), ""),
            evidence.minutes(limits()).fact(Metric.DEADLOCKS, first, known.value().points().size(), "minutes"));
    return result(
        Severity.WARNING, seen, limit, first,
        Advice.of("The log names both statements of each deadlock. Lock rows in the same order everywhere, and keep transactions short."));
  }
}
