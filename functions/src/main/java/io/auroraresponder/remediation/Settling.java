package io.auroraresponder.remediation;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.ClosedLease;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.HeadDraft;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.PlanNote;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.Suspect;
import java.time.Instant;
import java.util.List;

/**
 * How a change that holds the slot ends, as head writes. Pure.
 *
 * <p>A charge is returned only where the change was definitely not made, so that crashes count too much and never too little.
 */
final class Settling {
  private final RemediationSettings settings;
  private final LeaseWords words;

  Settling(RemediationSettings settings, LeaseWords words) {
    this.settings = settings;
    this.words = words;
  }

  /** Accepted by RDS, or the new range was read back. {@code tell} where no report of the incident will say so. */
  Step.Move applied(Head head, Change change, int members, String proof, boolean tell, Instant now) {
    PlannedChange plan = change.plan();
    HeadDraft draft = head.draft().slotFree().note(plan.planId(), PlanNote.Result.APPLIED, now).oneMoreChange();
    land(draft, plan, plan.from(), members, change.begunAt(), now);
    EntryBody body = EntryBody.of(plan).with("proof", proof).with("charge", change.charge());
    if (tell && plan.remedy().raises()) {
      Phrase text = words.change(plan, "was applied", now);
      body.say(words.change(Severity.WARNING, plan, text,
          List.of(words.commands().undo(leaseId(head, plan), now), words.commands().stop(now))));
    }
    return new Step.Move(draft, EntryKind.APPLIED, body);
  }

  /** Our own call landed long after it was given up. */
  Step.Move appliedLate(Head head, Suspect suspect, int members, Instant now) {
    PlannedChange plan = suspect.plan();
    HeadDraft draft = head.draft().oneMoreChange().cleared(suspect::equals).note(plan.planId(), PlanNote.Result.APPLIED, now);
    if (plan.remedy().raises() && head.lease().isPresent()) {
      draft.lease(lease -> lease.at(plan.to(), now));
    } else {
      land(draft, plan, before(head, suspect), members, suspect.since(), now);
    }
    Phrase text = words.change(plan, "landed late; it is the responder's own call, which had been given up", now);
    return new Step.Move(
        draft, EntryKind.APPLIED_LATE,
        EntryBody.of(plan).say(words.change(Severity.WARNING, plan, text, List.of(words.commands().stop(now)))));
  }

  /** What our late call overwrote: a range that somebody set after it was sent, else the one that the plan was made for. */
  private static ScalingRange before(Head head, Suspect suspect) {
    return head.last().filter(closed -> closed.closedAt().isAfter(suspect.since())).map(ClosedLease::found).orElse(suspect.plan().from());
  }

  private void land(HeadDraft draft, PlannedChange plan, ScalingRange base, int members, Instant begunAt, Instant now) {
    Head head = draft.seen();
    if (!plan.remedy().raises()) {
      draft.lease(lease -> lease.at(plan.to(), now));
      return;
    }
    Instant verify = now.plus(settings.thresholds().verifyAfter());
    Instant end = begunAt.plus(plan.lease());
    draft.lease(
        head.lease()
            .map(lease -> lease.stepped(plan, members, now, verify, end))
            .orElseGet(() -> Lease.opened(PlanHash.leaseId(plan.planId()), plan, base, members, now, verify, end)));
  }

  private static String leaseId(Head head, PlannedChange plan) {
    return head.lease().map(Lease::id).orElse(PlanHash.leaseId(plan.planId()));
  }

  /** Definitely not made: refused by RDS, or the call was never begun. The charge is returned. */
  Step.Move notApplied(Head head, Change change, PlanNote.Result result, Phrase why, boolean tell, Instant now) {
    PlannedChange plan = change.plan();
    HeadDraft draft = head.draft().slotFree().chargeReturned(plan.planId()).note(plan.planId(), result, now);
    EntryBody body = EntryBody.of(plan).with("why", why).with("charge", 0);
    if (tell) {
      Phrase text = words.change(plan, "was not made: ", now).and("", why);
      body.say(words.change(Severity.WARNING, plan, text, List.of(words.commands().set("Set it by hand", plan.cluster(), plan.to(), now))));
    }
    return new Step.Move(draft, EntryKind.NOT_APPLIED, body);
  }

  /** RDS cannot do it now: the change waits for the sweep, and is judged again before it is sent again. */
  Step.Move deferred(Head head, Change change, Phrase why, Instant now) {
    PlannedChange plan = change.plan();
    HeadDraft draft =
        head.draft()
            .slot(change.deferredUntil(now.plus(settings.times().deferRetry()), now))
            .chargeReturned(plan.planId())
            .note(plan.planId(), PlanNote.Result.DEFERRED, now);
    return new Step.Move(draft, EntryKind.DEFERRED, EntryBody.of(plan).with("why", why));
  }

  Step.Move unsure(Head head, Change change, Phrase why, boolean tell, Instant now) {
    PlannedChange plan = change.plan();
    HeadDraft draft = head.draft().slot(change.in(Change.Phase.UNSURE, now)).note(plan.planId(), PlanNote.Result.UNSURE, now);
    EntryBody body = EntryBody.of(plan).with("why", why);
    if (tell) {
      Phrase text = words.change(plan, "may have been applied; reading back will tell: ", now).and("", why);
      body.say(words.change(Severity.WARNING, plan, text, List.of(words.commands().stop(now))));
    }
    return new Step.Move(draft, EntryKind.UNSURE, body);
  }

  /** Twice the old range: it did not land, and should it land late we will know it for ours. The charge is kept. */
  Step.Move notSeen(Head head, Change change, Instant now) {
    PlannedChange plan = change.plan();
    HeadDraft draft =
        head.draft()
            .slotFree()
            .note(plan.planId(), PlanNote.Result.NOT_APPLIED, now)
            .suspect(new Suspect(plan, change.begunAt()));
    Phrase text = words.change(plan, "did not take effect; the range was read back unchanged twice", now);
    EntryBody body = EntryBody.of(plan).with("charge", change.charge()).say(words.change(Severity.WARNING, plan, text, List.of()));
    return new Step.Move(draft, EntryKind.NOT_APPLIED, body);
  }

  Step.Move superseded(Head head, Change change, Phrase found, Instant now) {
    PlannedChange plan = change.plan();
    HeadDraft draft =
        head.draft()
            .slotFree()
            .note(plan.planId(), PlanNote.Result.SUPERSEDED, now)
            .suspect(new Suspect(plan, change.begunAt()))
            .oneMoreChange();
    Phrase text = words.change(plan, "was superseded: ", now).and("", found);
    return new Step.Move(draft, EntryKind.SUPERSEDED, EntryBody.of(plan).say(words.change(Severity.WARNING, plan, text, List.of())));
  }
}
