package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.HeadDraft;
import io.auroraresponder.ledger.LateCall;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.PlanNote;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.Unclaimed;
import io.auroraresponder.remediation.guard.Exposure;
import io.auroraresponder.remediation.guard.Utc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a change that holds the slot ends, as head writes. Pure.
 *
 * <p>A charge is returned only where the change was definitely not made, so that crashes count too much and never too little.
 */
final class OutcomeSteps {
  private final RemediationSettings settings;
  private final LeaseWords words;

  OutcomeSteps(RemediationSettings settings, LeaseWords words) {
    this.settings = settings;
    this.words = words;
  }

  /** RDS took it: whether it shows is for a read to say. */
  Step.Move accepted(Head head, Change change, String request, Instant now) {
    PlannedChange plan = change.plan();
    HeadDraft draft = head.draft().slot(change.unsure(true, now)).note(plan, PlanNote.Result.UNSURE, now);
    return new Step.Move(draft, EntryKind.ACCEPTED, EntryBody.of(plan).with("request", request));
  }

  /** The new range was read. Whether a report of the incident has said so is for whoever tells to find out. */
  Step.Move applied(ClusterSnapshot seen, Change change) {
    Head head = seen.head();
    Instant now = seen.now();
    PlannedChange plan = change.plan();
    HeadDraft draft = head.draft().slotFree().note(plan, PlanNote.Result.APPLIED, now).oneMoreChange();
    Lease lease = land(draft, change, seen.members(), now);
    EntryBody body = EntryBody.of(plan).with("charge", change.charge());
    if (plan.remedy().raises()) {
      String fate = change.accepted() ? "was applied"
          : "was applied, as read back: it is taken as the responder's own; if it was you, keep it";
      Phrase text = words.change(plan, fate, now).and("; ", PendingSteps.approved(change, now))
          .and("; the lease lasts ", words.bound(lease, seen.perDay(lease), now));
      body.say(words.change(Severity.WARNING, plan, text,
          List.of(words.commands().undo(lease.id(), now), words.commands().keep(lease.id(), now), words.commands().stop(now))));
    }
    return new Step.Move(draft, EntryKind.APPLIED, body);
  }

  private Lease land(HeadDraft draft, Change change, int seen, Instant now) {
    Head head = draft.seen();
    PlannedChange plan = change.plan();
    if (!plan.remedy().raises()) {
      // From now on the lease stands at its base, and nothing else tells what it held beyond its end.
      head.lease().flatMap(lease -> Exposure.overTimeCharge(lease, now)).ifPresent(draft::charge);
      Lease lease = head.lease().orElseThrow().at(plan.to(), now);
      draft.lease(lease);
      return lease;
    }
    Instant verify = now.plus(settings.thresholds().verifyAfter());
    Instant end = change.begunAt().plus(plan.lease());
    int members = charged(head, change).orElse(seen);
    Lease lease =
        head.lease()
            .map(open -> open.stepped(plan, members, now, verify, end))
            .orElseGet(() -> Lease.opened(PlanHash.leaseId(plan.planId()), plan, plan.from(), members, now, verify, end));
    draft.lease(lease);
    return lease;
  }

  private static String leaseId(Head head, PlannedChange plan) {
    return head.lease().map(Lease::id).orElse(PlanHash.leaseId(plan.planId()));
  }

  /** The members that the charge was taken for: one that joined since is charged by the next step, as one that joins later is. */
  private static OptionalInt charged(Head head, Change change) {
    PlannedChange plan = change.plan();
    ScalingRange base = head.lease().map(Lease::base).orElse(plan.from());
    double one = Exposure.acuHours(base, plan.to(), 1, Exposure.time(head.lease(), plan.lease(), change.begunAt()));
    return one == 0 ? OptionalInt.empty() : OptionalInt.of((int) Math.max(1, Math.round(change.charge() / one)));
  }

  /** Definitely not made: refused by RDS, or the call was never begun. The charge is returned. */
  Step.Move notApplied(Head head, Change change, PlanNote.Result result, Phrase why, boolean tell, Instant now) {
    PlannedChange plan = change.plan();
    HeadDraft draft = head.draft().slotFree().chargeReturned(plan.planId()).note(plan, result, now);
    Phrase text = words.change(plan, "was not made: ", now).and("", why);
    return ended(draft, EntryKind.NOT_APPLIED, EntryBody.of(plan).with("why", why).with("charge", 0), plan, text, tell,
        List.of(words.commands().set("Set it by hand", plan.cluster(), plan.to(), now)), now);
  }

  /** RDS cannot do it now. Nothing waits in the slot: the next look repeats the wish, the next sweep the give-back. */
  Step.Move deferred(Head head, Change change, Phrase why, Instant now) {
    PlannedChange plan = change.plan();
    HeadDraft draft = head.draft().slotFree().chargeReturned(plan.planId()).note(plan, PlanNote.Result.DEFERRED, now);
    return new Step.Move(draft, EntryKind.DEFERRED, EntryBody.of(plan).with("why", why));
  }

