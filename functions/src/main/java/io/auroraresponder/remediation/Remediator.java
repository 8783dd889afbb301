package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.HeadDraft;
import io.auroraresponder.ledger.KillSwitch;
import io.auroraresponder.ledger.Ledger.Written;
import io.auroraresponder.ledger.Pending;
import io.auroraresponder.ledger.PlanNote;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.ClusterChanges.Outcome;
import io.auroraresponder.remediation.guard.Exposure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Sends a change: writes the intent, looks again, calls once, writes what became of it. The only caller of {@link ClusterChanges}.
 *
 * <p>Never sends twice for one intent. Whatever it cannot finish is left in the ledger, where the sweep finds it.
 */
final class Remediator {
  private static final int WRITE_ATTEMPTS = 3;

  private final RemediationPorts ports;
  private final RemediationSettings settings;
  private final ClusterReader reader;
  private final OutcomeSteps outcomes;
  private final Fleet fleet;

  Remediator(RemediationPorts ports, RemediationSettings settings, ClusterReader reader, OutcomeSteps outcomes, Fleet fleet) {
    this.fleet = fleet;
    this.ports = ports;
    this.settings = settings;
    this.reader = reader;
    this.outcomes = outcomes;
  }

  /** How a sending ended, as far as this invocation knows. */
  sealed interface Sent {
    /** The intent could not be written: nothing was sent. */
    record NotBegun(Written why) implements Sent {}

    /** Too little of the invocation is left to see it to its end: nothing was written and nothing sent. */
    record TooLate(Phrase why) implements Sent {}

    /** Written down; the head tells the rest. */
    record Recorded(Head head, PlanNote.Result result, Phrase text) implements Sent {}

    /** The call was made or may have been, and that could not be written: the sweep will read back. */
    record Unrecorded(Phrase text) implements Sent {}
  }

  /** The moment at which the writing of an intent began, on both clocks. */
  private record Begun(Instant wall, long nanos) {}

  /** What is to be written about the sending. */
  private interface Result {
    Step.Move on(Head head, Change change);
  }

  /** Whether what is left of the invocation is enough to send something and to write down what became of it. */
  boolean hasTime(Deadline invocation) {
    return invocation.left().compareTo(settings.times().leastLeft()) >= 0;
  }

  Sent send(ClusterSnapshot seen, PlannedChange plan, double charge, String by, String stop, Deadline invocation) {
    if (!hasTime(invocation)) {
      Fact left = Fact.of("clock", now(), invocation.left().toMillis() / 1000.0, "s");
      return new Sent.TooLate(Phrase.of("{} of this run are left, too little to see a call to its end", left));
    }
    if (plan.remedy().raises()) {
      // The fleet's part first: a crash in between counts too much and never too little.
      Optional<String> over = fleet.take(fleetCharge(plan, charge), seen.head().resourceId());
      if (over.isPresent()) {
        return new Sent.NotBegun(new Written.Unavailable(over.get()));
      }
    }
    Begun begun = new Begun(ports.clock().instant(), ports.nanos().getAsLong());
    Written written = ports.ledger().write(intent(seen.head(), plan, charge, by, stop, begun), EntryKind.INTENT,
        EntryBody.of(plan).with("charge", charge).with("by", by));
    if (!(written instanceof Written.Done(Head head))) {
      if (plan.remedy().raises() && written instanceof Written.Lost) {
        fleet.giveBack(fleetCharge(plan, charge), seen.head());
      }
      return new Sent.NotBegun(written);
    }
    Change change = head.change().orElseThrow();
    boolean tell = !by.equals("plan") && !triedBefore(seen.head(), plan);
    LastLook last = lastLook(seen, change, begun);
    if (!last.difference().isEmpty()) {
      Phrase why = last.difference();
      return settle(head, change, PlanNote.Result.REFUSED, why, (latest, own) ->
          outcomes.notApplied(latest, own, PlanNote.Result.REFUSED, why, tell, now()));
    }
    return settle(head, change, call(plan, last.name()), seen, tell);
  }

