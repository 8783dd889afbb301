package io.auroraresponder.fake;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.remediation.ClusterChanges;
import io.auroraresponder.remediation.RangeChangeRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One Aurora cluster: its range with a history, members whose capacity follows a demand clamped into the range in force, and the
 * calls that were made on it. Reads may be stale for a while after a change, calls may land late.
 */
public final class FakeAurora implements ControlPlane, MetricSource, ClusterChanges {
  public static final ClusterId ID = new ClusterId("orders-db");
  public static final String RESOURCE = "cluster-ABCDEFGHIJKLMNOP";
  public static final String WRITER = "orders-db-instance-1";
  public static final String READER = "orders-db-instance-2";

  /** A call as it was started, by the thread of this name. */
  public record Call(Instant at, ScalingRange range, String by) {}

  /** A range from a moment on. */
  public record Stand(Instant from, ScalingRange range, boolean ours) {}

  private final InstantSource clock;
  private final List<Stand> history = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final Deque<ScalingRange> late = new ArrayDeque<>();
  private final Map<Metric, TreeMap<Instant, Double>> signals = new HashMap<>();
  private final Set<Instant> gaps = new HashSet<>();
  private Map<String, String> tags = new HashMap<>(Map.of("aurora-responder:mode", "act", "aurora-responder:cluster", RESOURCE));
  private boolean tagsReadable = true;
  private String status = "available";
  private String resource = RESOURCE;
  private boolean exists = true;
  private ClusterId name = ID;
  private Optional<String> namesake = Optional.empty();
  private List<String> pending = List.of();
  private List<String> deployments = List.of();
  private OptionalInt optedIn = OptionalInt.of(10);
  private Duration staleness = Duration.ZERO;
  private int members = 2;
  private double limit = 256;
  private Instant startedAt = Instant.EPOCH;
  private String writer = WRITER;
  private String idle = "";
  private Fates fates = Fates.GOOD;
  private Consumer<RangeChangeRequest> witness = request -> {};

  public FakeAurora(InstantSource clock, ScalingRange range) {
    this.clock = clock;
    history.add(new Stand(Instant.EPOCH, range, false));
    signal(Metric.CAPACITY, Instant.EPOCH, 1);
  }

  public void fates(Fates next) {
    fates = next;
  }

  /** Is shown every call at the moment when it starts. */
  public void witness(Consumer<RangeChangeRequest> next) {
    witness = next;
  }

  public void status(String next) {
    status = next;
  }

  public void staleness(Duration next) {
    staleness = next;
  }

  /** The cluster has another name. */
  public void rename(String next) {
    name = new ClusterId(next);
  }

  /** A blue/green switchover: the name goes to another cluster, this one is called as RDS calls it then. */
  public void switchOver(String otherResource) {
    rename(ID.value() + "-old1");
    namesake = Optional.of(otherResource);
  }

  /** Modifications that wait for the maintenance window. */
  public void pending(String... names) {
    pending = List.of(names);
  }

  /** Blue/green deployments of the cluster that are under way. */
  public void deployments(String... names) {
    deployments = List.of(names);
  }

  @Override
  public List<String> blueGreenDeployments(ClusterState cluster) {
    return reading("rds:DescribeBlueGreenDeployments", () -> deployments);
  }

  /** Every member restarts. */
  public void restart() {
    startedAt = clock.instant();
  }

  /** The reader is the writer now, and the load is with it: the old one has next to none. */
  public void failover() {
    writer = READER;
    idle = WRITER;
  }

  public void tag(String name, String value) {
    tags.put("aurora-responder:" + name, value);
  }

  public void untag(String name) {
    tags.remove("aurora-responder:" + name);
  }

  public void tagsReadable(boolean readable) {
    tagsReadable = readable;
  }

  public void limit(double acu) {
    limit = acu;
  }

  public void members(int count) {
    members = count;
  }

  public void drop() {
    exists = false;
  }