  Step.Move unsure(Head head, Change change, Phrase why, boolean tell, Instant now) {
    PlannedChange plan = change.plan();
    HeadDraft draft = head.draft().slot(change.unsure(false, now)).note(plan, PlanNote.Result.UNSURE, now);
    EntryBody body = EntryBody.of(plan).with("why", why);
    if (tell) {
      Phrase text = words.change(plan, "may have been applied; reading back will tell: ", now).and("", why);
      body.say(words.change(Severity.WARNING, plan, text,
          List.of(words.commands().undo(leaseId(head, plan), now), words.commands().stop(now))));
    }
    return new Step.Move(draft, EntryKind.UNSURE, body);
  }

  /** Another range than its own stands: it did not land, and may do so late. The charge is kept. */
  Step.Move notSeen(Head head, Change change, Instant now) {
    PlannedChange plan = change.plan();
    HeadDraft draft = head.draft().slotFree().note(plan, PlanNote.Result.NOT_APPLIED, now).late(change.late(head.lease()));
    Phrase text = words.change(plan, "did not take effect; the range was read back twice", now);
    return ended(draft, EntryKind.NOT_APPLIED, EntryBody.of(plan).with("charge", change.charge()), plan, text, true, List.of(), now);
  }

  Step.Move superseded(Head head, Change change, Phrase found, Instant now) {
    PlannedChange plan = change.plan();
    HeadDraft draft = head.draft().slotFree().note(plan, PlanNote.Result.SUPERSEDED, now).late(change.late(head.lease()));
    Phrase text = words.change(plan, "was superseded: ", now).and("", found);
    return ended(draft, EntryKind.SUPERSEDED, EntryBody.of(plan), plan, text, true, List.of(), now);
  }

  /** An order that has no lease left ends in the same write: left standing, it would act on a range that it never meant. */
  private Step.Move ended(
      HeadDraft draft, EntryKind kind, EntryBody body, PlannedChange plan, Phrase text, boolean tell, List<Advice> commands, Instant now) {
    Head head = draft.seen();
    boolean orderEnds = head.order().isPresent() && head.lease().isEmpty();
    if (orderEnds) {
      draft.orderEnds();
    }
    if (tell || orderEnds) {
      Phrase end = orderEnds ? Phrase.of("; the order of {} has nothing left to do", LeaseWords.by(head.order().get(), now)) : Phrase.EMPTY;
      body.say(words.change(Severity.WARNING, plan, text.and("", end), commands));
    }
    return new Step.Move(draft, kind, body);
  }

  /** The range of a late call is live, and nobody can tell who set it: a lease ends, raises are off, a person decides. */
  Step.Move unclaimed(ClusterSnapshot seen, LateCall call) {
    Head head = seen.head();
    Instant now = seen.now();
    Unclaimed unclaimed = new Unclaimed(call, now);
    HeadDraft draft = head.draft().unclaimed(Optional.of(unclaimed));
    head.lease().ifPresent(lease -> {
      draft.closed(LeaseEnds.closing(lease, call.to(), Lease.End.UNCLAIMED, now));
      Exposure.overTimeCharge(lease, now).ifPresent(draft::charge);
    });
    draft.orderEnds();
    return new Step.Move(
        draft, EntryKind.UNCLAIMED,
        new EntryBody().with("planId", call.planId()).with("base", call.base()).with("found", call.to())
            .say(words.unclaimed(head, unclaimed, now)));
  }

  /** Somebody went on from it: there is nothing left to claim. */
  Step.Move noLongerUnclaimed(ClusterSnapshot seen, Unclaimed unclaimed) {
    HeadDraft draft = seen.head().draft().unclaimed(Optional.empty()).lateEnds(unclaimed.call()::equals);
    return new Step.Move(draft, EntryKind.LEFT, new EntryBody().with("planId", unclaimed.call().planId()));
  }

  /**
   * The cluster answers under another name: followed, and where another cluster has its former name, said so: a blue/green switchover moves
   * production there, and the lease stays with what it raised. Nothing where it is not known who has the name.
   */
  Step renamed(ClusterSnapshot seen, ClusterState state) {
    if (!(seen.namesake() instanceof Reading.Known<Optional<ClusterState>>(Optional<ClusterState> namesake, Instant a, Instant b))) {
      return Step.rest();
    }
    Head head = seen.head();
    Instant now = seen.now();
    HeadDraft draft = head.draft().named(state.id());
    EntryBody body = new EntryBody().with("from", head.cluster().value()).with("to", state.id().value());
    Fact name = Fact.word("rds:DescribeDBClusters DBClusterIdentifier", state.at(), state.id().value());
    if (namesake.isEmpty()) {
      return new Step.Move(draft, EntryKind.RENAMED,
          body.say(words.ofHead(Severity.INFO, head, Phrase.of("the cluster is called {} now", name),
          List.of())));
    }
    ClusterState other = namesake.get();
    Phrase text =
        Phrase.of(
            "another cluster ({}) has this name now, and this one is called {}: production may have moved in a blue/green switchover. ",
            Fact.word("rds:DescribeDBClusters DbClusterResourceId", other.at(), other.resourceId()), name)
            .and("", switchedLease(head, other, now));
    List<Advice> commands = new ArrayList<>();
    head.lease().ifPresent(lease -> commands.add(
        words.commands().set("Give the cluster that has the name now the range of before the lease", head.cluster(), lease.base(), now)));
    commands.add(words.commands().allow(other));
    return new Step.Move(
        draft.switchedOver(now), EntryKind.SWITCHED_OVER,
        body.with("namesake", other.resourceId()).say(words.ofHead(Severity.CRITICAL, head, text, commands)));
  }

