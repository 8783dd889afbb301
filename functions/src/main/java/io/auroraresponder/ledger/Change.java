package io.auroraresponder.ledger;

import java.time.Instant;

/**
 * The change that holds a cluster's one slot.
 *
 * @param intent names this one sending
 * @param by {@code plan} where a wish's own invocation sends it, else {@code sweep} or {@code order}
 * @param stop the id of the stop under which its order was given; empty for none, and for what is no order
 * @param begunAt when the writing of the intent began
 * @param sendBy after this nothing is sent any more for this intent
 * @param charge ACU hours taken with the intent, 0 for a give-back
 * @param since when this phase began
 * @param accepted RDS took it; the first read of its range confirms it
 * @param toldAt when people were last told that it cannot be resolved; the epoch where they were not
 */
public record Change(
    PlannedChange plan,
    Phase phase,
    String intent,
    String by,
    String stop,
    Instant begunAt,
    Instant sendBy,
    double charge,
    Instant since,
    boolean accepted,
    Instant toldAt) {

  public enum Phase {
    /** The intent is written; the call may be on its way. */
    SENDING,
    /** The call was made or may have been, and only reading back can tell. */
    UNSURE
  }

  public Change unsure(boolean taken, Instant now) {
    return new Change(plan, Phase.UNSURE, intent, by, stop, begunAt, sendBy, charge, now, taken, toldAt);
  }

  public Change told(Instant now) {
    return new Change(plan, phase, intent, by, stop, begunAt, sendBy, charge, since, accepted, now);
  }

  /** As a call that may land late, should it not be seen to land. */
  public LateCall late(java.util.Optional<Lease> lease) {
    return new LateCall(
        plan.planId(), plan.incident(), plan.incidentKey(), plan.to(), lease.map(Lease::base).orElse(plan.from()), begunAt);
  }
}
