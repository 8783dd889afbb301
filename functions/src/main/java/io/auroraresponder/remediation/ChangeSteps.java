package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.PlanNote;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.remediation.guard.GuardRails;
import io.auroraresponder.remediation.guard.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What to do about a change that holds the slot. Pure: nobody takes it over, it is resolved by reading back. */
final class ChangeSteps {
  private final RemediationSettings settings;
  private final GuardRails rails;
  private final Settling settling;
  private final LeaseWords words;

  ChangeSteps(RemediationSettings settings, GuardRails rails, Settling settling, LeaseWords words) {
    this.settings = settings;
    this.rails = rails;
    this.settling = settling;
    this.words = words;
  }

  Step next(Sight sight, Change change) {
    return switch (change.phase()) {
      case READY -> ready(sight, change);
      case SENDING -> sending(sight, change);
      case UNSURE -> unsure(sight, change);
    };
  }

  private Step ready(Sight sight, Change change) {
    PlannedChange plan = change.plan();
    Instant now = sight.now();
    if (!now.isBefore(plan.expiry())) {
      Phrase text = words.change(plan, "was given up, because the cluster could not be changed in time", now);
      return new Step.Move(
          sight.head().draft().slotFree().note(plan.planId(), PlanNote.Result.EXPIRED, now), EntryKind.EXPIRED,
          EntryBody.of(plan).say(words.change(Severity.WARNING, plan, text,
          List.of(words.commands().set("Set it by hand", plan.cluster(), plan.to(), now)))));
    }
    if (now.isBefore(change.notBefore())) {
      return Step.REST;
    }
    Judgement judgement = rails.judge(sight.situation(plan));
    if (judgement.passes()) {
      double charge = plan.remedy().raises() ? sight.charge(plan).orElse(0.0) : 0;
      return new Step.Send(plan, charge, change.by().equals("operator") ? "operator" : "sweep");
    }
    return judgement.waitsForCluster() ? Step.REST : refused(sight, plan, judgement.reasons());
  }

  private Step refused(Sight sight, PlannedChange plan, Phrase reasons) {
    Phrase text = words.change(plan, "waited for the cluster and is now refused: ", sight.now()).and("", reasons);
    return new Step.Move(
        sight.head().draft().slotFree().note(plan.planId(), PlanNote.Result.REFUSED, sight.now()), EntryKind.REFUSED,
        EntryBody.of(plan).with("why", reasons).say(words.change(Severity.WARNING, plan, text, List.of())));
  }

  /** Nobody wrote what became of it, and its sender cannot be alive any more. */
  private Step sending(Sight sight, Change change) {
    Instant dead = change.sendBy().plus(settings.times().functionTimeout()).plus(settings.times().deadSender());
    return sight.now().isAfter(dead)
        ? settling.unsure(sight.head(), change, Phrase.of("the run that sent it stopped before it wrote the result"), true, sight.now())
        : Step.REST;
  }

  private Step unsure(Sight sight, Change change) {
    if (sight.gone()) {
      return settling.superseded(sight.head(), change, Phrase.of("the cluster is gone"), sight.now());
    }
    return switch (sight.range()) {
      case Reading.Known<ScalingRange> known -> readBack(sight, change, known.value());
      case Reading.Unavailable<ScalingRange> gap -> unread(sight, change, gap.reason());
    };
  }

  private Step readBack(Sight sight, Change change, ScalingRange live) {
    if (live.equals(change.plan().to())) {
      return settling.applied(sight.head(), change, sight.members(), "read back", true, sight.now());
    }
    if (live.equals(change.plan().from())) {
      return unchanged(sight, change);
    }
    Phrase found = Phrase.of("the range is {}", LeaseWords.range("live", live, sight.now()));
    return sight.showsWhatFollowed(change.sendBy()) ? settling.superseded(sight.head(), change, found, sight.now()) : Step.REST;
  }

  private Step unchanged(Sight sight, Change change) {
    boolean available = sight.live() instanceof Reading.Known<ClusterState> known && known.value().available();
    if (!available) {
      return unread(sight, change, "the cluster is not available");
    }
    if (change.readBackAt().isEmpty()) {
      return new Step.Move(
          sight.head().draft().slot(change.readBack(sight.now())), EntryKind.READ_BACK, EntryBody.of(change.plan()));
    }
    Duration gap = Duration.between(change.readBackAt().get(), sight.seenAt());
    return gap.compareTo(settings.times().readBackGap()) >= 0 ? settling.notSeen(sight.head(), change, sight.now()) : Step.REST;
  }

  private Step unread(Sight sight, Change change, String reason) {
    boolean late = !sight.now().isBefore(change.since().plus(settings.times().unsureLimit()));
    if (!late || change.escalated()) {
      return Step.REST;
    }
    Phrase text =
        words.change(change.plan(), "may have been applied and still cannot be read back: ", sight.now())
            .and("", new Phrase(reason, List.of()));
    return new Step.Move(
        sight.head().draft().slot(change.told()), EntryKind.ESCALATED,
        EntryBody.of(change.plan()).say(words.change(Severity.CRITICAL, change.plan(), text, List.of(words.commands().stop(sight.now())))));
  }
}