  private static Phrase switchedLease(Head head, ClusterState other, Instant now) {
    Phrase live = other.range() instanceof Reading.Known<ScalingRange>(ScalingRange range, Instant a, Instant b)
        ? Phrase.of("The range of the one that has the name is {}", LeaseWords.range("live", range, now))
        : Phrase.of("The range of the one that has the name is not known");
    return head.lease()
        .map(lease -> live.and("; ", Phrase.of(
        "before lease {} it was {}; the lease goes on for the one that was raised, and no raise is made there",
            LeaseWords.id(lease, now), LeaseWords.range("base", lease.base(), now))))
        .orElse(live);
  }

  /** The cluster is gone: all that stood ends, each told in one message. */
  Step.Move abandoned(ClusterSnapshot seen) {
    Head head = seen.head();
    Instant now = seen.now();
    HeadDraft draft = head.draft();
    head.lease().ifPresent(lease -> {
      draft.closed(LeaseEnds.closing(lease, lease.current(), Lease.End.ABANDONED, now));
      Exposure.overTimeCharge(lease, now).ifPresent(draft::charge);
    });
    head.change().ifPresent(change -> draft.note(change.plan(), PlanNote.Result.SUPERSEDED, now));
    draft.nothingStands();
    List<Phrase> ended = standing(head, now);
    EntryBody body = new EntryBody().with("cluster", head.cluster().value());
    if (!ended.isEmpty()) {
      body.say(words.ofHead(Severity.INFO, head, Phrase.of("the cluster is gone; ended with it: ").and("", Phrase.join(", ", ended)),
          List.of()));
    }
    return new Step.Move(draft, EntryKind.ABANDONED, body);
  }

  /** The ledger was restored from another table: what it says of before may have been undone or done since, so none of it stands. */
  Step.Move restored(ClusterSnapshot seen, String tableId) {
    Head head = seen.head();
    Instant now = seen.now();
    List<Phrase> stood = standing(head, now);
    Phrase live = seen.range() instanceof Reading.Known<ScalingRange>(ScalingRange range, Instant a, Instant b)
        ? Phrase.of("the range is {} now", LeaseWords.range("live", range, now)) : Phrase.of("its range could not be read");
    Phrase text = Phrase.of("the ledger was restored and this cluster's record is begun anew; {}", live);
    Phrase ended = stood.isEmpty() ? Phrase.EMPTY : Phrase.of("; this no longer stands: {}", Phrase.join(", ", stood));
    List<Advice> commands = head.lease()
        .map(lease -> List.of(words.commands().set("Set the range of before the lease", head.cluster(), lease.base(), now)))
        .orElse(List.of());
    return new Step.Move(
        head.draft().restoredInto(tableId), EntryKind.RESTORED,
        new EntryBody().with("cluster", head.cluster().value()).with("from", head.tableId()).with("to", tableId)
            .say(words.ofHead(stood.isEmpty() ? Severity.INFO : Severity.WARNING, head, text.and("", ended), commands)));
  }

  private List<Phrase> standing(Head head, Instant now) {
    List<Phrase> all = new ArrayList<>();
    head.lease().ifPresent(lease -> all.add(Phrase.of("lease {} at {}", LeaseWords.id(lease, now),
        LeaseWords.range("current", lease.current(), now))));
    head.change().ifPresent(change -> all.add(words.change(change.plan(), "", now)));
    head.order().ifPresent(order -> all.add(Phrase.of("the order of {}", LeaseWords.by(order, now))));
    head.pending().ifPresent(pending -> all.add(words.change(pending.plan(), "that waits for a person", now)));
    head.unclaimed().ifPresent(unclaimed -> all.add(Phrase.of("the unclaimed range {}",
        LeaseWords.range("live", unclaimed.call().to(), now))));
    head.lateCalls().stream()
        .filter(call -> call.stands(now) && head.unclaimed().filter(unclaimed -> unclaimed.call().equals(call)).isEmpty())
        .map(call -> Phrase.of("the call for {} that was given up at {} and may still land", LeaseWords.range("late call", call.to(), now),
            Utc.moment("ledger late call", call.since(), now)))
        .forEach(all::add);
    return all;
  }
}