  private Charge fleetCharge(PlannedChange plan, double acuHours) {
    return new Charge(now(), plan.planId(), acuHours, plan.lease(), true);
  }

  /** A give-back that is refused again and again is told once. */
  private static boolean triedBefore(Head head, PlannedChange plan) {
    PlanNote note = head.plans().get(plan.planId());
    return note != null && note.result() == PlanNote.Result.NOT_APPLIED;
  }

  private HeadDraft intent(Head head, PlannedChange plan, double charge, String by, String stop, Begun begun) {
    String intent = plan.planId() + "#" + (head.seq() + 1);
    Instant sendBy = begun.wall().plus(settings.times().sendWindow());
    Change change =
        new Change(plan, Change.Phase.SENDING, intent, by, stop, begun.wall(), sendBy, charge, begun.wall(), false, Instant.EPOCH);
    // A raise that is sent, approved or not, is what was asked for: nothing is left to agree to.
    Optional<Pending> pending = head.pending().filter(waiting -> !waiting.isFor(plan));
    HeadDraft draft =
        head.draft().pending(pending).slot(change).note(plan, PlanNote.Result.SENDING, begun.wall())
            .sendsUntil(sendBy.plus(settings.times().callTimeout()));
    return plan.remedy().raises() ? draft.charge(new Charge(begun.wall(), plan.planId(), charge,
        Exposure.time(head.lease(), plan.lease(), begun.wall()), true)) : draft;
  }

  /**
   * A last look, immediately before the call.
   *
   * @param difference what is different now, empty where nothing is
   * @param name of the very cluster that was looked at: the call goes there
   */
  private record LastLook(Phrase difference, ClusterId name) {}

  private LastLook lastLook(ClusterSnapshot before, Change change, Begun begun) {
    // The switch first, then the cluster, then the call: what a person sets in between must be as little as can be.
    Reading<KillSwitch> position = reader.lastSwitch();
    Instant seenAt = now();
    Reading<Optional<ClusterState>> found = reader.lastLook(before.head());
    ClusterSnapshot now = new ClusterSnapshot(before.head(), found, position, before.metrics(), before.limits(), before.approvals(),
        before.resolved(), before.namesake(), before.fleet(), before.deployments(), settings, seenAt, now());
    ClusterId name = now.live().map(ClusterState::id).orElse(change.plan().cluster());
    return new LastLook(difference(before, now, change, position).or(() -> late(begun)).orElse(Phrase.EMPTY), name);
  }

  private static Optional<Phrase> difference(ClusterSnapshot before, ClusterSnapshot now, Change change, Reading<KillSwitch> position) {
    PlannedChange plan = change.plan();
    boolean passes =
        position instanceof Reading.Known<KillSwitch> known
            && (plan.remedy() == Remedy.UNDO ? known.value().passes(change.stop()) : known.value().running());
    if (!passes) {
      return Optional.of(Phrase.of("the switch stands at stop"));
    }
    if (now.gone() || !now.rangeIs(plan.from())) {
      return Optional.of(Phrase.of("the cluster or its range is not the one of the plan any more"));
    }
    if (!(now.live() instanceof Reading.Known<ClusterState> state && state.value().available())) {
      return Optional.of(Phrase.of("the cluster is not available any more"));
    }
    if (!(now.policy() instanceof Reading.Known<Policy> policy && before.policy() instanceof Reading.Known<Policy> judged
        && policy.value().digest().equals(judged.value().digest()))) {
      return Optional.of(Phrase.of("the cluster's policy changed while the intent was written"));
    }
    boolean rides = !state.value().pending().isEmpty() && plan.remedy() != Remedy.UNDO;
    return rides ? Optional.of(Phrase.of("a modification of the cluster waits: it might be taken along")) : Optional.empty();
  }

