package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Approval;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.HeadDraft;
import io.auroraresponder.ledger.Ledger.Written;
import io.auroraresponder.ledger.Pending;
import io.auroraresponder.ledger.PlanNote;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.Decision.Result;
import io.auroraresponder.remediation.guard.GuardRails;
import io.auroraresponder.remediation.guard.Judgement;
import io.auroraresponder.remediation.guard.ReasonCode;
import io.auroraresponder.remediation.guard.Utc;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a decision: resolve what is open, judge the plan by every guard, then act, ask, wait or refuse.
 *
 * <p>Runs where changes are made. Idempotent: a plan handed over again is answered from the ledger.
 */
public final class PlanDecider implements Remediation {
  private static final Logger LOG = LoggerFactory.getLogger(PlanDecider.class);
  private static final int ATTEMPTS = 3;

  /** Ours, as for orders: what was refused for good is asked for again hourly. */
  private static final Duration FAILED_AGAIN = Duration.ofHours(1);

  private final RemediationPorts ports;
  private final RaisePlanner planner;
  private final GuardRails rails;
  private final ClusterReader reader;
  private final Remediator remediator;
  private final LeaseKeeper keeper;
  private final Fleet fleet;
  private final ChangeTimes times;
  private final DecisionWords words;

  PlanDecider(RemediationPorts ports, RemediationSettings settings, GuardRails rails, ClusterReader reader, Remediator remediator,
      LeaseKeeper keeper, Fleet fleet) {
    this.fleet = fleet;
    this.times = settings.times();
    this.ports = ports;
    this.planner = new RaisePlanner(settings);
    this.rails = rails;
    this.reader = reader;
    this.remediator = remediator;
    this.keeper = keeper;
    this.words = new DecisionWords(new Commands());
  }

  /** Here as in an invocation of its own: the caller's patience says nothing of that, and a change that was begun is seen to its end. */
  @Override
  public Decision decide(Wish wish, Deadline deadline) {
    return decide(wish);
  }

  /** In an invocation that has just begun. */
  public Decision decide(Wish wish) {
    return within(Deadline.after(times.functionTimeout(), ports.nanos()), wish);
  }

  /** What the invocation has no time left to send is deferred. */
  public Decision within(Deadline invocation, Wish wish) {
    return switch (wish) {
      case NoWish nothing -> Decision.ofNothing(nothing.plan());
      case RaiseWish raise -> decide(raise, invocation);
    };
  }

