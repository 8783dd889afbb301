package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Queries;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.AlarmLimits;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Limit;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.MemberMinutes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Does something take longer than in the hour before? An alarm on the same metric that still rings says so too, by its own threshold: who
 * set it knows what this cluster may take.
 */
abstract class LatencyCheck extends SlowQueryCheck<Double> {
  private final Metric metric;
  private final String what;
  private final Limit slow;
  private final double millisInOne;
  private final String column;
  private final String advice;

  /**
   * Latencies of one metric.
   *
   * @param what the subject of the sentence, plural
   * @param slow the limit in milliseconds
   * @param millisInOne milliseconds in one unit of the metric
   * @param column of pg_stat_statements by which the statements behind it are found
   * @param advice a sentence without its stop
   */
  LatencyCheck(Metric metric, String what, Limit slow, double millisInOne, String column, String advice) {
    super(evidence -> evidence.minutes().recent(metric, SlowQueryLimit.LATENCY_MINUTES.count()).map(value -> value * millisInOne));
    this.metric = metric;
    this.what = what;
    this.slow = slow;
    this.millisInOne = millisInOne;
    this.column = column;
    this.advice = advice;
  }

  /** CloudWatch says it. */
  @Override
  public final boolean asksDatabase() {
    return false;
  }

  @Override
  public Cause cause() {
    return Cause.COMMIT_OR_STORAGE_BOUND;
  }

  @Override
  public Set<String> judges() {
    return Set.of(metric.cloudWatchName());
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<Double> known) {
    MemberMinutes minutes = evidence.minutes();
    Instant begin = known.from();
    Phrase now = Phrase.of(what + " take {}", minutes.judged(metric, known.to(), known.value(), "ms", slow));
    Reading<Double> before = minutes.stretch(metric, begin.minus(Duration.ofHours(1)), begin).map(value -> value * millisInOne);
    Phrase seen = now.and(", ", before instanceof Reading.Known<Double> hour
        ? Phrase.of("{} in the hour before", minutes.fact(metric, begin, hour.value(), "ms")) : Phrase.EMPTY);
    Phrase limit = Phrase.of("{} and {} times the hour before", slow.at(evidence.at()), SlowQueryLimit.LATENCY_FACTOR.at(evidence.at()));
    Optional<AlarmLimits> ringing = evidence.limitsOfAlarmAt(metric, known.value() / millisInOne);
    if (ringing.isPresent()) {
      boolean above = ringing.get().upper().filter(upper -> known.value() / millisInOne >= upper).isPresent();
      double crossed = (above ? ringing.get().upper() : ringing.get().lower()).orElseThrow() * millisInOne;
      Fact threshold =
          Fact.of("threshold of alarm " + evidence.incident().signal().source(), evidence.incident().signal().at(), crossed, "ms");
      return result(Severity.WARNING, seen, limit.and("; ", Phrase.of("the alarm rings " + (above ? "from {}" : "below {}"), threshold)),
          begin, Queries.statementsBy(advice, column, evidence.at()));
    }
    if (!slow.reached(known.value())) {
      return result(Severity.OK, now, limit, begin);
    }
    return switch (before) {
      case Reading.Unavailable<Double> gap -> CheckResult.open(id(), now.and("; ", Phrase.quoting(id(), evidence.at(), gap.reason())));
      case Reading.Known<Double> hour ->
          known.value() >= SlowQueryLimit.LATENCY_FACTOR.value() * hour.value()
              ? result(Severity.WARNING, seen, limit, begin, Queries.statementsBy(advice, column, evidence.at()))
              : result(Severity.OK, seen, limit, begin);
    };
  }
}
