package io.auroraresponder.remediation.guard;

import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.ClosedLease;
import io.auroraresponder.ledger.Fork;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.KillSwitch;
import io.auroraresponder.ledger.LateCall;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.ledger.StandingOrder;
import io.auroraresponder.ledger.Unclaimed;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A situation in which every guard of a raise passes, until a test changes one thing of it. */
final class Scene {
  Instant now = RemediationBench.START;
  Remedy remedy = Remedy.RAISE_MAX;
  String cause = "load-growth";
  RangeQuestion.Strength strength = RangeQuestion.Strength.ACT;
  List<Fact> proof = List.of(Fact.of("cloudwatch", now, 8, "ACU"));
  Instant signalAt = now;
  Instant lookedAt = now;
  Instant evidenceAt = now;
  String resourceId = FakeAurora.RESOURCE;
  long changeNo = 0;
  ScalingRange from = RemediationBench.BASE;
  ScalingRange to = RemediationBench.RAISED;
  Reading<Double> charge = Reading.known(32.0, now);
  Reading<Double> capacity = Reading.known(8.0, now);
  Reading<Boolean> quiet = Reading.known(true, now);
  Reading<FleetSituation> fleet = Reading.known(
      new FleetSituation(List.of(ofOthers(32, now)), 0, OptionalInt.of(10), List.of("orders-db"), HardLimits.Fleet.DEFAULTS), now);
  Reading<List<String>> deployments = Reading.known(List.of(), now);
  Reading<ConnectionRoom> connections = Reading.known(ConnectionRoom.unchanged(now), now);
  Duration lasts = Duration.ofHours(4);
  Reading<Double> pressed = Reading.known(8.0, now);
  Reading<KillSwitch> killSwitch = Reading.known(new KillSwitch(true, "operator", now, "", ""), now);
  Reading<Map<String, String>> tags;
  HardLimits settings = HardLimits.DEFAULTS;
  Reading<ClusterState.RangeLimits> limits = Reading.known(new ClusterState.RangeLimits(0, 128), now);
  Reading<ClusterState> live;
  Reading<Head> head;
  private final RemediationBench bench = new RemediationBench();
  private Optional<Change> change = Optional.empty();
  private Optional<Lease> lease = Optional.empty();
  private Optional<ClosedLease> last = Optional.empty();
  private final List<Charge> window = new ArrayList<>();
  private Instant headAt = now;
  private Instant lastSend = Instant.EPOCH;
  private Optional<StandingOrder> order = Optional.empty();
  private Optional<Unclaimed> unclaimed = Optional.empty();
  private Optional<Fork> fork = Optional.empty();

  Scene() {
    live = bench.cluster();
    tags = live.flatMap(ClusterState::tags);
    head = Reading.known(Head.first(FakeAurora.RESOURCE, FakeAurora.ID, "table-1"), now);
  }

  Scene with(Consumer<Scene> edit) {
    edit.accept(this);
    return this;
  }

  Scene tag(String name, String value) {
    Map<String, String> all = new HashMap<>(tags.orElse(Map.of()));
    all.put("aurora-responder:" + name, value);
    tags = Reading.known(all, now);
    return this;
  }

  Scene untagged() {
    tags = Reading.known(Map.of(), now);
    return this;
  }

  Scene status(String status) {
    bench.aurora.status(status);
    live = bench.cluster();
    return this;
  }

  Scene limits(double min, double max) {
    limits = Reading.known(new ClusterState.RangeLimits(min, max), now);
    return this;
  }

  Scene remedy(Remedy next) {
    remedy = next;
    return this;
  }

  Scene range(ScalingRange range) {
    from = range;
    live = live.map(state -> ranged(state, range));
    to = range.withMaxHalves(range.maxHalves() + 1);
    return this;
  }

  Scene to(ScalingRange range) {
    to = range;
    return this;
  }

  Scene raiseMin() {
    remedy = Remedy.RAISE_MIN;
    to = ScalingRange.of(1, 8);
    return this;
  }

  Scene headAt(Duration ahead) {
    headAt = now.plus(ahead);
    return this;
  }

  Scene liveAt(Duration ahead) {
    live = live.map(state -> at(state, now.plus(ahead)));
    return this;
  }

  /** Whoever wrote is a reader now. */
  Scene failedOver() {
    live = live.map(state -> with(state, state.members().stream().map(Scene::reader).toList()));
    return this;
  }

  private static Member reader(Member member) {
    return new Member(
        member.id(), member.resourceId(), false, member.promotionTier(), member.instanceClass(), member.status(), member.parameterStatus(),
        member.endpoint(), member.port(), member.performanceInsights());
  }

  private static ClusterState with(ClusterState state, List<Member> members) {
    return new ClusterState(
        state.id(), state.arn(), state.resourceId(), state.account(), state.region(), state.engine(), state.engineVersion(),
        state.engineMode(),
        state.status(), state.range(), members, state.tags(), state.storageType(), state.platformVersion(), state.limits(),
        state.endpoint(),
        state.port(), state.blockers(), state.at());
  }

  Scene charged(Duration ago, double acuHours) {
    window.add(new Charge(now.minus(ago), "plan-" + ago, acuHours, Duration.ofHours(4), true));
    return this;
  }

  Scene givenBack(Duration ago) {
    return closed(ago, Lease.End.GIVEN_BACK);
  }

