package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Limit;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import java.util.function.Function;

/** A check of one part of the evidence; without that part it is inconclusive. */
abstract class SlowQueryCheck<T> implements Check<SlowQueryEvidence> {
  private final Function<SlowQueryEvidence, Reading<T>> part;

  SlowQueryCheck(Function<SlowQueryEvidence, Reading<T>> part) {
    this.part = part;
  }

  @Override
  public boolean asksDatabase() {
    return true;
  }

  @Override
  public final CheckResult examine(SlowQueryEvidence evidence) {
    return switch (part.apply(evidence)) {
      case Reading.Known<T> known -> judge(evidence, known);
      case Reading.Unavailable<T> gap -> CheckResult.open(id(), Phrase.quoting(id(), evidence.at(), gap.reason()));
    };
  }

  abstract CheckResult judge(SlowQueryEvidence evidence, Reading.Known<T> known);

  /** Critical, warning or ok, by two limits that are reached when equal. */
  static Severity graded(double value, Limit warning, Limit critical) {
    if (critical.reached(value)) {
      return Severity.CRITICAL;
    }
    return warning.reached(value) ? Severity.WARNING : Severity.OK;
  }
}
