package io.auroraresponder.ledger;

import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;

/**
 * A raise that is to be given back: one a cluster, over the whole range.
 *
 * @param id eight characters, unique per cluster
 * @param incident the incident that opened it
 * @param incidentKey the thread of its messages
 * @param runbook the runbook that planned the latest step
 * @param base the range before the first raise, written once: what a give-back restores
 * @param former the range before the latest step: verification asks whether capacity went above its max
 * @param current the range that we set last
 * @param members serverless members when it was charged
 * @param changedAt when the latest change was known to be applied
 * @param step raises so far
 * @param renewals prolongations so far
 * @param phaseAt when the phase began
 * @param verdict what verification found of the latest step
 * @param straight a person asked for it back: need is not weighed any more
 * @param remindedAt when people last heard of it while overdue
 * @param member the DB instance under pressure, empty where none stood out
 * @param baseline the pressure before the latest step
 */
public record Lease(
    String id,
    String incident,
    String incidentKey,
    String runbook,
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
    boolean straight,
    Instant remindedAt,
    String member,
    Pressure baseline) {

  public enum Phase {
    VERIFYING,
    HELD,
    RETURNING,
    OVERDUE
  }

  /** What the latest step brought. */
  public enum Verdict {
    PENDING,
    HELPED,
    NOT_USED,
    USED_UP,
    NO_EFFECT,
    UNVERIFIED
  }

  /** How a lease ended. */
  public enum End {
    GIVEN_BACK,
    YIELDED,
    KEPT,
    ABANDONED
  }

  public Lease in(Phase next, Instant now) {
    return new Lease(
        id, incident, incidentKey, runbook, base, former, current, members, openedAt, changedAt, until, verifyAt, step, renewals, next,
        now, verdict, straight, remindedAt, member, baseline);
  }

  public Lease found(Verdict what) {
    return new Lease(
        id, incident, incidentKey, runbook, base, former, current, members, openedAt, changedAt, until, verifyAt, step, renewals, phase,
        phaseAt, what, straight, remindedAt, member, baseline);
  }

  public Lease straightBack(Instant now) {
    return new Lease(
        id, incident, incidentKey, runbook, base, former, current, members, openedAt, changedAt, until, verifyAt, step, renewals,
        Phase.RETURNING, now, verdict, true, remindedAt, member, baseline);
  }

  public Lease reminded(Instant now) {
    return new Lease(
        id, incident, incidentKey, runbook, base, former, current, members, openedAt, changedAt, until, verifyAt, step, renewals, phase,
        phaseAt, verdict, straight, now, member, baseline);
  }

  /** The range is now another one of ours, with no new step. */
  public Lease at(ScalingRange range, Instant now) {
    return new Lease(
        id, incident, incidentKey, runbook, base, former, range, members, openedAt, now, until, verifyAt, step, renewals, phase,
        phaseAt, verdict, straight, remindedAt, member, baseline);
  }

  /** One more raise under the same lease; the base stays. {@code end} is when the raise's charge runs out. */
  public Lease stepped(PlannedChange plan, int membersNow, Instant now, Instant verify, Instant end) {
    return new Lease(
        id, incident, incidentKey, plan.runbook(), base, plan.from(), plan.to(), Math.max(members, membersNow), openedAt, now,
        end.isAfter(until) ? end : until, verify, step + 1, renewals, Phase.VERIFYING, now, Verdict.PENDING, false, now, plan.member(),
        plan.baseline());
  }

  /** {@code base} is what a give-back restores: the range of the plan, or what somebody set before our call landed late. */
  public static Lease opened(
      String id, PlannedChange plan, ScalingRange base, int members, Instant now, Instant verify, Instant end) {
    return new Lease(
        id, plan.incident(), plan.incidentKey(), plan.runbook(), base, base, plan.to(), members, now, now, end, verify, 1, 0,
        Phase.VERIFYING, now, Verdict.PENDING, false, now, plan.member(), plan.baseline());
  }
}
