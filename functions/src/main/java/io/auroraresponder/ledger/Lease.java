package io.auroraresponder.ledger;

import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;
import java.util.Optional;

/**
 * A raise that is to be given back: one a cluster, over the whole range.
 *
 * @param id eight characters, unique per cluster
 * @param origin where it comes from
 * @param base the range before the first raise, written once: what a give-back restores
 * @param former the range before the latest step: verification asks whether capacity went above its max
 * @param current the range that we set last
 * @param members the most serverless members that were seen under it: what it may cost is counted with these
 * @param changedAt when the latest change was known to be applied
 * @param step raises so far
 * @param renewals prolongations so far
 * @param phaseAt when the phase began
 * @param verdict what verification found of the latest step
 * @param marks what holds it beside its phase
 */
public record Lease(
    String id,
    Origin origin,
    ScalingRange base,
    ScalingRange former,
    ScalingRange current,
    int members,
    Instant openedAt,
    Instant changedAt,
    Instant until,
    Instant verifyAt,
    int step,
    int renewals,
    Phase phase,
    Instant phaseAt,
    Verdict verdict,
    Marks marks) {

  public enum Phase {
    VERIFYING,
    HELD,
    RETURNING
  }

  /** What the latest step brought. */
  public enum Verdict {
    PENDING,
    HELPED,
    USED,
    USED_UP,
    NO_HELP,
    UNVERIFIED
  }

  /** How a lease ended. */
  public enum End {
    GIVEN_BACK,
    YIELDED,
    KEPT,
    UNCLAIMED,
    ABANDONED
  }

  /**
   * Where a lease comes from, as of its latest step.
   *
   * @param incident the incident that opened it
   * @param incidentKey the thread of its messages
   * @param runbook the runbook that planned the latest step
   * @param member the DB instance under pressure, empty where none stood out
   * @param baseline the pressure before the latest step
   */
  public record Origin(String incident, String incidentKey, String runbook, String member, Pressure baseline) {}

  /**
   * What holds a lease, whatever its phase.
   *
   * @param overdueSince its time has passed
   * @param pausedSince nothing may be sent
   * @param pausedFor why, as people were told; empty while it is not paused
   * @param heldFor the guard that holds its give-back, as people were told; empty while none does that they have to know of
   * @param remindedAt when people last heard of it
   */
  public record Marks(
      Optional<Instant> overdueSince, Optional<Instant> pausedSince, String pausedFor, String heldFor, Instant remindedAt) {
    static Marks none(Instant now) {
      return new Marks(Optional.empty(), Optional.empty(), "", "", now);
    }

    public Marks overdue(Instant now) {
      return new Marks(Optional.of(now), pausedSince, pausedFor, heldFor, now);
    }

    public Marks paused(String why, Instant now) {
      return new Marks(overdueSince, Optional.of(now), why, heldFor, now);
    }

    public Marks resumed() {
      return new Marks(overdueSince, Optional.empty(), "", heldFor, remindedAt);
    }

    public Marks held(String why, Instant now) {
      return new Marks(overdueSince, pausedSince, pausedFor, why, now);
    }

    public Marks reminded(Instant now) {
      return new Marks(overdueSince, pausedSince, pausedFor, heldFor, now);
    }

    Marks renewed() {
      return new Marks(Optional.empty(), pausedSince, pausedFor, heldFor, remindedAt);
    }
  }

  public String incident() {
    return origin.incident();
  }

  public String incidentKey() {
    return origin.incidentKey();
  }

  public String member() {
    return origin.member();
  }

  public Pressure baseline() {
    return origin.baseline();
  }

  public boolean isOverdue() {
    return marks.overdueSince().isPresent();
  }

  public Lease in(Phase next, Instant now) {
    return new Lease(
        id, origin, base, former, current, members, openedAt, changedAt, until, verifyAt, step, renewals, next, now, verdict, marks);
  }

  public Lease found(Verdict what) {
    return new Lease(
        id, origin, base, former, current, members, openedAt, changedAt, until, verifyAt, step, renewals, phase, phaseAt, what, marks);
  }

  public Lease marked(Marks next) {
    return new Lease(
        id, origin, base, former, current, members, openedAt, changedAt, until, verifyAt, step, renewals, phase, phaseAt, verdict, next);
  }

  public Lease counting(int membersNow) {
    return new Lease(
        id, origin, base, former, current, membersNow, openedAt, changedAt, until, verifyAt, step, renewals, phase, phaseAt, verdict,
        marks);
  }

  public Lease renewed(Instant end) {
    return new Lease(
        id, origin, base, former, current, members, openedAt, changedAt, end, verifyAt, step, renewals + 1, phase, phaseAt, verdict,
        marks.renewed());
  }

  /** The range is now another one of ours, with no new step. */
  public Lease at(ScalingRange range, Instant now) {
    return new Lease(
        id, origin, base, former, range, members, openedAt, now, until, verifyAt, step, renewals, phase, phaseAt, verdict, marks);
  }

  /** One more raise under the same lease; the base stays. {@code end} is when the raise's charge runs out. */
  public Lease stepped(PlannedChange plan, int membersNow, Instant now, Instant verify, Instant end) {
    return new Lease(
        id, new Origin(origin.incident(), origin.incidentKey(), plan.runbook(), plan.member(), plan.baseline()), base, plan.from(),
        plan.to(), Math.max(members, membersNow), openedAt, now, end.isAfter(until) ? end : until, verify, step + 1, renewals,
        Phase.VERIFYING, now, Verdict.PENDING, new Marks(marks.overdueSince(), marks.pausedSince(), marks.pausedFor(), "", now));
  }

  /** {@code base} is what a give-back restores: the range of the plan. */
  public static Lease opened(
      String id, PlannedChange plan, ScalingRange base, int members, Instant now, Instant verify, Instant end) {
    return new Lease(
        id, new Origin(plan.incident(), plan.incidentKey(), plan.runbook(), plan.member(), plan.baseline()), base, base, plan.to(), members,
        now, now, end, verify, 1, 0, Phase.VERIFYING, now, Verdict.PENDING, Marks.none(now));
  }

  /** A late call's range that a person adopted: nothing is known of what it brought. */
  public static Lease adopted(Unclaimed unclaimed, Pressure unknown, int members, Instant now, Instant end) {
    LateCall call = unclaimed.call();
    return new Lease(
        unclaimed.id(), new Origin(call.incident(), call.incidentKey(), "", "", unknown), call.base(), call.base(), call.to(), members,
        now, now, end, now, 1, 0, Phase.HELD, now, Verdict.UNVERIFIED, Marks.none(now));
  }
}
