package io.auroraresponder.diagnosis;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Report;
import java.time.Instant;
import java.util.List;

/**
 * Would another scaling range help? The answer of a runbook that looks at capacity, with what a plan takes along.
 *
 * @param lever what helps, after conditions had their say
 * @param strength how far the evidence carries a change by us
 * @param refused levers that look right and are not, with the reason
 * @param proof the facts that carry the cause
 * @param member the member under pressure, empty where none stands out
 * @param evidenceAt the oldest time of the evidence that carries the cause
 * @param pressure the baseline for verification
 */
public record RangeQuestion(
    Lever lever,
    Strength strength,
    List<Report.RefusedLever> refused,
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

  public RangeQuestion {
    refused = List.copyOf(refused);
    proof = List.copyOf(proof);
  }
}
