package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.LateCall;
import io.auroraresponder.ledger.Unclaimed;
import io.auroraresponder.remediation.guard.GuardRails;
import java.time.Instant;
import java.util.Optional;

/** The one next step of a cluster: first what holds the slot, then our own late calls, then what waits for a person, then lease and
 * order. Pure. */
final class NextStep {
  private final ChangeSteps changes;
  private final LeaseSteps leases;
  private final PendingSteps pendings;
  private final OrderSteps orders;
  private final OutcomeSteps outcomes;

  NextStep(RemediationSettings settings, GuardRails rails, OutcomeSteps outcomes, OrderSteps orders, LeaseWords words) {
    this.changes = new ChangeSteps(settings, outcomes, words);
    this.leases = new LeaseSteps(settings, rails, words);
    this.pendings = new PendingSteps(rails, words);
    this.orders = orders;
    this.outcomes = outcomes;
  }

  Step of(ClusterSnapshot seen) {
    Head head = seen.head();
    if (seen.gone()) {
      return seen.twice(() -> outcomes.abandoned(seen));
    }
    if (seen.live() instanceof Reading.Known<ClusterState>(ClusterState state, Instant a, Instant b)
        && !state.id().equals(head.cluster())) {
      return outcomes.renamed(seen, state);
    }
    if (head.change().isPresent()) {
      return busy(seen, head.change().get());
    }
    Step late = late(seen);
    if (!(late instanceof Step.Rest)) {
      return late;
    }
    Step waiting = head.pending().map(pending -> pendings.next(seen, pending)).orElse(Step.rest());
    if (!(waiting instanceof Step.Rest)) {
      return waiting;
    }
    if (head.lease().isPresent()) {
      return leases.next(seen, head.lease().get());
    }
    return head.order().map(order -> orders.withoutLease(seen, order)).orElse(Step.rest());
  }

  /** Whether what RDS accepted shows: nothing else is done about it. */
  Step confirmed(ClusterSnapshot seen) {
    return seen.gone() ? Step.rest()
        : seen.head().change().filter(Change::accepted).map(change -> changes.next(seen, change)).orElse(Step.rest());
  }

  /** The slot blocks the lease, but never that people hear of its end. */
  private Step busy(ClusterSnapshot seen, Change change) {
    Step step = changes.next(seen, change);
    return step instanceof Step.Rest ? seen.head().lease().map(lease -> leases.marks(seen, lease)).orElse(Step.rest()) : step;
  }

  /** Nobody's range: that of a call of ours which was given up, or of whoever set the same. */
  private Step late(ClusterSnapshot seen) {
    if (!(seen.range() instanceof Reading.Known<ScalingRange>(ScalingRange live, Instant a, Instant b))) {
      return Step.rest();
    }
    Head head = seen.head();
    if (head.unclaimed().isPresent()) {
      Unclaimed unclaimed = head.unclaimed().get();
      return live.equals(unclaimed.call().to()) ? Step.rest() : seen.twice(() -> outcomes.noLongerUnclaimed(seen, unclaimed));
    }
    boolean own = head.lease().filter(lease -> live.equals(lease.current()) || live.equals(lease.base())).isPresent();
    Optional<LateCall> call = own ? Optional.empty() : head.lateCall(live, seen.now());
    return call.<Step>map(landed -> seen.twice(() -> outcomes.unclaimed(seen, landed))).orElse(Step.rest());
  }
}
