package io.auroraresponder.ledger;

import io.auroraresponder.incident.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A head that is about to be written: what a transition changes of the head that was seen. Confined to one thread.
 *
 * <p>Plans are noted here without their entry's number; {@link Ledger} gives it.
 */
public final class HeadDraft {
  private static final Duration HOUR = Duration.ofHours(1);
  /** A cool-down may be longer than a day; guards count the last 24 hours themselves. */
  private static final Duration KEPT_CHARGES = Duration.ofDays(8);
  private static final Duration TWO_DAYS = Duration.ofDays(2);

  private final Head seen;
  private long changeNo;
  private Optional<Change> change;
  private Optional<Lease> lease;
  private Optional<StandingOrder> order;
  private final Map<String, Instant> answered;
  private Optional<Pending> pending;
  private Optional<Unclaimed> unclaimed;
  private Optional<Fork> fork;
  private Instant lastSend;
  private final List<LateCall> lateCalls;
  private final List<Charge> window;
  private final Map<String, PlanNote> plans;
  private Optional<ClosedLease> last;
  private String tableId;
  private ClusterId cluster;
  private Optional<Instant> switchedAt;
  private Optional<ForeignRange> foreign;

  HeadDraft(Head seen) {
    this.seen = seen;
    this.changeNo = seen.changeNo();
    this.change = seen.change();
    this.lease = seen.lease();
    this.order = seen.order();
    this.answered = new HashMap<>(seen.answered());
    this.pending = seen.pending();
    this.unclaimed = seen.unclaimed();
    this.fork = seen.fork();
    this.lastSend = seen.lastSend();
    this.lateCalls = new ArrayList<>(seen.lateCalls());
    this.window = new ArrayList<>(seen.window());
    this.plans = new HashMap<>(seen.plans());
    this.last = seen.last();
    this.tableId = seen.tableId();
    this.cluster = seen.cluster();
    this.switchedAt = seen.switchedAt();
    this.foreign = seen.foreign();
  }

  public Head seen() {
    return seen;
  }

  public HeadDraft slot(Change next) {
    change = Optional.of(next);
    return this;
  }

  public HeadDraft slotFree() {
    change = Optional.empty();
    return this;
  }

  public HeadDraft lease(Lease next) {
    lease = Optional.of(next);
    return this;
  }

  public HeadDraft lease(UnaryOperator<Lease> edit) {
    lease = lease.map(edit);
    return this;
  }

  /** The lease ends, and with it what a person ordered of it. */
  public HeadDraft closed(ClosedLease end) {
    lease = Optional.empty();
    order = Optional.empty();
    last = Optional.of(end);
    return this;
  }

  /** The cluster is gone: nothing of ours stands any more. */
  public HeadDraft nothingStands() {
    change = Optional.empty();
    lease = Optional.empty();
    order = Optional.empty();
    pending = Optional.empty();
    unclaimed = Optional.empty();
    lateCalls.clear();
    return this;
  }

  /** The head is taken over into another table: nothing of before stands, and what was planned there is forgotten. */
  public HeadDraft restoredInto(String table) {
    tableId = table;
    plans.clear();
    return nothingStands();
  }

  /** The cluster has another name from now on. */
  public HeadDraft named(ClusterId name) {
    cluster = name;
    return this;
  }

  /** Another cluster has its former name. */
  public HeadDraft switchedOver(Instant now) {
    switchedAt = Optional.of(now);
    return this;
  }

  public HeadDraft foreign(ForeignRange told) {
    foreign = Optional.of(told);
    return this;
  }

  public HeadDraft pending(Optional<Pending> next) {
    pending = next;
    return this;
  }

  /** The order stands from now on, in the place of an earlier one. */
  public HeadDraft order(StandingOrder next, Instant now) {
    order = Optional.of(next);
    answered.put(next.order().id(), now);
    return this;
  }

  /** What the order asks for is done, or its giver is told why not. */
  public HeadDraft orderEnds() {
    order = Optional.empty();
    return this;
  }

  /** An order that is answered without ever standing. */
  public HeadDraft answered(Order given, Instant now) {
    answered.put(given.id(), now);
    return this;
  }

  /** What else was answered, by a word that tells it from every other. */
  public HeadDraft answered(String what, Instant now) {
    answered.put(what, now);
    return this;
  }

  public HeadDraft unclaimed(Optional<Unclaimed> next) {
    unclaimed = next;
    return this;
  }

  public HeadDraft fork(Optional<Fork> next) {
    fork = next;
    return this;
  }

  /** The call of an intent may be on its way until then. */
  public HeadDraft sendsUntil(Instant end) {
    lastSend = end;
    return this;
  }

  public HeadDraft late(LateCall call) {
    lateCalls.add(call);
    return this;
  }

  public HeadDraft lateEnds(Predicate<LateCall> which) {
    lateCalls.removeIf(which);
    return this;
  }

  public HeadDraft oneMoreChange() {
    changeNo++;
    return this;
  }

  public HeadDraft charge(Charge taken) {
    window.add(taken);
    return this;
  }

  public HeadDraft charges(UnaryOperator<Charge> edit) {
    window.replaceAll(edit);
    return this;
  }

  public HeadDraft chargeReturned(String planId) {
    // A plan that was deferred and sent again was charged anew: only the latest charge is its own.
    for (int i = window.size() - 1; i >= 0; i--) {
      if (window.get(i).planId().equals(planId)) {
        window.remove(i);
        return this;
      }
    }
    return this;
  }

  public HeadDraft note(PlannedChange plan, PlanNote.Result result, Instant now) {
    plans.put(plan.planId(), new PlanNote(result, seen.seq() + 1, now, plan.wish(), plan.from(), plan.to()));
    return this;
  }

  /** The head as it would stand, old window entries, plans and late calls dropped. */
  Head next(String writeId, Instant at, ChainEntry tail) {
    window.removeIf(charge -> !charge.at().plus(KEPT_CHARGES).isAfter(at));
    plans.values().removeIf(note -> !note.at().plus(TWO_DAYS).isAfter(at));
    lateCalls.removeIf(call -> !call.stands(at));
    answered.values().removeIf(when -> !when.plus(HOUR).isAfter(at));
    return new Head(
        seen.resourceId(), cluster, seen.ver() + 1, writeId, writeId, tableId, at, changeNo, Optional.of(tail), fork, change,
        lease, order, answered, pending, unclaimed, window, plans, lateCalls, last, lastSend, Optional.empty(), seen.tendedAt(), switchedAt,
        foreign);
  }
}
