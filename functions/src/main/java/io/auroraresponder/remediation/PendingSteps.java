package io.auroraresponder.remediation;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.Approval;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.HeadDraft;
import io.auroraresponder.ledger.Pending;
import io.auroraresponder.ledger.PlanNote;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.guard.GuardRails;
import io.auroraresponder.remediation.guard.Judgement;
import io.auroraresponder.remediation.guard.ReasonCode;
import io.auroraresponder.remediation.guard.Utc;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a plan that waits for a person: any no ends it, a yes sends it once where everything still holds, and what is no longer
 * the plan that people were shown is void. Pure.
 */
final class PendingSteps {
  /** Begins the word by which an intent says who made it be sent. */
  private static final String APPROVAL = "approval of ";

  private final GuardRails rails;
  private final LeaseWords words;

  PendingSteps(GuardRails rails, LeaseWords words) {
    this.rails = rails;
    this.words = words;
  }

  Step next(ClusterSnapshot seen, Pending pending) {
    Optional<Approval> no = said(seen, pending, false);
    if (no.isPresent()) {
      return voided(seen, pending, PlanNote.Result.VOIDED, Phrase.of("refused by {}", by(no.get(), seen.now())));
    }
    Optional<Phrase> drift = drift(seen, pending);
    if (drift.isPresent()) {
      return voided(seen, pending, PlanNote.Result.PROPOSED, drift.get());
    }
    return said(seen, pending, true).map(yes -> approved(seen, pending, yes)).orElse(Step.rest());
  }

  /** The first yes, or no, to this very plan while it waited. */
  static Optional<Approval> said(ClusterSnapshot seen, Pending pending, boolean yes) {
    List<Approval> all = seen.approvals().orElse(List.of());
    return all.stream()
        .filter(approval -> approval.yes() == yes && approval.planHash().equals(pending.plan().planHash()))
        .filter(approval -> approval.at().isBefore(pending.expires()))
        .filter(approval -> seen.settings().slack().admit(approval, pending.plan()))
        .findFirst();
  }

  static Fact by(Approval approval, Instant now) {
    return Fact.word("approval", now, words(approval));
  }

  /** Why it is not the plan any more that people were shown; whoever says yes later is answered with that. */
  private static Optional<Phrase> drift(ClusterSnapshot seen, Pending pending) {
    Head head = seen.head();
    Instant now = seen.now();
    if (!now.isBefore(pending.expires())) {
      return Optional.of(Phrase.of("nobody agreed before {}", Utc.moment("ledger pending expires", pending.expires(), now)));
    }
    if (seen.resolved().orElse(false)) {
      return Optional.of(Phrase.of("its alarms are over: the incident is resolved"));
    }
    if (head.order().isPresent()) {
      return Optional.of(Phrase.of("an order of {} stands", LeaseWords.by(head.order().get(), now)));
    }
    if (head.changeNo() != pending.plan().changeNo()) {
      return Optional.of(Phrase.of("the range was changed since it was proposed"));
    }
    boolean moved = seen.policy() instanceof Reading.Known<Policy>(Policy policy, Instant a, Instant b)
        && !policy.digest().equals(pending.plan().policyDigest());
    return moved ? Optional.of(Phrase.of("the cluster's policy changed since it was proposed")) : Optional.empty();
  }

  /** Judged anew at use; agreeing answers what asked for a person, and nothing else. */
  private Step approved(ClusterSnapshot seen, Pending pending, Approval yes) {
    PlannedChange plan = pending.plan();
    Judgement judgement = rails.judge(seen.situation(plan));
    if (judgement.refusals().isEmpty()) {
      return new Step.Send(plan, seen.charge(plan).orElse(pending.charge()), sender(yes), "");
    }
    boolean old = judgement.refusals().stream().allMatch(verdict -> verdict.guard() == ReasonCode.EVIDENCE_AGE);
    if (!old) {
      return voided(seen, pending, PlanNote.Result.PROPOSED, judgement.reasons());
    }
    if (pending.askedAgain().isAfter(Instant.EPOCH)) {
      return Step.rest();
    }
    HeadDraft draft = seen.head().draft().pending(Optional.of(pending.asking(seen.now())));
    EntryBody body = EntryBody.of(plan).with("planHash", plan.planHash()).with("approver", yes.approver()).with("via", yes.via());
    return new Step.Ask(plan.incidentKey(), new Step.Move(draft, EntryKind.APPROVED, body));
  }

  /** As the intent says who made it be sent. */
  static String sender(Approval yes) {
    return APPROVAL + words(yes);
  }

  /** Who agreed to a change, {@code approved by Slack user T012AB3C4:U061F7AUR}; empty where nobody had to. */
  static Phrase approved(Change change, Instant now) {
    return change.by().startsWith(APPROVAL)
        ? Phrase.of("approved by {}", Fact.word("approval", now, change.by().substring(APPROVAL.length()))) : Phrase.EMPTY;
  }

  /** Whose word Slack's is, is Slack's word: so it is called that wherever it is recorded. */
  private static String words(Approval approval) {
    return approval.slack().isPresent() ? "Slack user " + approval.approver() : approval.approver();
  }

  private Step voided(ClusterSnapshot seen, Pending pending, PlanNote.Result result, Phrase why) {
    PlannedChange plan = pending.plan();
    HeadDraft draft = seen.head().draft().pending(Optional.empty()).note(plan, result, seen.now());
    Phrase text = words.change(plan, "was proposed and is void: ", seen.now()).and("", why);
    return new Step.Move(
        draft, EntryKind.VOIDED,
        EntryBody.of(plan).with("planHash", plan.planHash()).with("why", why).say(words.change(Severity.INFO, plan, text, List.of())));
  }
}