  Scene closed(Duration ago, Lease.End end) {
    Instant at = now.minus(ago);
    last = Optional.of(new ClosedLease("lease-0", "incident-0", from, from, from, at.minus(Duration.ofHours(1)), at, end, ""));
    return this;
  }

  /** The chain holds another entry than the head knows. */
  Scene forked() {
    fork = Optional.of(new Fork(3, "another", now));
    return this;
  }

  /** A lease that has taken the range to {@code current}. */
  Scene leased(ScalingRange current) {
    ScalingRange wanted = to;
    to = current;
    lease(Lease.Phase.HELD, Lease.Verdict.USED_UP);
    to = wanted;
    return this;
  }

  /** Another member writes than the one that the proof is of. */
  Scene writtenByAnother() {
    live = live.map(state -> with(state, state.members().stream().map(Scene::renamed).toList()));
    return this;
  }

  private static Member renamed(Member member) {
    return new Member(
        member.id() + "-new", member.resourceId(), member.writer(), member.promotionTier(), member.instanceClass(), member.status(),
        member.parameterStatus(), member.endpoint(), member.port(), member.performanceInsights());
  }

  Scene inFlight(String planId) {
    change = Optional.of(change(Change.Phase.SENDING, planId));
    return this;
  }

  Scene ordered() {
    Order given = new Order("2026-11-24T10:15:00Z-1", "AIDAANN", Order.Kind.BACK, "orders-db", "lease-1", "stop-1");
    order = Optional.of(new StandingOrder(given, now, ""));
    return this;
  }

  Scene unclaimed() {
    LateCall call = new LateCall("1584bf20aaaa", "incident-0", "orders-db", to, from, now);
    unclaimed = Optional.of(new Unclaimed(call, now));
    return this;
  }

  Scene sentUntil(Duration ago) {
    lastSend = now.minus(ago);
    return this;
  }

  static Reading<KillSwitch> stopped(String stop, Instant now) {
    return Reading.known(new KillSwitch(false, "ann", now, "", stop), now);
  }

  Scene overdue() {
    lease = lease.map(each -> each.marked(each.marks().overdue(now)));
    return this;
  }

  private Change change(Change.Phase phase, String planId) {
    return new Change(plan(planId), phase, "intent", "plan", "", now, now, 0, now, false, Instant.EPOCH);
  }

  Scene lease(Lease.Phase phase, Lease.Verdict verdict) {
    Lease opened = Lease.opened("lease-1", plan("plan-0"), from, 2, now, now.plus(Duration.ofMinutes(5)), now.plus(Duration.ofHours(4)));
    lease = Optional.of(opened.found(verdict).in(phase, now));
    return this;
  }

  Situation situation() {
    Reading<ClusterState> cluster = live.map(state -> tagged(state.withLimits(limits)));
    Reading<Head> stored =
        head.map(
            known ->
                new Head(
                    known.resourceId(), known.cluster(), 1, "w", "w", "table-1", headAt, 0, known.tail(), fork, change, lease,
                    order, Map.of(), Optional.empty(), unclaimed, window, Map.of(), List.of(), last, lastSend, Optional.empty(),
                    Instant.EPOCH, Optional.empty(), Optional.empty()));
    return new Situation(
        plan("plan-1"), charge, cluster, cluster.map(state -> Policy.read(state, settings)), settings, stored,
        killSwitch,
        capacity, pressed, quiet, connections, fleet, deployments, Duration.ofMinutes(3), now);
  }

  private PlannedChange plan(String planId) {
    return new PlannedChange(
        planId, "hash", remedy, FakeAurora.ID, resourceId, "incident-1", "orders-db", "capacity", from, to, changeNo, "wish", cause,
        strength,
        signalAt,
        lookedAt, evidenceAt, lasts, "digest", FakeAurora.WRITER, bench.loadGrowth().range().orElseThrow().pressure(),
        proof);
  }

  private ClusterState tagged(ClusterState state) {
    return new ClusterState(
        state.id(), state.arn(), state.resourceId(), state.account(), state.region(), state.engine(), state.engineVersion(),
        state.engineMode(),
        state.status(), state.range(), state.members(), tags, state.storageType(), state.platformVersion(), state.limits(),
        state.endpoint(),
        state.port(), state.blockers(), state.at());
  }

  static ClusterState ranged(ClusterState state, ScalingRange range) {
    return new ClusterState(
        state.id(), state.arn(), state.resourceId(), state.account(), state.region(), state.engine(), state.engineVersion(),
        state.engineMode(),
        state.status(), Reading.known(range, state.at()), state.members(), state.tags(), state.storageType(), state.platformVersion(),
        state.limits(), state.endpoint(), state.port(), state.blockers(), state.at());
  }

  private static ClusterState at(ClusterState state, Instant at) {
    return new ClusterState(
        state.id(), state.arn(), state.resourceId(), state.account(), state.region(), state.engine(), state.engineVersion(),
        state.engineMode(),
        state.status(), state.range(), state.members(), state.tags(), state.storageType(), state.platformVersion(), state.limits(),
        state.endpoint(), state.port(), state.blockers(), at);
  }

  /** What raises of other clusters may cost, of an hour ago. */
  static Charge ofOthers(double acuHours, Instant now) {
    return new Charge(now.minus(Duration.ofHours(1)), "plan-of-others", acuHours, Duration.ofHours(4), true);
  }
}
