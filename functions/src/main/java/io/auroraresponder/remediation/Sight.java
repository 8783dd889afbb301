package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.KillSwitch;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.guard.Exposure;
import io.auroraresponder.remediation.guard.Situation;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that one step of a cluster is decided from: its head, and what was read just now.
 *
 * @param found empty where RDS knows no cluster of this name
 * @param seenAt when the reading of the cluster began: however long it took, it shows nothing younger for sure
 * @param now when all was read
 */
record Sight(
    Head head,
    Reading<Optional<ClusterState>> found,
    Reading<KillSwitch> killSwitch,
    Reading<Metrics> metrics,
    RemediationSettings settings,
    Instant seenAt,
    Instant now) {

  /** The cluster that the head is about is not there any more, for sure. */
  boolean gone() {
    return found instanceof Reading.Known<Optional<ClusterState>> known
        && known.value().filter(state -> state.resourceId().equals(head.resourceId())).isEmpty();
  }

  Reading<ClusterState> live() {
    return found.flatMap(
        state -> state.map(some -> Reading.known(some, some.at())).orElse(Reading.unavailable("there is no cluster " + head.cluster())));
  }

  Reading<ScalingRange> range() {
    return live().flatMap(ClusterState::range);
  }

  boolean rangeIs(ScalingRange wanted) {
    return range() instanceof Reading.Known<ScalingRange> known && known.value().equals(wanted);
  }

  Reading<Policy> policy() {
    return live().map(state -> Policy.read(state, settings.limits()));
  }

  Reading<CapacityView> capacity() {
    return live().map(state -> new CapacityView(state, metrics, settings.thresholds(), now));
  }

  /** Serverless members now; 0 where the cluster could not be read. */
  int members() {
    return live() instanceof Reading.Known<ClusterState> known ? known.value().serverlessMembers().size() : 0;
  }

  Situation situation(PlannedChange plan) {
    return situation(plan, Reading.known(head, now));
  }

  /** Whether the cluster was read long enough after a call of ours to show what that call did. */
  boolean showsWhatFollowed(Instant call) {
    return !seenAt.isBefore(call.plus(settings.times().readLag()));
  }

  /** With a head that perhaps could not be read. */
  Situation situation(PlannedChange plan, Reading<Head> stored) {
    return new Situation(
        plan, charge(plan), live(), policy(), settings.limits(), stored, killSwitch,
        capacity().flatMap(CapacityView::writerCapacity), capacity().flatMap(view -> view.highestLately(plan.member())), now);
  }

  /** What the plan may cost at worst over the lease's base, ACU hours. */
  Reading<Double> charge(PlannedChange plan) {
    int members = members();
    ScalingRange base = head.lease().map(Lease::base).orElse(plan.from());
    return members == 0
        ? Reading.unavailable("the number of serverless members is not known")
        : Reading.known(Exposure.acuHours(base, plan.to(), members, plan.lease()), now);
  }
}
