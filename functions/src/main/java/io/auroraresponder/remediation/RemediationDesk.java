package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.HeadDraft;
import io.auroraresponder.ledger.Ledger.Written;
import io.auroraresponder.ledger.PlanNote;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.Decision.Result;
import io.auroraresponder.remediation.guard.GuardRails;
import io.auroraresponder.remediation.guard.Judgement;
import io.auroraresponder.remediation.guard.ReasonCode;
import io.auroraresponder.remediation.guard.Utc;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a decision: resolve what is open, judge the plan by every guard, then act, ask, wait or refuse.
 *
 * <p>Runs where changes are made. Idempotent: a plan handed over again is answered from the ledger.
 */
public final class RemediationDesk implements Remediation {
  private static final Logger LOG = LoggerFactory.getLogger(RemediationDesk.class);
  private static final int ATTEMPTS = 3;

  private final RemediationPorts ports;
  private final RemediationSettings settings;
  private final GuardRails rails;
  private final Watch watch;
  private final Remediator remediator;
  private final LeaseKeeper keeper;
  private final DecisionWords words;

  RemediationDesk(RemediationPorts ports, RemediationSettings settings, GuardRails rails, Watch watch, Remediator remediator,
      LeaseKeeper keeper) {
    this.ports = ports;
    this.settings = settings;
    this.rails = rails;
    this.watch = watch;
    this.remediator = remediator;
    this.keeper = keeper;
    this.words = new DecisionWords(new Commands(settings.functionName()));
  }

  @Override
  public Decision decide(Plan plan) {
    return plan.change().map(change -> decide(plan, change)).orElseGet(() -> Decision.ofNothing(plan));
  }

