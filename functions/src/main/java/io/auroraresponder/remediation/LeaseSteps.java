package io.auroraresponder.remediation;

import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.HeadDraft;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.PlanNote;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.ledger.StandingOrder;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.CapacityView.Quiet;
import io.auroraresponder.remediation.guard.Exposure;
import io.auroraresponder.remediation.guard.GuardRails;
import io.auroraresponder.remediation.guard.GuardVerdict;
import io.auroraresponder.remediation.guard.Judgement;
import io.auroraresponder.remediation.guard.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What to do about an open lease while no change holds the slot. Pure. */
final class LeaseSteps {
  /** A give-back that was refused is tried again soon, later hourly. */
  private static final int LATER_RETRY_FACTOR = 6;

  private static final int MOST_RENEWALS = 3;

  /** A lease that is still needed is renewed this long before its end, so that the sweep has several chances. */
  private static final Duration RENEWAL_LEAD = Duration.ofMinutes(5);

  /** Guards of a give-back that wait for a person, or for a look that may never come. */
  private static final Set<ReasonCode> LASTING = EnumSet.of(ReasonCode.CONNECTIONS, ReasonCode.PENDING_MODIFICATION);


  private final RemediationSettings settings;
  private final GuardRails rails;
  private final LeaseWords words;
  private final LeaseEnds ends;

  LeaseSteps(RemediationSettings settings, GuardRails rails, LeaseWords words) {
    this.settings = settings;
    this.rails = rails;
    this.words = words;
    this.ends = new LeaseEnds(words);
  }

  Step next(ClusterSnapshot seen, Lease lease) {
    Optional<StandingOrder> order = seen.head().order();
    if (order.filter(standing -> standing.order().kind() == Order.Kind.KEEP).isPresent()) {
      return ends.kept(seen, lease, order.get());
    }
    if (!(seen.range() instanceof Reading.Known<ScalingRange>(ScalingRange live, Instant a, Instant b))) {
      return marks(seen, lease);
    }
    if (live.equals(lease.base())) {
      return orMarks(seen, lease, seen.twice(() -> ends.givenBack(seen, lease)));
    }
    if (!live.equals(lease.current())) {
      return orMarks(seen, lease, seen.twice(() -> ends.yielded(seen, lease, live)));
    }
    if (seen.members() > lease.members()) {
      return recharged(seen, lease);
    }
    Step paused = paused(seen, lease);
    if (order.isPresent()) {
      return ordered(seen, lease, order.get(), paused);
    }
    if (seen.paused().isPresent() || !(paused instanceof Step.Rest)) {
      return orMarks(seen, lease, paused);
    }
    return switch (lease.phase()) {
      case VERIFYING -> verifying(seen, lease);
      case HELD -> held(seen, lease);
      case RETURNING -> returning(seen, lease);
    };
  }

  private Step orMarks(ClusterSnapshot seen, Lease lease, Step step) {
    return step instanceof Step.Rest ? marks(seen, lease) : step;
  }

  /** Nothing else is to be done: has its time run out, and is it time to say so again? No read is needed for that. */
  Step marks(ClusterSnapshot seen, Lease lease) {
    return marks(seen, lease, Phrase.EMPTY);
  }

  private Step marks(ClusterSnapshot seen, Lease lease, Phrase why) {
    Instant now = seen.now();
    Lease.Marks marks = lease.marks();
    if (!now.isBefore(lease.until()) && marks.overdueSince().isEmpty()) {
      return marked(seen, lease, marks.overdue(now), EntryKind.OVERDUE, why);
    }
    boolean asleep = marks.pausedFor().equals(ClusterSnapshot.ASLEEP);
    boolean due = marks.overdueSince().isPresent() || marks.pausedSince().isPresent();
    boolean again = due && !asleep && !now.isBefore(marks.remindedAt().plus(settings.times().reminder()));
    return again ? marked(seen, lease, marks.reminded(now), EntryKind.REMINDED, why) : Step.rest();
  }

  private Step marked(ClusterSnapshot seen, Lease lease, Lease.Marks next, EntryKind kind, Phrase why) {
    Phrase text = words.overdue(lease, why, seen.perDay(lease), seen.now());
    return new Step.Move(
        seen.head().draft().lease(lease.marked(next)), kind,
        EntryBody.of(lease).say(words.lease(Severity.WARNING, seen.head().cluster(), lease, text,
        words.back(seen.head().cluster(), lease, seen.now()))));
  }

