package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.util.function.BiFunction;

/** A check of one part of the evidence; without that part it is inconclusive. */
abstract class SlowQueryCheck<T> implements Check<SlowQueryEvidence> {
  private final SlowQueryThresholds limits;
  private final BiFunction<SlowQueryEvidence, SlowQueryThresholds, Reading<T>> part;

  SlowQueryCheck(SlowQueryThresholds limits, BiFunction<SlowQueryEvidence, SlowQueryThresholds, Reading<T>> part) {
    this.limits = limits;
    this.part = part;
  }

  @Override
  public final CheckResult examine(SlowQueryEvidence evidence) {
    return switch (part.apply(evidence, limits)) {
      case Reading.Known<T> known -> judge(evidence, known);
      case Reading.Unavailable<T> gap -> CheckResult.open(id(), Phrase.quoting(id(), evidence.at(), gap.reason()));
    };
  }

  abstract CheckResult judge(SlowQueryEvidence evidence, Reading.Known<T> known);

  final SlowQueryThresholds limits() {
    return limits;
  }

  /** A setting as a fact. */
  final Fact limit(SlowQueryEvidence evidence, String name, double value, String unit) {
    return SlowQueryThresholds.limit(name, evidence.at(), value, unit);
  }

  final Fact limit(SlowQueryEvidence evidence, String name, Duration value) {
    return SlowQueryThresholds.limit(name, evidence.at(), value);
  }

  /** Critical, warning or ok, by two limits that are reached when equal. */
  static <C extends Comparable<? super C>> Severity graded(C value, C warning, C critical) {
    if (value.compareTo(critical) >= 0) {
      return Severity.CRITICAL;
    }
    return value.compareTo(warning) >= 0 ? Severity.WARNING : Severity.OK;
  }
}
