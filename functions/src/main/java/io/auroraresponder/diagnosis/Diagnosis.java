package io.auroraresponder.diagnosis;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import java.time.Instant;
import java.util.List;

/**
 * The cause with its proof, and what it allows.
 *
 * @param conditions all that hold, in the order of {@link Condition}
 * @param cause the leading cause
 * @param otherCauses runners-up in order of precedence
 * @param lever what helps, after conditions had their say
 * @param strength how far the evidence carries a change by us
 * @param refused levers that look right and are not, with the reason
 * @param advice what a person can do, best first
 * @param proof the facts that carry the cause: a plan takes them along
 * @param member the member under pressure, empty where none stands out
 * @param evidenceAt the oldest time of the evidence that carries the cause
 * @param pressure the baseline for verification
 */
public record Diagnosis(
    Severity severity,
    Phrase headline,
    Phrase impact,
    List<Condition> conditions,
    Cause cause,
    List<Cause> otherCauses,
    Lever lever,
    Strength strength,
    List<Report.RefusedLever> refused,
    List<Advice> advice,
    List<Fact> proof,
    String member,
    Instant evidenceAt,
    Pressure pressure) {

  /** How far the evidence carries a change of the range. */
  public enum Strength {
    /** Nothing is to be changed. */
    NONE,
    /** A person may be asked. */
    PROPOSE,
    /** Present proof: guard rails decide. */
    ACT
  }

  public Diagnosis {
    conditions = List.copyOf(conditions);
    otherCauses = List.copyOf(otherCauses);
    refused = List.copyOf(refused);
    advice = List.copyOf(advice);
    proof = List.copyOf(proof);
  }

  public boolean forbidsRangeChange() {
    return conditions.stream().anyMatch(c -> c.effect() != Condition.Effect.CHANGES_RAISE_LEVER);
  }
}