  public void recreate(String resourceId) {
    resource = resourceId;
  }

  /** Capacity that the load asks for on every member, from now on. */
  public void demand(double acu) {
    signal(Metric.CAPACITY, clock.instant().truncatedTo(ChronoUnit.MINUTES), acu);
  }

  /** A metric's value from now on; metrics never set are not published. */
  public void signal(Metric metric, double value) {
    signal(metric, clock.instant().truncatedTo(ChronoUnit.MINUTES), value);
  }

  private void signal(Metric metric, Instant from, double value) {
    signals.computeIfAbsent(metric, unseen -> new TreeMap<>()).put(from, value);
  }

  /** The minute is missing in every metric. */
  public void gap(Instant minute) {
    gaps.add(minute.truncatedTo(ChronoUnit.MINUTES));
  }

  /** Somebody else changes the range. */
  public void foreign(ScalingRange range) {
    history.add(new Stand(clock.instant(), range, false));
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  public List<Stand> history() {
    return List.copyOf(history);
  }

  /** The truth, which reads may show late. */
  public ScalingRange range() {
    return history.getLast().range();
  }

  public boolean landOne() {
    ScalingRange range = late.poll();
    if (range == null) {
      return false;
    }
    history.add(new Stand(clock.instant(), range, true));
    return true;
  }

  public boolean landsLate() {
    return !late.isEmpty();
  }

  @Override
  public Outcome apply(RangeChangeRequest request) {
    Fate fate = fates.of("rds:ModifyDBCluster");
    if (fate == Fate.CRASH_BEFORE) {
      throw new Crash();
    }
    calls.add(new Call(clock.instant(), request.range(), Thread.currentThread().getName()));
    witness.accept(request);
    return switch (fate) {
      case GO, DUPLICATE -> accept(request);
      case TIMEOUT_AFTER -> {
        accept(request);
        yield new Outcome.Unsure("timed out");
      }
      case CRASH_AFTER -> {
        accept(request);
        throw new Crash();
      }
      case DELAY -> {
        late.add(request.range());
        yield new Outcome.Unsure("timed out");
      }
      case THROTTLE -> new Outcome.NotNow("Throttling", "rate exceeded");
      case REFUSE -> new Outcome.Refused("InvalidParameterValue", "not a valid range");
      case TIMEOUT_BEFORE, CRASH_BEFORE -> new Outcome.Unsure("timed out");
    };
  }

  private Outcome accept(RangeChangeRequest request) {
    if (!status.equals("available")) {
      return new Outcome.NotNow("InvalidDBClusterStateFault", "the cluster is not available");
    }
    history.add(new Stand(clock.instant(), request.range(), true));
    return new Outcome.Accepted("request-" + history.size());
  }

  @Override
  public Optional<ClusterState> cluster(ClusterId id) {
    return reading("rds:DescribeDBClusters", () -> exists && id.equals(name) ? Optional.of(state())
        : namesake.filter(other -> id.equals(ID)).map(other -> state(ID, other, ScalingRange.of(1, 4))));
  }

  @Override
  public Optional<ClusterState> ofResource(String resourceId, ClusterId stored) {
    return reading("rds:DescribeDBClusters", () -> exists && resourceId.equals(resource) ? Optional.of(state()) : Optional.empty());
  }

  private ClusterState state() {
    return state(name, resource, seen()).withPending(pending);
  }

  private ClusterState state(ClusterId called, String resource, ScalingRange range) {
    Reading<Map<String, String>> tagged =
        tagsReadable ? Reading.known(Map.copyOf(tags), clock.instant()) : Reading.unavailable("the answer carried no tag list");
    List<Member> all = new ArrayList<>();
    for (int i = 1; i <= members; i++) {
      String member = "orders-db-instance-" + i;
      all.add(new Member(member, "db-" + i, member.equals(writer), 1, "db.serverless", "available", "in-sync", "", 5432, true));
    }
    return new ClusterState(
        called, "arn:aws:rds:eu-west-2:111122223333:cluster:" + called.value(), resource, "111122223333", "eu-west-2", "aurora-postgresql",
        "16.6",
        "provisioned", status, Reading.known(range, clock.instant()), all, tagged, "aurora", "3", Reading.unavailable("not looked up"), "",
        5432, List.of(), clock.instant());
  }

  /** The newest stand that is old enough to be seen. */
  private ScalingRange seen() {
    Instant visible = clock.instant().minus(staleness);
    ScalingRange range = history.getFirst().range();
    for (Stand stand : history) {
      if (!stand.from().isAfter(visible)) {
        range = stand.range();
      }
    }
    return range;
  }

  @Override
  public OptionalInt optedIn() {
    return optedIn;
  }

  /** So many clusters of the account are opted in; fewer than none is not known. */
  public void optedIn(int count) {
    optedIn = count < 0 ? OptionalInt.empty() : OptionalInt.of(count);
  }

  @Override
  public ClusterState.RangeLimits limits(ClusterState cluster) {
    return reading("rds:DescribeDBEngineVersions", () -> new ClusterState.RangeLimits(0, limit));
  }

  @Override
  public List<RdsEvent> events(ClusterState cluster, Instant from, Instant to) {
    return List.of();
  }

  @Override
  public Metrics read(Collection<String> wanted, Set<Metric> metrics, Instant from, Instant to) {
    return reading("cloudwatch:GetMetricData", () -> {
      Map<String, Map<Metric, Reading<Series>>> byMember = new HashMap<>();
      for (String member : wanted) {
        Map<Metric, Reading<Series>> readings = new HashMap<>();
        metrics.forEach(metric -> readings.put(metric, Reading.known(series(member, metric, from, to), from, to)));
        byMember.put(member, readings);
      }
      return new Metrics(byMember, from, to);
    });
  }

  private Series series(String member, Metric metric, Instant from, Instant to) {
    List<Series.Point> points = new ArrayList<>();
    Instant published = clock.instant().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(1));
    for (Instant minute = from; minute.isBefore(to); minute = minute.plus(Duration.ofMinutes(1))) {
      if (metric == Metric.UPTIME && minute.isBefore(published) && !gaps.contains(minute)) {
        points.add(new Series.Point(minute, Duration.between(startedAt, minute).toSeconds()));
        continue;
      }
      var value = signals.getOrDefault(metric, new TreeMap<>()).floorEntry(minute);
      if (value != null && minute.isBefore(published) && !gaps.contains(minute)) {
        double load = member.equals(idle) ? 1 : value.getValue();
        points.add(new Series.Point(minute, metric == Metric.CAPACITY ? capacity(minute, load) : load));
      }
    }
    return new Series(points);
  }

  /** A member's capacity in a minute: the demand clamped into the range in force when the minute began. */
  public double capacity(Instant minute) {
    return capacity(minute, signals.getOrDefault(Metric.CAPACITY, new TreeMap<>()).floorEntry(minute).getValue());
  }

  private double capacity(Instant minute, double demand) {
    ScalingRange range = history.getFirst().range();
    for (Stand stand : history) {
      if (!stand.from().isAfter(minute)) {
        range = stand.range();
      }
    }
    return Math.max(range.minAcu(), Math.min(range.maxAcu(), demand));
  }

  private <T> T reading(String call, Supplier<T> read) {
    return switch (fates.of(call)) {
      case CRASH_BEFORE, CRASH_AFTER -> throw new Crash();
      case GO, DUPLICATE -> read.get();
      case TIMEOUT_BEFORE, TIMEOUT_AFTER, DELAY, THROTTLE, REFUSE -> {
        String[] name = call.split(":", 2);
        throw new DependencyException(name[0], name[1], "Throttling", true, "rate exceeded", null);
      }
    };
  }
}
