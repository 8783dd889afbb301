package io.auroraresponder.remediation;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.ClosedLease;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Suspect;
import io.auroraresponder.remediation.guard.GuardRails;
import java.time.Instant;
import java.util.Optional;

/** The one next step of a cluster: first what holds the slot, then our own late calls, then the lease. Pure. */
final class NextStep {
  private final ChangeSteps changes;
  private final LeaseSteps leases;
  private final Settling settling;

  NextStep(RemediationSettings settings, GuardRails rails, Settling settling, LeaseWords words) {
    this.changes = new ChangeSteps(settings, rails, settling, words);
    this.leases = new LeaseSteps(settings, rails, words);
    this.settling = settling;
  }

  Step of(Sight sight) {
    Head head = sight.head();
    if (head.change().isPresent()) {
      return busy(sight, head.change().get());
    }
    Optional<Suspect> late = landed(sight);
    if (late.isPresent()) {
      return settling.appliedLate(head, late.get(), sight.members(), sight.now());
    }
    return head.lease().map(lease -> leases.next(sight, lease)).orElse(Step.REST);
  }

  /** The slot blocks the lease, but never that people hear of its end. */
  private Step busy(Sight sight, Change change) {
    Step step = changes.next(sight, change);
    if (!(step instanceof Step.Rest)) {
      return step;
    }
    return sight.head().lease().map(lease -> leases.orOverdue(sight, lease, Phrase.of("a change is under way"))).orElse(Step.REST);
  }

  /** A given-up call of ours whose range is live, though by the ledger another range should be. */
  private static Optional<Suspect> landed(Sight sight) {
    if (sight.gone() || !(sight.range() instanceof Reading.Known<ScalingRange>(ScalingRange live, Instant a, Instant b))) {
      return Optional.empty();
    }
    Head head = sight.head();
    Optional<ScalingRange> due = head.lease().map(Lease::current).or(() -> head.last().map(ClosedLease::found));
    Optional<Instant> since = head.lease().map(Lease::changedAt).or(() -> head.last().map(ClosedLease::closedAt));
    if (due.equals(Optional.of(live)) || since.filter(at -> !sight.showsWhatFollowed(at)).isPresent()) {
      return Optional.empty();
    }
    return head.suspects().stream().filter(suspect -> suspect.plan().to().equals(live)).findFirst();
  }
}