  /** One of the two clocks stands still while a machine is suspended, so both are asked. */
  private Optional<Phrase> late(Begun begun) {
    Duration wall = Duration.between(begun.wall(), ports.clock().instant());
    Duration monotonic = Duration.ofNanos(ports.nanos().getAsLong() - begun.nanos());
    Duration longest = wall.compareTo(monotonic) > 0 ? wall : monotonic;
    if (longest.compareTo(settings.times().sendWindow()) <= 0 && !wall.isNegative()) {
      return Optional.empty();
    }
    Fact took = Fact.of("clock", now(), longest.toMillis() / 1000.0, "s");
    return Optional.of(Phrase.of("writing the intent and looking again took {}, too long to send safely", took));
  }

  private Outcome call(PlannedChange plan, ClusterId name) {
    try {
      return ports.changes().apply(new RangeChangeRequest(name, plan.to(), plan.planId()));
    } catch (RuntimeException unexpected) {
      // Whatever it was, the request may be on its way.
      return new Outcome.Unsure("the call ended with " + unexpected.getClass().getSimpleName());
    }
  }

  private Sent settle(Head head, Change change, Outcome outcome, ClusterSnapshot seen, boolean tell) {
    return switch (outcome) {
      case Outcome.Accepted(String requestId) ->
          settle(
              head, change, PlanNote.Result.UNSURE, Phrase.EMPTY,
              (latest, own) -> outcomes.accepted(latest, own, requestId, now()));
      case Outcome.Refused(String code, String text) -> {
        Phrase why = words(code, text).and("; ", permission(code, seen));
        yield settle(
            head, change, PlanNote.Result.NOT_APPLIED, why,
            (latest, own) -> outcomes.notApplied(latest, own, PlanNote.Result.NOT_APPLIED, why, tell, now()));
      }
      case Outcome.NotNow(String code, String text) -> {
        Phrase why = words(code, text);
        yield settle(head, change, PlanNote.Result.DEFERRED, why, (latest, own) -> outcomes.deferred(latest, own, why, now()));
      }
      case Outcome.Unsure(String text) -> {
        Phrase why = new Phrase(text, List.of());
        yield settle(head, change, PlanNote.Result.UNSURE, why, (latest, own) -> outcomes.unsure(latest, own, why, tell, now()));
      }
    };
  }

  private Sent settle(Head head, Change change, PlanNote.Result result, Phrase text, Result wanted) {
    Head seen = head;
    Change own = change;
    for (int attempt = 0; attempt < WRITE_ATTEMPTS; attempt++) {
      Step.Move move = wanted.on(seen, own);
      Written written = ports.ledger().write(move.draft(), move.kind(), move.body());
      if (written instanceof Written.Done(Head done)) {
        return new Sent.Recorded(done, result, text);
      }
      if (!(ports.ledger().head(head.resourceId(), head.cluster()) instanceof Reading.Known<Head> known)) {
        continue;
      }
      seen = known.value();
      Optional<Change> still = seen.change().filter(each -> each.intent().equals(change.intent()));
      if (still.isEmpty()) {
        // Resolved by reading back while we were away: that stands, and a late landing is known for ours.
        return new Sent.Unrecorded(text);
      }
      own = still.get();
    }
    return new Sent.Unrecorded(text);
  }

  private static Phrase words(String code, String text) {
    return new Phrase("RDS answered " + code + ": " + text, List.of());
  }

  private static Phrase permission(String code, ClusterSnapshot seen) {
    if (!code.startsWith("AccessDenied") || !(seen.live() instanceof Reading.Known<ClusterState> live)) {
      return Phrase.EMPTY;
    }
    return Phrase.of(
        "the role needs rds:ModifyDBCluster on {}, which its policy gives only where the cluster has the tag aurora-responder:mode",
        Fact.word("rds:DescribeDBClusters DBClusterArn", live.value().at(), live.value().arn()));
  }

  private Instant now() {
    return ports.clock().instant();
  }
}
