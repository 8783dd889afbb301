package io.auroraresponder.remediation;

import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.PlanNote;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.CapacityView.Quiet;
import io.auroraresponder.remediation.guard.GuardRails;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What to do about an open lease while no change holds the slot. Pure. */
final class LeaseSteps {
  private static final int OVERDUE_RETRY_FACTOR = 6;

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

  Step next(Sight sight, Lease lease) {
    if (sight.gone()) {
      return ends.abandoned(sight, lease, "the cluster no longer exists");
    }
    if (sight.policy() instanceof Reading.Known<Policy> policy && policy.value().optedOut()) {
      return ends.abandoned(sight, lease, "the cluster was opted out");
    }
    if (!(sight.range() instanceof Reading.Known<ScalingRange>(ScalingRange live, Instant a, Instant b))) {
      return orOverdue(sight, lease, Phrase.of("the cluster could not be read"));
    }
    if (!live.equals(lease.current())) {
      return sight.showsWhatFollowed(lease.changedAt()) ? ends.yielded(sight, lease, live) : Step.REST;
    }
    if (lease.current().equals(lease.base())) {
      return ends.givenBack(sight, lease);
    }
    return switch (lease.phase()) {
      case VERIFYING -> verifying(sight, lease);
      case HELD -> held(sight, lease);
      case RETURNING -> returning(sight, lease);
      case OVERDUE -> overdue(sight, lease);
    };
  }

  /** Nothing else is to be done: has its time run out? */
  Step orOverdue(Sight sight, Lease lease, Phrase why) {
    if (lease.phase() == Lease.Phase.OVERDUE || sight.now().isBefore(lease.until())) {
      return Step.REST;
    }
    boolean told = !lease.remindedAt().isBefore(lease.until());
    EntryBody body = EntryBody.of(lease).with("why", why);
    if (!told) {
      body.say(words.lease(Severity.CRITICAL, sight.head().cluster(), lease, words.overdue(lease, why, sight.now()),
          words.back(sight.head().cluster(), lease, sight.now())));
    }
    Lease next = lease.in(Lease.Phase.OVERDUE, sight.now());
    return new Step.Move(sight.head().draft().lease(told ? next : next.reminded(sight.now())), EntryKind.ESCALATED, body);
  }

  private Step verifying(Sight sight, Lease lease) {
    if (sight.now().isBefore(lease.verifyAt())) {
      return orOverdue(sight, lease, Phrase.of("the raise is not verified yet"));
    }
    Verification.Found found =
        switch (sight.capacity()) {
          case Reading.Known<CapacityView> view -> new Verification(view.value(), lease).judge();
          case Reading.Unavailable<CapacityView> gap -> new Verification.Found.Missing(gap.reason());
        };
    return switch (found) {
      case Verification.Found.Verdict(Lease.Verdict verdict, Phrase why) -> verified(sight, lease, verdict, why);
      case Verification.Found.Missing(String reason) ->
          sight.now().isBefore(lease.verifyAt().plus(settings.thresholds().verifyPatience()))
              ? orOverdue(sight, lease, new Phrase(reason, List.of()))
              : verified(sight, lease, Lease.Verdict.UNVERIFIED, new Phrase(reason, List.of()));
    };
  }

  private Step verified(Sight sight, Lease lease, Lease.Verdict verdict, Phrase why) {
    boolean back = verdict == Lease.Verdict.NOT_USED || verdict == Lease.Verdict.NO_EFFECT;
    Lease next = lease.found(verdict).in(back ? Lease.Phase.RETURNING : Lease.Phase.HELD, sight.now());
    Severity severity = verdict == Lease.Verdict.HELPED || verdict == Lease.Verdict.NOT_USED ? Severity.INFO : Severity.WARNING;
    EntryBody body =
        EntryBody.of(next)
            .with("why", why)
            .say(words.lease(severity, sight.head().cluster(), next, words.verdict(verdict, why),
            List.of(words.commands().undo(lease.id(), sight.now()))));
    return new Step.Move(sight.head().draft().lease(next), EntryKind.valueOf(verdict.name()), body);
  }

  private Step held(Sight sight, Lease lease) {
    return switch (quiet(sight, lease)) {
      case Quiet.Low(Phrase why) -> returnBegun(sight, lease, why, true);
      case Quiet.High(Phrase why) -> orOverdue(sight, lease, why);
      case Quiet.Unknown(String reason) -> orOverdue(sight, lease, new Phrase(reason, List.of()));
    };
  }

  private Step returnBegun(Sight sight, Lease lease, Phrase why, boolean tell) {
    Lease next = lease.in(Lease.Phase.RETURNING, sight.now());
    EntryBody body = EntryBody.of(next).with("why", why);
    if (tell) {
      body.say(words.lease(Severity.INFO, sight.head().cluster(), next,
          Phrase.of("the raise is no longer needed and is given back: ").and("", why),
          List.of()));
    }
    return new Step.Move(sight.head().draft().lease(next), EntryKind.RETURN_BEGUN, body);
  }