  private Decision decide(RaiseWish wish, Deadline invocation) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Decision> decision = attempt(wish, invocation);
      if (decision.isPresent()) {
        LOG.atInfo()
            .addKeyValue("incident", wish.incident().id())
            .addKeyValue("cluster", wish.incident().cluster())
            .addKeyValue("action", wish.lever().word())
            .addKeyValue("outcome", decision.get().result().word())
            .log("wish decided");
        return decision.get();
      }
      // Another writer was first. A read after a failed condition is consistent, so there is nothing to wait for.
    }
    return Decision.unheard(wish, Result.DEFERRED, Phrase.of("The ledger was being written by others; the next look decides"));
  }

  /** Empty where another writer was first and everything has to be decided anew. */
  private Optional<Decision> attempt(RaiseWish wish, Deadline invocation) {
    Reading<Head> stored = ports.ledger().head(wish.resourceId(), wish.incident().cluster());
    Head head = stored.orElse(Head.first(wish.resourceId(), wish.incident().cluster(), ""));
    if (stored.isKnown() && head.busy(ports.clock().instant()) && names(wish, head)) {
      head = keeper.settle(head);
      stored = Reading.known(head, head.at());
    }
    ClusterSnapshot seen = reader.lookToRaise(head);
    Optional<PlanNote> note = noted(head, PlanHash.wishId(wish));
    Plan plan =
        note.isPresent() && seen.live() instanceof Reading.Known<ClusterState>(ClusterState state, Instant a, Instant b)
            ? planner.raise(wish, state, head, note.get().from(), note.get().to(), seen.now())
            : planner.plan(wish, seen.live(), stored, RaiseSize.of(seen, wish.member()), seen.now());
    if (note.isEmpty() && seen.range() instanceof Reading.Known<ScalingRange> live && !live.value().equals(wish.seen())) {
      plan = NoChangePlans.of(wish, plan.mode()).refused(ReasonCode.PRECONDITION, Phrase.of(
          "the range is {} and no longer {}, of which the evidence speaks", LeaseWords.range("live", live.value(), seen.now()),
          LeaseWords.range("seen", wish.seen(), seen.now())));
    }
    if (seen.live() instanceof Reading.Known<ClusterState> found && !found.value().id().equals(wish.incident().cluster())) {
      plan = NoChangePlans.of(wish, plan.mode()).refused(ReasonCode.PRECONDITION,
          Phrase.of("the name and the resource id that were asked for are those of two clusters"));
    }
    if (plan.change().isEmpty()) {
      return Optional.of(Decision.ofNothing(plan));
    }
    PlannedChange change = plan.change().get();
    note = note.or(() -> endedLately(seen, change));
    Assessment assessment = new Assessment(plan, change, head, seen, rails.judge(seen.situation(change, stored)), invocation);
    if (note.isPresent()) {
      return Optional.of(answered(assessment, note.get()));
    }
    return carryOut(assessment, stored.isKnown());
  }

  /** Whether the name and the id of the wish belong together: else the record's own cluster would look renamed. */
  private boolean names(RaiseWish wish, Head head) {
    return reader.lastLook(head).map(found -> found.filter(state -> state.id().equals(wish.incident().cluster())).isPresent())
        .orElse(false);
  }

  /** What became of the same wish when it was delivered before, where it had its one chance or waits for it. */
  private static Optional<PlanNote> noted(Head head, String wish) {
    return head.plans().entrySet().stream()
        .filter(each -> each.getValue().wish().equals(wish))
        .filter(each -> each.getValue().result().spent() || waits(head, each.getKey()))
        .map(Map.Entry::getValue)
        .max(Comparator.comparing(PlanNote::at));
  }

  /** The same change of another look, which RDS refused for good and whose charge was returned, or a person refused: it would be again. */
  private static Optional<PlanNote> endedLately(ClusterSnapshot seen, PlannedChange change) {
    List<String> charged = seen.head().window().stream().map(Charge::planId).toList();
    return seen.head().plans().entrySet().stream()
        .filter(each -> !charged.contains(each.getKey()))
        .map(Map.Entry::getValue)
        .filter(note -> note.result() == PlanNote.Result.NOT_APPLIED || note.result() == PlanNote.Result.VOIDED)
        .filter(note -> !note.wish().isEmpty())
        .filter(note -> note.from().equals(change.from()) && note.to().equals(change.to()))
        .filter(note -> seen.now().isBefore(note.at().plus(FAILED_AGAIN)))
        .max(Comparator.comparing(PlanNote::at));
  }

  /** A plan with what it was judged on. */
  private record Assessment(
      Plan plan, PlannedChange change, Head head, ClusterSnapshot seen, Judgement judgement, Deadline invocation) {
    /** As its tags would read with mode act in a deployment that acts: one that is not understood may still forbid acting. */
    Reading<Policy> acting() {
      return seen.live().map(state -> Policy.ifTaggedToAct(state, seen.settings().limits().ifActing()));
    }

    List<Advice> byHand(DecisionWords words) {
      return words.byHand(change, seen.live(), mode(), acting(), seen.settings().limits().acting(), seen.now());
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

    Assessment hashed(String shown) {
      return new Assessment(plan.hashed(shown), change.hashed(shown), head, seen, judgement, invocation);
    }

    /** Whoever asks for an id that no cluster of this name has gets an answer and no record: it would be swept for ever. */
    boolean isOfTheCluster() {
      return seen.live().map(state -> state.resourceId().equals(head.resourceId())).orElse(false);
    }

    Policy.Mode mode() {
      return seen.policy().map(Policy::mode).orElse(Policy.Mode.OBSERVE);
    }

    Decision decision(Result result, Phrase summary, List<Advice> commands, Head latest) {
      boolean act = mode() == Policy.Mode.ACT;
      Optional<Result> wouldBe = act ? Optional.empty() : Optional.of(wouldBe());
      return new Decision(plan, mode(), result, wouldBe, judgement.verdicts(), summary, commands, latest.seq(), latest.hash());
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

  private static boolean waits(Head head, String planId) {
    return head.change().filter(each -> each.plan().planId().equals(planId)).isPresent();
  }

  private Optional<Decision> carryOut(Assessment assessment, boolean ledgerKnown) {
    if (assessment.mode() == Policy.Mode.OBSERVE && assessment.seen().policy().isKnown()) {
      return Optional.of(dryRun(assessment));
    }
    return switch (outcome(assessment.judgement())) {
      case APPLIED -> send(assessment, "plan");
      case DEFERRED -> defer(assessment, assessment.judgement().reasons(), reasons(assessment));
      case PROPOSED -> propose(assessment);
      case REFUSED, NOT_NEEDED, UNCERTAIN, FAILED, DRY_RUN ->
          refuse(assessment, ledgerKnown && assessment.mode() == Policy.Mode.ACT && assessment.isOfTheCluster());
    };
  }

  private Decision dryRun(Assessment assessment) {
    Judgement rest = assessment.judgement().without(ReasonCode.MODE);
    Instant now = assessment.seen().now();
    String because = assessment.seen().settings().limits().acting() ? "Not done, because the mode is observe. Mode act would "
        : "Not done, because this deployment changes nothing (setting acting). Mode act would ";
    String lead =
        because + switch (assessment.wouldBe()) {
          case APPLIED -> "";
          case DEFERRED -> "wait for the cluster and then ";
          case PROPOSED -> "ask a person first, to ";
          case REFUSED, NOT_NEEDED, UNCERTAIN, FAILED, DRY_RUN -> "refuse to ";
        };
    Phrase troubles = assessment.seen().policy().map(policy -> Phrase.join("; ", policy.troubles())).orElse(Phrase.EMPTY);
    Phrase summary = words.would(assessment.change(), lead, assessment.plan().cost(), rest.reasons().and("; ", troubles), now);
    return assessment.decision(Result.DRY_RUN, summary,
        assessment.byHand(words), assessment.head());
  }

  /** Recorded once for the same change, however many looks ask for it; sent by the look that finds that a person has agreed. */
  private Optional<Decision> propose(Assessment assessment) {
    Optional<Pending> waiting = assessment.head().pending().filter(pending -> pending.isFor(assessment.change()));
    if (waiting.isPresent()) {
      Optional<Approval> yes = PendingSteps.said(assessment.seen(), waiting.get(), true);
      boolean refused = PendingSteps.said(assessment.seen(), waiting.get(), false).isPresent();
      return yes.isPresent() && !refused ? send(assessment, PendingSteps.sender(yes.get()))
          : Optional.of(proposed(assessment, waiting.get(), assessment.head()));
    }
    PlannedChange change = assessment.change();
    Instant now = assessment.seen().now();
    double charge = assessment.seen().charge(change).orElse(0.0);
    Pending pending = new Pending(change, charge, now, now.plus(assessment.seen().settings().limits().planExpiry()), Instant.EPOCH);
    HeadDraft draft = assessment.head().draft().pending(Optional.of(pending)).note(change, PlanNote.Result.PROPOSED, now);
    EntryBody body = EntryBody.of(change).with("planHash", change.planHash()).with("charge", charge)
        .with("why", List.of(assessment.judgement().reasons()));
    boolean burst = assessment.judgement().proposals().stream().anyMatch(verdict -> verdict.guard() == ReasonCode.BURST);
    if (burst && fleet.tellsBurst()) {
      body.say(new LeaseWords(words.commands()).burst(assessment.head(), change, assessment.seen().fleet(), now));
    }
    return switch (ports.ledger().write(draft, EntryKind.PROPOSED, body)) {
      case Written.Done(Head head) -> Optional.of(proposed(assessment, pending, head));
      case Written.Lost lost -> Optional.empty();
      case Written.Unavailable(String reason) -> Optional.of(withoutLedger(assessment, reason));
    };
  }

  private Decision proposed(Assessment assessment, Pending pending, Head head) {
    Instant now = assessment.seen().now();
    Assessment shown = assessment.hashed(pending.plan().planHash());
    Phrase summary =
        words.proposed(shown.change(), shown.plan().cost(), shown.judgement().reasons(), pending, now);
    List<Advice> commands = new ArrayList<>(List.of(
        words.commands().approve(pending.plan().planHash(), now), words.commands().refuse(pending.plan().planHash(), now)));
    commands.addAll(shown.byHand(words));
    return shown.decision(Result.PROPOSED, summary, commands, head);
  }

  private Optional<Decision> refuse(Assessment assessment, boolean record) {
    Instant now = assessment.seen().now();
    Phrase summary = words.would(assessment.change(), "Refused to ", assessment.plan().cost(), assessment.judgement().reasons(), now);
    Head head = assessment.head();
    if (record && !alreadyRefused(assessment)) {
      HeadDraft draft = head.draft().note(assessment.change(), PlanNote.Result.REFUSED, now);
      Written written = ports.ledger().write(draft, EntryKind.REFUSED, EntryBody.of(assessment.change()).with("why", reasons(assessment)));
      if (written instanceof Written.Lost) {
        return Optional.empty();
      }
      head = written instanceof Written.Done(Head done) ? done : head;
    }
    return Optional.of(assessment.decision(Result.REFUSED, summary,
        assessment.byHand(words), head));
  }

  /** The same refusal of the same plan is one entry, however often it is asked. */
  private static boolean alreadyRefused(Assessment assessment) {
    PlanNote note = assessment.head().plans().get(assessment.change().planId());
    return note != null && note.result() == PlanNote.Result.REFUSED;
  }

  private static List<Phrase> reasons(Assessment assessment) {
    return assessment.judgement().refusals().stream().map(verdict -> Phrase.of(verdict.guard().word() + ": ").and("", verdict.text()))
        .toList();
  }

  /** Nothing waits in the slot: the next look repeats the wish. */
  private Optional<Decision> defer(Assessment assessment, Phrase because, List<Phrase> recorded) {
    Instant now = assessment.seen().now();
    PlannedChange change = assessment.change();
    Phrase summary = words.would(change, "Waits until the cluster can be changed: ", assessment.plan().cost(), because, now);
    HeadDraft draft = assessment.head().draft().note(change, PlanNote.Result.DEFERRED, now);
    Written written = ports.ledger().write(draft, EntryKind.DEFERRED, EntryBody.of(change).with("why", recorded));
    return switch (written) {
      case Written.Done(Head head) -> Optional.of(assessment.decision(Result.DEFERRED, summary, List.of(words.commands().stop(now)), head));
      case Written.Lost lost -> Optional.empty();
      case Written.Unavailable(String reason) -> Optional.of(withoutLedger(assessment, reason));
    };
  }

  private Decision withoutLedger(Assessment assessment, String reason) {
    Phrase summary = words.would(assessment.change(), "Refused to ", assessment.plan().cost(), new Phrase(reason, List.of()),
        assessment.seen().now());
    return assessment.decision(Result.REFUSED, summary, List.of(), assessment.head());
  }

  private Optional<Decision> send(Assessment assessment, String by) {
    PlannedChange change = assessment.change();
    double charge = assessment.seen().charge(change).orElse(0.0);
    return switch (remediator.send(assessment.seen(), change, charge, by, "", assessment.invocation())) {
      case Remediator.Sent.TooLate(Phrase why) -> defer(assessment, why, List.of(why));
      case Remediator.Sent.Recorded(Head head, PlanNote.Result result, Phrase text) ->
          Optional.of(confirmed(assessment, head, result, text));
      case Remediator.Sent.Unrecorded(Phrase text) ->
          Optional.of(sent(assessment, assessment.head(), PlanNote.Result.UNSURE, text.isEmpty()
              ? Phrase.of("the ledger did not answer after the call") : text));
      case Remediator.Sent.NotBegun(Written.Lost lost) -> Optional.empty();
      case Remediator.Sent.NotBegun(Written.Unavailable(String reason)) -> Optional.of(withoutLedger(assessment, reason));
      case Remediator.Sent.NotBegun(Written.Done done) -> throw new IllegalStateException("an intent that was written has begun");
    };
  }

  /** Accepted is not applied: one read confirms it, here where it shows at once, else in the sweep. */
  private Decision confirmed(Assessment assessment, Head head, PlanNote.Result result, Phrase text) {
    if (head.change().filter(Change::accepted).isEmpty()) {
      return sent(assessment, head, result, text);
    }
    Head after = keeper.confirm(head);
    boolean applied =
        Optional.ofNullable(after.plans().get(assessment.change().planId())).filter(note -> note.result() == PlanNote.Result.APPLIED)
            .isPresent();
    return applied
        ? sent(assessment, after, PlanNote.Result.APPLIED, text)
        : uncertain(assessment, after, "Accepted by RDS and being confirmed: ", Phrase.EMPTY);
  }

  private Decision sent(Assessment assessment, Head head, PlanNote.Result result, Phrase text) {
    Instant now = assessment.seen().now();
    PlannedChange change = assessment.change();
    Optional<Report.Cost> cost = assessment.plan().cost();
    List<Advice> byHand = assessment.byHand(words);
    return switch (result) {
      case APPLIED ->
          assessment.decision(Result.APPLIED, words.applied(change, head, cost, now), words.afterChange(head, change, now), head);
      case UNSURE, SENDING ->
          uncertain(assessment, head, "May have been applied; reading back will tell: ", text);
      case DEFERRED ->
          assessment.decision(
              Result.DEFERRED, words.would(change, "Waits until the cluster can be changed: ", cost, text, now),
              List.of(words.commands().stop(now)), head);
      case REFUSED -> assessment.decision(Result.REFUSED, words.would(change, "Refused to ", cost, text, now), byHand, head);
      case VOIDED ->
          assessment.decision(Result.REFUSED, words.refused(change, text, now), byHand, head);
      case NOT_APPLIED, SUPERSEDED, PROPOSED ->
          assessment.decision(Result.FAILED, words.would(change, "Failed: ", cost, text, now), byHand, head);
    };
  }

  private Decision uncertain(Assessment assessment, Head head, String lead, Phrase text) {
    PlannedChange change = assessment.change();
    Instant now = assessment.seen().now();
    return assessment.decision(
        Result.UNCERTAIN, words.would(change, lead, assessment.plan().cost(), text, now), words.afterChange(head, change, now), head);
  }

  /** A plan that had its one chance is not judged again. */
  private Decision answered(Assessment assessment, PlanNote note) {
    Phrase at = Phrase.of("as recorded at {}", Utc.moment("ledger plans", note.at(), assessment.seen().now()));
    return sent(assessment, assessment.head(), note.result(), at);
  }
}