  private Decision decide(Plan plan, PlannedChange change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Decision> decision = attempt(plan, change);
      if (decision.isPresent()) {
        LOG.atInfo()
            .addKeyValue("incident", change.incident())
            .addKeyValue("cluster", change.cluster())
            .addKeyValue("action", change.remedy().word())
            .addKeyValue("outcome", decision.get().result().word())
            .log("plan decided");
        return decision.get();
      }
      // Another writer was first. A read after a failed condition is consistent, so there is nothing to wait for.
    }
    Phrase busy = Phrase.of("The ledger was being written by others; the next look decides");
    return new Decision(plan.mode(), Result.DEFERRED, Optional.empty(), List.of(), busy, List.of(), 0, "");
  }

  /** Empty where another writer was first and everything has to be decided anew. */
  private Optional<Decision> attempt(Plan plan, PlannedChange change) {
    Reading<Head> stored = ports.ledger().head(change.resourceId(), change.cluster());
    Head head = stored.orElse(Head.first(change.resourceId(), change.cluster(), ""));
    if (stored.isKnown() && head.busy()) {
      head = keeper.advance(head);
      stored = Reading.known(head, head.at());
    }
    Sight sight = watch.look(head);
    Case matter = new Case(plan, change, head, sight, rails.judge(sight.situation(change, stored)));
    PlanNote note = head.plans().get(change.planId());
    if (note != null && (note.result().spent() || waits(head, change))) {
      return Optional.of(answered(matter, note));
    }
    return carryOut(matter, stored.isKnown());
  }

  /** One plan before its judge. */
  private record Case(Plan plan, PlannedChange change, Head head, Sight sight, Judgement judgement) {
    /** As its tags would read with mode act: one that is not understood, or the deployment, may still forbid acting. */
    Reading<Policy> acting() {
      return sight.live().map(state -> Policy.ifTaggedToAct(state, sight.settings().limits()));
    }

    /** What mode act would have given. */
    Result wouldBe() {
      Result rest = outcome(judgement.without(ReasonCode.MODE));
      return switch (acting().map(Policy::mode).orElse(Policy.Mode.OBSERVE)) {
        case ACT -> rest;
        case PROPOSE -> rest == Result.APPLIED ? Result.PROPOSED : rest;
        case OBSERVE, OFF -> Result.REFUSED;
      };
    }

    Policy.Mode mode() {
      return sight.policy().map(Policy::mode).orElse(Policy.Mode.OBSERVE);
    }

    Decision decision(Result result, Phrase summary, List<Advice> commands, Head latest) {
      boolean act = mode() == Policy.Mode.ACT;
      Optional<Result> wouldBe = act ? Optional.empty() : Optional.of(wouldBe());
      return new Decision(mode(), result, wouldBe, judgement.verdicts(), summary, commands, latest.seq(), latest.hash());
    }
  }

  private static Result outcome(Judgement judgement) {
    if (judgement.passes()) {
      return Result.APPLIED;
    }
    if (judgement.waitsForCluster()) {
      return Result.DEFERRED;
    }
    return judgement.refusals().isEmpty() ? Result.PROPOSED : Result.REFUSED;
  }

  private static boolean waits(Head head, PlannedChange change) {
    return head.change().filter(each -> each.plan().planId().equals(change.planId())).isPresent();
  }

  private Optional<Decision> carryOut(Case matter, boolean ledgerKnown) {
    if (matter.mode() == Policy.Mode.OBSERVE && matter.sight().policy().isKnown()) {
      return Optional.of(dryRun(matter));
    }
    return switch (outcome(matter.judgement())) {
      case APPLIED -> send(matter);
      case DEFERRED -> defer(matter);
      case PROPOSED -> Optional.of(proposed(matter));
      case REFUSED, NOT_NEEDED, UNCERTAIN, FAILED, DRY_RUN -> refuse(matter, ledgerKnown && matter.mode() == Policy.Mode.ACT);
    };
  }

  private Decision dryRun(Case matter) {
    Judgement rest = matter.judgement().without(ReasonCode.MODE);
    Instant now = matter.sight().now();
    String lead =
        switch (matter.wouldBe()) {
          case APPLIED -> "Not done, because the mode is observe. Mode act would ";
          case DEFERRED -> "Not done, because the mode is observe. Mode act would wait for the cluster and then ";
          case PROPOSED -> "Not done, because the mode is observe. Mode act would ask a person first, to ";
          case REFUSED, NOT_NEEDED, UNCERTAIN, FAILED, DRY_RUN -> "Not done, because the mode is observe. Mode act would refuse to ";
        };
    Phrase troubles = matter.sight().policy().map(policy -> Phrase.join("; ", policy.troubles())).orElse(Phrase.EMPTY);
    Phrase summary = words.would(matter.change(), lead, matter.plan().cost(), rest.reasons().and("; ", troubles), now);
    return matter.decision(Result.DRY_RUN, summary,
        words.byHand(matter.change(), matter.sight().live(), matter.mode(), matter.acting(), now), matter.head());
  }

  private Decision proposed(Case matter) {
    Instant now = matter.sight().now();
    Phrase summary = words.would(matter.change(), "Proposed; a person decides: ", matter.plan().cost(), matter.judgement().reasons(), now);
    return matter.decision(Result.PROPOSED, summary,
        words.byHand(matter.change(), matter.sight().live(), matter.mode(), matter.acting(), now), matter.head());
  }

  private Optional<Decision> refuse(Case matter, boolean record) {
    Instant now = matter.sight().now();
    Phrase summary = words.would(matter.change(), "Refused to ", matter.plan().cost(), matter.judgement().reasons(), now);
    Head head = matter.head();
    if (record && !alreadyRefused(matter)) {
      HeadDraft draft = head.draft().note(matter.change().planId(), PlanNote.Result.REFUSED, now);
      Written written = ports.ledger().write(draft, EntryKind.REFUSED, EntryBody.of(matter.change()).with("why", reasons(matter)));
      if (written instanceof Written.Lost) {
        return Optional.empty();
      }
      head = written instanceof Written.Done(Head done) ? done : head;
    }
    return Optional.of(matter.decision(Result.REFUSED, summary,
        words.byHand(matter.change(), matter.sight().live(), matter.mode(), matter.acting(), now), head));
  }

  /** The same refusal of the same plan is one entry, however often it is asked. */
  private static boolean alreadyRefused(Case matter) {
    PlanNote note = matter.head().plans().get(matter.change().planId());
    return note != null && note.result() == PlanNote.Result.REFUSED;
  }

  private static List<Phrase> reasons(Case matter) {
    return matter.judgement().refusals().stream().map(verdict -> Phrase.of(verdict.guard().word() + ": ").and("", verdict.text())).toList();
  }

  private Optional<Decision> defer(Case matter) {
    Instant now = matter.sight().now();
    PlannedChange change = matter.change();
    Phrase summary = words.would(change, "Waits until the cluster can be changed: ", matter.plan().cost(), matter.judgement().reasons(),
        now);
    Change waiting =
        new Change(
            change, Change.Phase.READY, change.planId() + "#" + (matter.head().seq() + 1), "plan", now, now,
            now.plus(settings.times().deferRetry()), 0, now, Optional.empty(), false);
    HeadDraft draft = matter.head().draft().slot(waiting).note(change.planId(), PlanNote.Result.DEFERRED, now);
    Written written = ports.ledger().write(draft, EntryKind.DEFERRED, EntryBody.of(change).with("why", reasons(matter)));
    return switch (written) {
      case Written.Done(Head head) -> Optional.of(matter.decision(Result.DEFERRED, summary, List.of(words.commands().stop(now)), head));
      case Written.Lost lost -> Optional.empty();
      case Written.Broken(String reason) -> Optional.of(withoutLedger(matter, reason));
      case Written.Unavailable(String reason) -> Optional.of(withoutLedger(matter, reason));
    };
  }

  private Decision withoutLedger(Case matter, String reason) {
    Phrase summary = words.would(matter.change(), "Refused to ", matter.plan().cost(), new Phrase(reason, List.of()), matter.sight().now());
    return matter.decision(Result.REFUSED, summary, List.of(), matter.head());
  }

  private Optional<Decision> send(Case matter) {
    PlannedChange change = matter.change();
    double charge = matter.sight().charge(change).orElse(0.0);
    return switch (remediator.send(matter.sight(), change, charge, "plan")) {
      case Remediator.Sent.Recorded(Head head, PlanNote.Result result, Phrase text) -> Optional.of(sent(matter, head, result, text));
      case Remediator.Sent.Unrecorded(Phrase text) ->
          Optional.of(sent(matter, matter.head(), PlanNote.Result.UNSURE, text.isEmpty()
              ? Phrase.of("the ledger did not answer after the call") : text));
      case Remediator.Sent.NotBegun(Written.Lost lost) -> Optional.empty();
      case Remediator.Sent.NotBegun(Written.Broken(String reason)) -> Optional.of(withoutLedger(matter, reason));
      case Remediator.Sent.NotBegun(Written.Unavailable(String reason)) -> Optional.of(withoutLedger(matter, reason));
      case Remediator.Sent.NotBegun(Written.Done done) -> throw new IllegalStateException("an intent that was written has begun");
    };
  }

  private Decision sent(Case matter, Head head, PlanNote.Result result, Phrase text) {
    Instant now = matter.sight().now();
    PlannedChange change = matter.change();
    Optional<Report.Cost> cost = matter.plan().cost();
    List<Advice> byHand = words.byHand(change, matter.sight().live(), matter.mode(), matter.acting(), now);
    return switch (result) {
      case APPLIED ->
          matter.decision(Result.APPLIED, words.applied(change, head, cost, now), words.afterChange(head, change, now), head);
      case UNSURE, SENDING ->
          matter.decision(
              Result.UNCERTAIN, words.would(change, "May have been applied; reading back will tell: ", cost, text, now),
              words.afterChange(head, change, now), head);
      case DEFERRED ->
          matter.decision(
              Result.DEFERRED, words.would(change, "Waits until the cluster can be changed: ", cost, text, now),
              List.of(words.commands().stop(now)), head);
      case REFUSED -> matter.decision(Result.REFUSED, words.would(change, "Refused to ", cost, text, now), byHand, head);
      case NOT_APPLIED, SUPERSEDED, EXPIRED, PROPOSED, VOIDED ->
          matter.decision(Result.FAILED, words.would(change, "Failed: ", cost, text, now), byHand, head);
    };
  }

  /** A plan that had its one chance is not judged again. */
  private Decision answered(Case matter, PlanNote note) {
    Phrase at = Phrase.of("as recorded at {}", Utc.moment("ledger plans", note.at(), matter.sight().now()));
    return sent(matter, matter.head(), note.result(), at);
  }
}