  /** Off means paused and announced, not forgotten: reading goes on, sending does not. */
  private Step paused(ClusterSnapshot seen, Lease lease) {
    Instant now = seen.now();
    Optional<String> why = seen.paused();
    boolean readable = seen.policy().isKnown() && seen.live().flatMap(state -> state.tags()).isKnown();
    if (why.isPresent() && !lease.marks().pausedFor().equals(why.get())) {
      Lease next = lease.marked(lease.marks().paused(why.get(), now));
      Severity severity = why.get().equals(ClusterSnapshot.ASLEEP) ? Severity.INFO : Severity.WARNING;
      return new Step.Move(
          seen.head().draft().lease(next), EntryKind.PAUSED,
          EntryBody.of(lease).with("why", why.get())
              .say(words.lease(severity, seen.head().cluster(), lease, words.paused(lease, why.get(), seen.perDay(lease), now),
              words.back(seen.head().cluster(), lease, now))));
    }
    if (why.isEmpty() && readable && lease.marks().pausedSince().isPresent()) {
      // The baseline is of another time by now: what the raise brought cannot be told any more.
      Lease next = lease.marked(lease.marks().resumed());
      Lease held = next.phase() == Lease.Phase.VERIFYING ? next.found(Lease.Verdict.UNVERIFIED).in(Lease.Phase.HELD, now) : next;
      return new Step.Move(seen.head().draft().lease(held), EntryKind.RESUMED, EntryBody.of(lease));
    }
    return Step.rest();
  }

  /** A reader that joined costs as well: charged until the lease's end, and told where it goes beyond the budget. */
  private Step recharged(ClusterSnapshot seen, Lease lease) {
    Instant now = seen.now();
    int more = seen.members() - lease.members();
    Duration rest = now.isBefore(lease.until()) ? Duration.between(now, lease.until()) : Duration.ZERO;
    double charge = Exposure.acuHours(lease.base(), lease.current(), more, rest);
    Lease next = lease.counting(seen.members());
    HeadDraft draft = seen.head().draft().lease(next).charge(new Charge(now, "lease " + lease.id(), charge, rest, false));
    EntryBody body = EntryBody.of(next).with("members", seen.members()).with("charge", charge);
    boolean fits = seen.policy() instanceof Reading.Known<Policy> policy
        && Exposure.spent(seen.head(), now) + charge <= policy.value().budgetAcuHours();
    if (!fits) {
      body.say(words.lease(Severity.WARNING, seen.head().cluster(), next, words.recharged(next, charge, seen.perDay(next), now),
          words.back(seen.head().cluster(), next, now)));
    }
    return new Step.Move(draft, EntryKind.RECHARGED, body);
  }

  private Step verifying(ClusterSnapshot seen, Lease lease) {
    if (seen.now().isBefore(lease.verifyAt())) {
      return marks(seen, lease);
    }
    Verification.Found found =
        switch (seen.capacity()) {
          case Reading.Known<CapacityView> view -> new Verification(view.value(), lease).judge();
          case Reading.Unavailable<CapacityView> gap -> new Verification.Found.Missing(gap.reason());
        };
    return switch (found) {
      case Verification.Found.Verdict(Lease.Verdict verdict, Phrase why) -> verified(seen, lease, verdict, why);
      case Verification.Found.Missing(String reason) ->
          seen.now().isBefore(lease.verifyAt().plus(settings.thresholds().verifyPatience()))
              ? marks(seen, lease)
              : verified(seen, lease, Lease.Verdict.UNVERIFIED, new Phrase(reason, List.of()));
    };
  }

