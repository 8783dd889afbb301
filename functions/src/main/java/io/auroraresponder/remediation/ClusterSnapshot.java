package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Approval;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.KillSwitch;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Look;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.SeenLimit;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.CapacityView.Quiet;
import io.auroraresponder.remediation.guard.ConnectionRoom;
import io.auroraresponder.remediation.guard.Exposure;
import io.auroraresponder.remediation.guard.FleetSituation;
import io.auroraresponder.remediation.guard.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that one step of a cluster is decided from: its head, and what was read just now.
 *
 * @param found empty where RDS knows no cluster of this name
 * @param limits what looks found of max_connections; unavailable where no lease is open, and nobody asks
 * @param approvals what people said of plans; unavailable where none waits for them, and nobody asks
 * @param resolved whether the incident of the plan that waits is over; unavailable where none waits, and nobody asks
 * @param namesake the cluster that has the name which the head knows, empty for none; unavailable where the cluster itself still has it
 * @param fleet what all clusters do together; unavailable where no raise is judged
 * @param deployments blue/green deployments of the cluster that are under way; unavailable where no raise is judged
 * @param seenAt when the reading of the cluster began: however long it took, it shows nothing younger for sure
 * @param now when all was read
 */
record ClusterSnapshot(
    Head head,
    Reading<Optional<ClusterState>> found,
    Reading<KillSwitch> killSwitch,
    Reading<Metrics> metrics,
    Reading<List<SeenLimit>> limits,
    Reading<List<Approval>> approvals,
    Reading<Boolean> resolved,
    Reading<Optional<ClusterState>> namesake,
    Reading<FleetSituation> fleet,
    Reading<List<String>> deployments,
    RemediationSettings settings,
    Instant seenAt,
    Instant now) {
  /** As a lease says why it is paused: it costs nothing, so nobody is reminded of it. */
  static final String ASLEEP = "asleep";

  private static final ScalingRange NONE = new ScalingRange(0, 1, 0);

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

  /** With a head that perhaps could not be read. */
  Situation situation(PlannedChange plan, Reading<Head> stored) {
    return new Situation(
        plan, charge(plan), live(), policy(), settings.limits(), stored, killSwitch,
        capacity().flatMap(CapacityView::writerCapacity), capacity().flatMap(view -> view.highestLately(plan.member())), isQuiet(plan),
        connections(plan), fleet, deployments,
        settings.times().readLag(), now);
  }

  /**
   * The one rule for what cannot be taken back: two equal reads, a minute apart, both begun long enough after our last send to show what
   * it did, the cluster available and its tags read. That it is gone needs neither status nor tags.
   *
   * @param conclusion what follows when both agree
   */
  Step twice(Supplier<Step> conclusion) {
    Instant free = head.lastSend().plus(settings.times().readLag());
    if (seenAt.isBefore(free) || (!gone() && !readWhole())) {
      return Step.rest();
    }
    Optional<ScalingRange> value = gone() ? Optional.empty() : Optional.of(range().orElse(NONE));
    Optional<Look> first = head.look().filter(look -> look.range().equals(value) && !look.begunAt().isBefore(free));
    if (first.isEmpty()) {
      return new Step.Keep(new Look(value, seenAt));
    }
    return seenAt.isBefore(first.get().begunAt().plus(settings.times().readBackGap())) ? Step.rest() : conclusion.get();
  }

  private boolean readWhole() {
    return range().isKnown()
        && live() instanceof Reading.Known<ClusterState> known
        && known.value().available()
        && known.value().tags().isKnown();
  }

  /** Why nothing may be sent to the cluster whatever is due; empty where nothing holds it or where that is not known. */
  Optional<String> paused() {
    if (policy() instanceof Reading.Known<Policy> known && known.value().mode().compareTo(Policy.Mode.PROPOSE) < 0) {
      return live().flatMap(ClusterState::tags).isKnown() ? Optional.of("mode " + known.value().mode().word()) : Optional.empty();
    }
    boolean asleep =
        range() instanceof Reading.Known<ScalingRange> live
            && live.value().mayPause()
            && capacity().flatMap(CapacityView::writerCapacity) instanceof Reading.Known<Double> capacity
            && capacity.value() == 0;
    return asleep ? Optional.of(ASLEEP) : Optional.empty();
  }

  /** Whether every member's capacity stayed low enough to go back to a range. */
  Quiet quiet(ScalingRange target) {
    double limit = settings.thresholds().quietRatio() * target.maxAcu();
    return switch (capacity()) {
      case Reading.Known<CapacityView> view -> view.value().quiet(limit);
      case Reading.Unavailable<CapacityView> gap -> new Quiet.Unknown(gap.reason());
    };
  }

  private Reading<Boolean> isQuiet(PlannedChange plan) {
    return switch (quiet(plan.to())) {
      case Quiet.Low low -> Reading.known(true, now);
      case Quiet.High high -> Reading.known(false, now);
      case Quiet.Unknown(String reason) -> Reading.unavailable(reason);
    };
  }

  private Reading<ConnectionRoom> connections(PlannedChange plan) {
    Instant raisedAt = head.lease().map(Lease::openedAt).orElse(now);
    return capacity().flatMap(view -> new ConnectionLimits(view, raisedAt, limits).room(plan.to()));
  }

  /** What a lease may cost at worst in a day, in money where region and storage are known. */
  Fact perDay(Lease lease) {
    double acuHours = Exposure.acuHours(lease.base(), lease.current(), Math.max(members(), lease.members()), Duration.ofDays(1));
    return price(acuHours).orElseGet(() -> Fact.of("ledger lease", now, acuHours, 1, "ACU-h"));
  }

  /** The money of so many ACU hours; empty where region and storage are not known. */
  Optional<Fact> price(double acuHours) {
    return live() instanceof Reading.Known<ClusterState>(ClusterState state, Instant a, Instant b)
        ? Optional.of(Cost.price(settings.rates(), state, acuHours, now)) : Optional.empty();
  }

  /** What the plan may cost at worst over the lease's base, ACU hours. */
  Reading<Double> charge(PlannedChange plan) {
    int members = members();
    ScalingRange base = head.lease().map(Lease::base).orElse(plan.from());
    return members == 0
        ? Reading.unavailable("the number of serverless members is not known")
        : Reading.known(Exposure.acuHours(base, plan.to(), members, Exposure.time(head.lease(), plan.lease(), now)), now);
  }
}