  private Step returning(Sight sight, Lease lease) {
    if (lease.straight()) {
      return giveBack(sight, lease, Remedy.UNDO);
    }
    return switch (quiet(sight, lease)) {
      case Quiet.Low low -> giveBack(sight, lease, Remedy.GIVE_BACK);
      case Quiet.High(Phrase why) -> neededAgain(sight, lease, why);
      case Quiet.Unknown(String reason) -> orOverdue(sight, lease, new Phrase(reason, List.of()));
    };
  }

  /** The minutes before the raise are part of the window at first; only when it holds none of them is need shown. */
  private Step neededAgain(Sight sight, Lease lease, Phrase why) {
    Duration window = settings.thresholds().quiet().plus(settings.thresholds().metricLag());
    if (sight.now().isBefore(lease.phaseAt().plus(window)) || !sight.now().isBefore(lease.until())) {
      return orOverdue(sight, lease, why);
    }
    Lease next = lease.in(Lease.Phase.HELD, sight.now());
    return new Step.Move(
        sight.head().draft().lease(next), EntryKind.RETURN_HALTED,
        EntryBody.of(next)
            .with("why", why)
            .say(words.lease(Severity.INFO, sight.head().cluster(), next, Phrase.of("the raise is still needed and stays: ").and("", why),
            List.of())));
  }

  private Step giveBack(Sight sight, Lease lease, Remedy remedy) {
    PlannedChange plan = plan(sight, lease, remedy);
    if (justTried(sight, plan, settings.times().giveBackRetry())) {
      return orOverdue(sight, lease, Phrase.of("the give-back was refused"));
    }
    var judgement = rails.judge(sight.situation(plan));
    return judgement.passes()
        ? new Step.Send(plan, 0, remedy == Remedy.UNDO ? "operator" : "sweep")
        : orOverdue(sight, lease, judgement.reasons());
  }

  private Step overdue(Sight sight, Lease lease) {
    Remedy remedy = lease.straight() ? Remedy.UNDO : Remedy.GIVE_BACK;
    PlannedChange plan = plan(sight, lease, remedy);
    boolean allowed = !justTried(sight, plan, settings.times().giveBackRetry().multipliedBy(OVERDUE_RETRY_FACTOR))
        && rails.judge(sight.situation(plan)).passes();
    if (allowed && lease.straight()) {
      return returnBegun(sight, lease, Phrase.of("a person asked for it"), false);
    }
    if (allowed && quiet(sight, lease) instanceof Quiet.Low(Phrase why)) {
      return returnBegun(sight, lease, why, false);
    }
    if (sight.now().isBefore(lease.remindedAt().plus(settings.times().reminder()))) {
      return Step.REST;
    }
    Phrase text = words.overdue(lease, Phrase.EMPTY, sight.now());
    return new Step.Move(
        sight.head().draft().lease(lease.reminded(sight.now())), EntryKind.REMINDED,
        EntryBody.of(lease).say(words.lease(Severity.WARNING, sight.head().cluster(), lease, text,
        words.back(sight.head().cluster(), lease, sight.now()))));
  }

  private static boolean justTried(Sight sight, PlannedChange plan, Duration wait) {
    PlanNote note = sight.head().plans().get(plan.planId());
    return note != null && sight.now().isBefore(note.at().plus(wait));
  }

  private Quiet quiet(Sight sight, Lease lease) {
    double limit = settings.thresholds().quietRatio() * lease.base().maxAcu();
    return switch (sight.capacity()) {
      case Reading.Known<CapacityView> view -> view.value().quiet(limit);
      case Reading.Unavailable<CapacityView> gap -> new Quiet.Unknown(gap.reason());
    };
  }

  private PlannedChange plan(Sight sight, Lease lease, Remedy remedy) {
    Instant now = sight.now();
    String planId = PlanHash.planId("lease " + lease.id(), remedy, lease.current(), lease.base(), sight.head().changeNo());
    Instant expiry = now.plus(settings.limits().planExpiry());
    String digest = sight.policy() instanceof Reading.Known<Policy> policy ? policy.value().digest() : "";
    return new PlannedChange(
        planId, PlanHash.planHash(planId, sight.head().resourceId(), lease.until(), Duration.ZERO, digest, expiry), remedy,
        sight.head().cluster(), sight.head().resourceId(), lease.incident(), lease.incidentKey(), lease.runbook(), lease.current(),
        lease.base(), sight.head().changeNo(), "", Diagnosis.Strength.ACT, now, now, expiry, Duration.ZERO, digest, lease.member(),
        lease.baseline(), List.of());
  }
}
