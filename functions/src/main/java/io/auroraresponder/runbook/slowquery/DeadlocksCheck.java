package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Did transactions wait for each other in a circle? The metric is an average a second, so every value above zero counts. */
final class DeadlocksCheck extends SlowQueryCheck<Series> {
  private static final Advice ORDER =
      Advice.of("Let both transactions lock the rows in the same order, by their key, keep them short, and repeat one that fails with "
          + "SQLSTATE 40P01. Ending a session helps for a moment only.");

  DeadlocksCheck() {
    super(evidence -> evidence.minutes().lastSeries(Metric.DEADLOCKS, SlowQueryLimit.DEADLOCKS_WITHIN.count()));
  }

  @Override
  public Cause cause() {
    return Cause.DEADLOCKS;
  }

  @Override
  public Set<String> judges() {
    return Set.of(Metric.DEADLOCKS.cloudWatchName());
  }

  /** CloudWatch says it. */
  @Override
  public boolean asksDatabase() {
    return false;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<Series> known) {
    Phrase limit = Phrase.of("any within {}", SlowQueryLimit.DEADLOCKS_WITHIN.at(evidence.at()));
    List<Point> minutes = known.value().points().stream().filter(point -> point.value() > 0).toList();
    if (minutes.isEmpty()) {
      return result(Severity.OK, Phrase.of("none"), limit, known.from());
    }
    Instant first = minutes.getFirst().minute();
    long about = Math.max(1, (long) (minutes.stream().mapToDouble(point -> point.value() * 60).sum() + 0.5));
    Phrase seen =
        Phrase.of(
            "about {} in {} of {}",
            evidence.minutes().fact(Metric.DEADLOCKS, first, (double) about, about == 1 ? "deadlock" : "deadlocks"),
            evidence.minutes().fact(Metric.DEADLOCKS, first, minutes.size(), ""),
            evidence.minutes().fact(Metric.DEADLOCKS, first, known.value().points().size(), "minutes"));
    Phrase shown = seen.and("; now in each other's way: ", DeadlockedSessions.of(evidence));
    return result(Severity.WARNING, shown, limit, first, readTheLog(evidence), ORDER);
  }

  /** Whether transactions have run into each other within the last minute, by the metric or by the look's own window. */
  static boolean goOn(SlowQueryEvidence evidence) {
    double perSecond = evidence.minutes().recent(Metric.DEADLOCKS, 1).orElse(0.0);
    long seen = evidence.seen(Snapshot::rates).map(DatabaseRates::deadlocks).orElse(0L);
    return perSecond > 0 || seen > 0;
  }

  /** The server writes both statements of each deadlock at any log level (PostgreSQL manual, log_lock_waits and deadlock_timeout). */
  private static Advice readTheLog(SlowQueryEvidence evidence) {
    return Calls.log("Read both statements of the last deadlocks in the server's log; that changes nothing", evidence.member(),
        evidence.incident().region(), "deadlock detected", evidence.at());
  }
}
