package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.MemberMinutes;
import java.time.Duration;
import java.time.Instant;

/** Do commits take longer than in the hour before? */
final class CommitLatencyCheck extends SlowQueryCheck<Double> {
  CommitLatencyCheck(SlowQueryThresholds limits) {
    super(limits, (evidence, settings) -> evidence.minutes(settings).recent(Metric.COMMIT_LATENCY, settings.commitMinutes()));
  }

  @Override
  public Cause cause() {
    return Cause.COMMIT_OR_STORAGE_BOUND;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<Double> known) {
    MemberMinutes minutes = evidence.minutes(limits());
    Instant begin = known.from();
    Phrase now = Phrase.of("commits take {}", minutes.fact(Metric.COMMIT_LATENCY, known.to(), known.value()));
    Phrase limit =
        Phrase.of(
            "{} and {} times the hour before",
            limit(evidence, "commitLatencyMillis", limits().commitLatencyMillis(), "ms"),
            limit(evidence, "commitFactor", limits().commitFactor(), ""));
    if (known.value() < limits().commitLatencyMillis()) {
      return result(Severity.OK, now, limit, begin);
    }
    return switch (minutes.stretch(Metric.COMMIT_LATENCY, begin.minus(Duration.ofHours(1)), begin)) {
      case Reading.Unavailable<Double> gap -> CheckResult.open(id(), now.and("; ", Phrase.quoting(id(), evidence.at(), gap.reason())));
      case Reading.Known<Double> before -> {
        Phrase seen = now.and(", ", Phrase.of("{} in the hour before", minutes.fact(Metric.COMMIT_LATENCY, begin, before.value())));
        boolean slower = known.value() >= limits().commitFactor() * before.value();
        yield slower
            ? result(Severity.WARNING, seen, limit, begin,
            Advice.of("Commit more rows per transaction; compare with the wait events of the sessions."))
            : result(Severity.OK, seen, limit, begin);
      }
    };
  }
}
