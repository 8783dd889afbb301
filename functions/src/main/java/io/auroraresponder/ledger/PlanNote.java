package io.auroraresponder.ledger;

import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;

/**
 * What became of a plan, remembered for 48 hours so that a wish delivered twice acts once.
 *
 * @param seq the entry that says so
 * @param wish the wish that the plan was made of; empty for a give-back
 */
public record PlanNote(Result result, long seq, Instant at, String wish, ScalingRange from, ScalingRange to) {
  public enum Result {
    SENDING,
    APPLIED,
    /** The call was made and changed nothing, or may still land late. */
    NOT_APPLIED,
    UNSURE,
    SUPERSEDED,
    /** No call was made. */
    REFUSED,
    DEFERRED,
    PROPOSED,
    VOIDED;

    /** Whether the plan has had its one chance: then it is answered from here and never judged again. */
    public boolean spent() {
      return this == SENDING || this == APPLIED || this == NOT_APPLIED || this == UNSURE || this == SUPERSEDED;
    }
  }
}
