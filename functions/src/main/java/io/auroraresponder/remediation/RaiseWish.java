package io.auroraresponder.remediation;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.policy.Policy;
import java.time.Instant;
import java.util.List;

/**
 * The one thing that may be asked of the acting side from outside: that a side of the range be raised. It cannot name another remedy, a
 * range to be set, a lease, a price or a policy; what it says of the world is evidence, held against the world again.
 *
 * @param resourceId the cluster itself
 * @param side which side of the range
 * @param refused levers that look right and are not, for the report
 * @param seen the range that the look found: a live range that differs makes the wish void
 * @param lookedAt when the look was made; a redelivery carries the same time, and so is the same wish
 * @param evidenceAt the oldest time of the evidence
 * @param member the DB instance under pressure, empty where none stands out
 * @param baseline the pressure before, for verification
 * @param proof the facts that carry the cause
 * @param mode the cluster's mode as the look read it: said where no answer comes, never judged
 */
public record RaiseWish(
    Incident incident,
    String resourceId,
    Side side,
    Cause cause,
    RangeQuestion.Strength strength,
    List<Report.RefusedLever> refused,
    ScalingRange seen,
    Instant lookedAt,
    Instant evidenceAt,
    String member,
    Pressure baseline,
    List<Fact> proof,
    Policy.Mode mode)
    implements Wish {

  /** A side of the range. */
  public enum Side {
    MAX,
    MIN
  }

  public RaiseWish {
    refused = List.copyOf(refused);
    proof = List.copyOf(proof);
  }

  Lever lever() {
    return side == Side.MAX ? Lever.RAISE_MAX : Lever.RAISE_MIN;
  }
}