  private Step verified(ClusterSnapshot seen, Lease lease, Lease.Verdict verdict, Phrase why) {
    Lease.Phase phase = verdict == Lease.Verdict.NO_HELP ? Lease.Phase.RETURNING : Lease.Phase.HELD;
    Lease next = lease.found(verdict).in(phase, seen.now());
    Phrase bound = verdict == Lease.Verdict.NO_HELP ? Phrase.EMPTY : words.bound(next, seen.perDay(next), seen.now());
    Phrase said = words.verdict(verdict, why).and("; the lease lasts ", bound);
    EntryBody body =
        EntryBody.of(next)
            .with("why", why)
            .say(words.lease(verdict == Lease.Verdict.HELPED ? Severity.INFO : Severity.WARNING, seen.head().cluster(), next,
            said, List.of(words.commands().undo(lease.id(), seen.now()))));
    Step.Move move = new Step.Move(seen.head().draft().lease(next), EntryKind.valueOf(verdict.name()), body);
    // A further step follows its verification, and a cause that a raise did not meet: whoever decides looks at once, not at the next turn.
    return verdict == Lease.Verdict.USED_UP || verdict == Lease.Verdict.USED ? new Step.Ask(lease.incidentKey(), move) : move;
  }

  private Step held(ClusterSnapshot seen, Lease lease) {
    return switch (seen.quiet(lease.base())) {
      case Quiet.Low(Phrase why) -> returnBegun(seen, lease, why);
      case Quiet.High high -> orMarks(seen, lease, renewed(seen, lease));
      case Quiet.Unknown unknown -> marks(seen, lease);
    };
  }

  private Step returnBegun(ClusterSnapshot seen, Lease lease, Phrase why) {
    Lease next = lease.in(Lease.Phase.RETURNING, seen.now());
    EntryBody body =
        EntryBody.of(next).with("why", why)
            .say(words.lease(Severity.INFO, seen.head().cluster(), next,
            Phrase.of("the raise is no longer needed and is given back: ").and("", why),
            List.of()));
    return new Step.Move(seen.head().draft().lease(next), EntryKind.RETURN_BEGUN, body);
  }

  /** Still needed shortly before its end: prolonged while the budget carries it, charged in the same write. */
  private Step renewed(ClusterSnapshot seen, Lease lease) {
    Instant now = seen.now();
    boolean time = now.isBefore(lease.until()) && !now.isBefore(lease.until().minus(RENEWAL_LEAD));
    if (!time || lease.renewals() >= MOST_RENEWALS || !(seen.policy() instanceof Reading.Known<Policy>(Policy policy, Instant a, Instant b))
        || policy.mode() != Policy.Mode.ACT) {
      return Step.rest();
    }
    double charge = Exposure.acuHours(lease.base(), lease.current(), lease.members(), policy.lease());
    if (Exposure.spent(seen.head(), now) + charge > policy.budgetAcuHours()) {
      return Step.rest();
    }
    Lease next = lease.renewed(lease.until().plus(policy.lease()));
    Charge taken = new Charge(now, "lease " + lease.id(), charge, policy.lease(), false);
    EntryBody body = EntryBody.of(next).with("charge", charge)
        .say(words.lease(Severity.INFO, seen.head().cluster(), next, words.renewed(next, charge, seen.perDay(next), now),
        List.of(words.commands().undo(lease.id(), now))));
    return new Step.Charged(taken, new Step.Move(seen.head().draft().lease(next).charge(taken), EntryKind.RENEWED, body));
  }

  private Step returning(ClusterSnapshot seen, Lease lease) {
    return switch (seen.quiet(lease.base())) {
      case Quiet.Low low -> giveBack(seen, lease);
      case Quiet.High(Phrase why) -> neededAgain(seen, lease, why);
      case Quiet.Unknown unknown -> marks(seen, lease);
    };
  }

  /** The minutes before the raise are part of the window at first; only when it holds none of them is need shown. */
  private Step neededAgain(ClusterSnapshot seen, Lease lease, Phrase why) {
    Duration window = settings.thresholds().quiet().plus(settings.thresholds().metricLag());
    if (seen.now().isBefore(lease.phaseAt().plus(window))) {
      return marks(seen, lease);
    }
    Lease next = lease.in(Lease.Phase.HELD, seen.now());
    return new Step.Move(
        seen.head().draft().lease(next), EntryKind.RETURN_HALTED,
        EntryBody.of(next)
            .with("why", why)
            .say(words.lease(Severity.INFO, seen.head().cluster(), next, Phrase.of("the raise is still needed and stays: ").and("", why)
                .and("; the lease lasts ", words.bound(next, seen.perDay(next), seen.now())),
            List.of())));
  }

