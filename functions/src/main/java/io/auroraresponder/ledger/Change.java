package io.auroraresponder.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * The change that holds a cluster's one slot.
 *
 * @param intent names this one sending; a plan that is sent again gets another
 * @param by {@code plan} where a plan's own invocation sends it, else {@code sweep} or {@code operator}
 * @param begunAt when the writing of the intent began
 * @param sendBy after this nothing is sent any more for this intent
 * @param notBefore earliest next try of a deferred change
 * @param charge ACU hours taken with the intent, 0 for a give-back
 * @param since when this phase began
 * @param readBackAt when the old range was first read back, while the fate is unsure
 * @param escalated whether people were told that it cannot be resolved
 */
public record Change(
    PlannedChange plan,
    Phase phase,
    String intent,
    String by,
    Instant begunAt,
    Instant sendBy,
    Instant notBefore,
    double charge,
    Instant since,
    Optional<Instant> readBackAt,
    boolean escalated) {

  public enum Phase {
    /** The intent is written; the call may be on its way. */
    SENDING,
    /** The call may have been sent, and only reading back can tell. */
    UNSURE,
    /** Nothing is sent: the cluster cannot be changed right now, the sweep tries again. */
    READY
  }

  public Change in(Phase next, Instant now) {
    return new Change(plan, next, intent, by, begunAt, sendBy, notBefore, charge, now, readBackAt, escalated);
  }

  public Change deferredUntil(Instant moment, Instant now) {
    return new Change(plan, Phase.READY, intent, by, begunAt, sendBy, moment, 0, now, Optional.empty(), false);
  }

  public Change readBack(Instant now) {
    return new Change(plan, phase, intent, by, begunAt, sendBy, notBefore, charge, since, Optional.of(now), escalated);
  }

  public Change told() {
    return new Change(plan, phase, intent, by, begunAt, sendBy, notBefore, charge, since, readBackAt, true);
  }
}
