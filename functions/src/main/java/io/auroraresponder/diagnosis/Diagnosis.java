package io.auroraresponder.diagnosis;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong, and what a person can do about it.
 *
 * @param conditions all that hold, in the order of {@link Condition}
 * @param cause the leading cause
 * @param otherCauses runners-up in order of precedence
 * @param advice what a person can do, best first
 * @param range what follows for the scaling range; empty where the runbook does not look at capacity and so has nothing to say about it
 */
public record Diagnosis(
    Severity severity,
    Phrase headline,
    Phrase impact,
    List<Condition> conditions,
    Cause cause,
    List<Cause> otherCauses,
    List<Advice> advice,
    Optional<RangeQuestion> range) {

  public Diagnosis {
    conditions = List.copyOf(conditions);
    otherCauses = List.copyOf(otherCauses);
    advice = List.copyOf(advice);
  }

  /** What helps: the cause's own lever, unless the question of the range was asked and answered otherwise. */
  public Lever lever() {
    return range.map(RangeQuestion::lever).orElse(cause.lever());
  }

  public boolean forbidsRangeChange() {
    return conditions.stream().anyMatch(c -> c.effect() != Condition.Effect.CHANGES_RAISE_LEVER);
  }
}