  private Step giveBack(ClusterSnapshot seen, Lease lease) {
    PlannedChange plan = plan(seen, lease, Remedy.GIVE_BACK);
    if (justTried(seen, lease, plan)) {
      return marks(seen, lease, Phrase.of("the give-back was refused"));
    }
    Judgement judgement = rails.judge(seen.situation(plan));
    return judgement.passes() ? new Step.Send(plan, 0, "sweep", "") : heldBack(seen, lease, judgement);
  }

  /** What does not pass by itself is told at once and once; the rest when the lease is over its time. */
  private Step heldBack(ClusterSnapshot seen, Lease lease, Judgement judgement) {
    List<GuardVerdict> lasting = judgement.refusals().stream().filter(verdict -> LASTING.contains(verdict.guard())).toList();
    String why = String.join(",", lasting.stream().map(verdict -> verdict.guard().word()).toList());
    if (lasting.isEmpty() || lease.marks().heldFor().equals(why)) {
      return marks(seen, lease, judgement.reasons());
    }
    Instant now = seen.now();
    Phrase reasons = Phrase.join("; ", lasting.stream().map(GuardVerdict::text).toList());
    return new Step.Move(
        seen.head().draft().lease(lease.marked(lease.marks().held(why, now))), EntryKind.ESCALATED,
        EntryBody.of(lease).with("why", why)
            .say(words.lease(Severity.WARNING, seen.head().cluster(), lease, words.heldBack(lease, reasons, seen.perDay(lease), now),
            words.back(seen.head().cluster(), lease, now))));
  }

  /** A person's order is not weighed: it goes on when it may, and whoever gave it hears what holds it. */
  private Step ordered(ClusterSnapshot seen, Lease lease, StandingOrder order, Step paused) {
    PlannedChange plan = plan(seen, lease, Remedy.UNDO);
    if (justTried(seen, lease, plan)) {
      return orMarks(seen, lease, paused);
    }
    Judgement judgement = rails.judge(seen.situation(plan));
    if (judgement.passes()) {
      return new Step.Send(plan, 0, "order", order.order().stop());
    }
    String why = String.join(",", judgement.refusals().stream().map(verdict -> verdict.guard().word()).toList());
    if (order.told().equals(why)) {
      return orMarks(seen, lease, paused);
    }
    List<Advice> byHand = List.of(words.commands().set("Do it by hand", seen.head().cluster(), lease.base(), seen.now()));
    return new Step.Move(
        seen.head().draft().order(order.telling(why), seen.now()), EntryKind.ORDER_HELD,
        EntryBody.of(lease).with("why", why)
            .say(words.lease(Severity.WARNING, seen.head().cluster(), lease, words.orderHeld(lease, order, judgement.reasons(), seen.now()),
            byHand)));
  }

  /** What was refused for good is tried again after ten minutes, later hourly. */
  private boolean justTried(ClusterSnapshot seen, Lease lease, PlannedChange plan) {
    PlanNote note = seen.head().plans().get(plan.planId());
    if (note == null || note.result() == PlanNote.Result.DEFERRED) {
      return note != null && seen.now().isBefore(note.at().plus(settings.times().deferRetry()));
    }
    Duration soon = settings.times().giveBackRetry();
    boolean later = note.at().isAfter(lease.phaseAt().plus(soon.multipliedBy(2)));
    return seen.now().isBefore(note.at().plus(later ? soon.multipliedBy(LATER_RETRY_FACTOR) : soon));
  }

  private PlannedChange plan(ClusterSnapshot seen, Lease lease, Remedy remedy) {
    Instant now = seen.now();
    String planId =
        PlanHash.planId("lease " + lease.id(), remedy, lease.current(), lease.base(), seen.head().changeNo(), lease.openedAt());
    String digest = seen.policy() instanceof Reading.Known<Policy> policy ? policy.value().digest() : "";
    return new PlannedChange(
        planId, PlanHash.planHash(planId, seen.head().resourceId(), lease.until(), Duration.ZERO, digest), remedy,
        seen.head().cluster(), seen.head().resourceId(), lease.incident(), lease.incidentKey(), lease.origin().runbook(), lease.current(),
        lease.base(), seen.head().changeNo(), "", "", RangeQuestion.Strength.ACT, now, now, now, Duration.ZERO, digest, lease.member(),
        lease.baseline(), List.of());
  }
}
