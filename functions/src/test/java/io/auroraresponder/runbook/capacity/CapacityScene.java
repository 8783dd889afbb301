package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.SnapshotScene;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.observation.LoadHistory.ApplicationLoad;
import io.auroraresponder.observation.LoadHistory.WaitLoad;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.runbook.ClusterLook;
import io.auroraresponder.runbook.LeaseHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The evidence of one cluster, built so that a test states only what is unusual. A new scene is a healthy cluster {@code orders-db}: a
 * writer {@code orders-db-1} at 2 of 0.5 to 8 ACU, a day of quiet metrics, a database with next to nothing to do, nothing missing.
 */
final class CapacityScene {
  static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  static final String WRITER = "orders-db-1";
  static final double GIB = 1024.0 * 1024 * 1024;

  /** The newest complete minute of a scene that is looked at {@link #NOW}. */
  static final Instant NEWEST = Instant.parse("2026-11-24T10:13:00Z");

  private static final int DAY = 1440;
  private static final int HOURS = 120;

  private final List<Member> members = new ArrayList<>(List.of(member(WRITER, true, 1)));
  private final Map<String, Map<Metric, Reading<Series>>> metrics = new HashMap<>();
  private final SnapshotScene snapshot = new SnapshotScene();
  private Instant now = NOW;
  private String pressed = WRITER;
  private String status = "available";
  private String engineMode = "provisioned";
  private Reading<ScalingRange> range = Reading.known(ScalingRange.of(0.5, 8), NOW);
  private Reading<RangeLimits> limits = Reading.known(new RangeLimits(0, 256), NOW);
  private Reading<Policy> policy = Reading.known(policy(64), NOW);
  private Reading<List<RdsEvent>> events = Reading.known(List.of(), NOW);
  private Reading<List<WaitLoad>> lookBack = Reading.unavailable("Database Insights is off for " + WRITER);
  private Reading<List<ApplicationLoad>> applications = Reading.unavailable("Database Insights is off for " + WRITER);
  private Reading<LeaseHistory.Situation> lease = Reading.known(LeaseHistory.Situation.FREE, NOW);
  private Reading<Metrics> lastWeek = Reading.unavailable("last week was not asked for");
  private Reading<HealthyLook> healthyBefore = Reading.unavailable("no healthy look of this cluster is kept yet");
  private Reading<ClusterState> cluster = Reading.unavailable("not built yet");
  private boolean clusterReplaced;
  private Optional<Look> look = Optional.empty();
  private Optional<Reading<Metrics>> allMetrics = Optional.empty();
  private Incident incident = incident("", "", new Signal("eventbridge-alarm", "e-1", "orders-acu-high", "", NOW.minusSeconds(60)));

  private CapacityScene() {
    quiet(WRITER);
  }

  static CapacityScene healthy() {
    return new CapacityScene();
  }

  /** Ten minutes at the ceiling, CPU short, six sessions with six statements want CPU now, half again as many commits: load-growth. */
  static CapacityScene loadGrowth() {
    CapacityScene scene = healthy().capacity(repeat(8, 10)).metric(Metric.CPU, repeat(95, 10))
        .metric(Metric.COMMIT_THROUGHPUT, repeat(150, 10));
    scene.snapshot().everySample(onCpu(6));
    return scene;
  }

  static Member member(String id, boolean writer, int tier) {
    return new Member(id, "db-" + id, writer, tier, "db.serverless", "available", "in-sync", id + ".example.internal", 5432, true);
  }

  static Incident incident(String member, String role, Signal signal) {
    return new Incident("i-1", "orders-db", new ClusterId("orders-db"), "111122223333", "eu-west-1", "capacity", member, role, NOW, signal);
  }

  static Policy policy(double maxAcu) {
    return new Policy(
        Policy.Mode.ACT, false, maxAcu, 16, 2, Duration.ofHours(4), 500, Duration.ofMinutes(15), 6, List.of(),
        Set.of("raise-max", "raise-min"), "", "",
        List.of(), "digest");
  }

  static double[] repeat(double value, int times) {
    double[] values = new double[times];
    Arrays.fill(values, value);
    return values;
  }

  static double[] then(double[] first, double... second) {
    double[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** Different sessions and statements on CPU. */
  static ActiveSession[] onCpu(int sessions) {
    return waiting(sessions, "", "");
  }

  /** Different sessions and statements with the same wait. */
  static ActiveSession[] waiting(int sessions, String type, String event) {
    ActiveSession[] all = new ActiveSession[sessions];
    for (int i = 0; i < sessions; i++) {
      int pid = 100 + i + Math.floorMod((type + event).hashCode(), 1000) * 100;
      all[i] = SnapshotScene.session(pid, type, event, 10_000 + pid, Duration.ofMillis(20));
    }
    return all;
  }

  static ActiveSession[] and(ActiveSession[] some, ActiveSession... more) {
    ActiveSession[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  // ------------------------------------------------------------------ metrics

  private void quiet(String member) {
    steady(member, Metric.CAPACITY, 2, HOURS);
    steady(member, Metric.ACU_UTILIZATION, 25, HOURS);
    steady(member, Metric.CPU, 15, HOURS);
    steady(member, Metric.FREEABLE_MEMORY, 12 * GIB, HOURS);
    steady(member, Metric.CONNECTIONS, 20, HOURS);
    steady(member, Metric.CONNECTION_ATTEMPTS, 10, HOURS);
    steady(member, Metric.DB_LOAD, 0.3, HOURS);
    steady(member, Metric.BUFFER_CACHE_HIT_RATIO, 99, DAY);
    steady(member, Metric.REPLICA_LAG, 20, HOURS);
    steady(member, Metric.UPTIME, 900_000, HOURS);
    steady(member, Metric.COMMIT_THROUGHPUT, 100, HOURS);
    steady(member, Metric.COMMIT_LATENCY, 2, HOURS);
    steady(member, Metric.DEADLOCKS, 0, HOURS);
    steady(member, Metric.READ_IOPS, 10, HOURS);
    steady(member, Metric.TRANSACTION_ID_AGE, 150_000_000, HOURS);
  }

  private void steady(String member, Metric metric, double value, int minutes) {
    List<Point> points = new ArrayList<>();
    for (int i = minutes - 1; i >= 0; i--) {
      points.add(new Point(NEWEST.minus(i, ChronoUnit.MINUTES), value));
    }
    put(member, metric, Reading.known(new Series(points), points.getFirst().minute(), NEWEST.plusSeconds(60)));
  }

  private void put(String member, Metric metric, Reading<Series> reading) {
    metrics.computeIfAbsent(member, unseen -> new EnumMap<>(Metric.class)).put(metric, reading);
  }

  /** The newest complete minutes of the writer, the newest last; what lies before stays. */
  CapacityScene metric(Metric metric, double... newest) {
    return metric(WRITER, metric, newest);
  }

  CapacityScene metric(String member, Metric metric, double... newest) {
    Instant from = NEWEST.minus(newest.length - 1L, ChronoUnit.MINUTES);
    List<Point> points = new ArrayList<>(series(member, metric).between(Instant.EPOCH, from).points());
    for (int i = 0; i < newest.length; i++) {
      points.add(new Point(from.plus(i, ChronoUnit.MINUTES), newest[i]));
    }
    put(member, metric, Reading.known(new Series(points), points.getFirst().minute(), NEWEST.plusSeconds(60)));
    return this;
  }

  /** Capacity with the utilisation and memory that go with a max of 8 ACU. */
  CapacityScene capacity(double... newest) {
    return capacity(WRITER, newest);
  }

  CapacityScene capacity(String member, double... newest) {
    metric(member, Metric.CAPACITY, newest);
    return metric(member, Metric.ACU_UTILIZATION, Arrays.stream(newest).map(acu -> acu / 8 * 100).toArray());
  }

  /** Without the datapoints of the newest {@code minutes} complete minutes. */
  CapacityScene withoutNewest(Metric metric, int minutes) {
    return withSeries(metric, series(WRITER, metric).between(Instant.EPOCH, NEWEST.minus(minutes - 1L, ChronoUnit.MINUTES)));
  }

  /** Without one minute: 0 is the newest complete one. */
  CapacityScene withoutMinute(Metric metric, int back) {
    Instant gone = NEWEST.minus(back, ChronoUnit.MINUTES);
    return withSeries(metric, new Series(series(WRITER, metric).points().stream().filter(point -> !point.minute().equals(gone)).toList()));
  }

  CapacityScene withSeries(Metric metric, Series series) {
    put(WRITER, metric, Reading.known(series, NOW.minus(1, ChronoUnit.DAYS), NOW));
    return this;
  }

  CapacityScene without(Metric metric) {
    put(WRITER, metric, Reading.unavailable("CloudWatch answered " + metric.cloudWatchName() + " with InternalError"));
    return this;
  }

  CapacityScene metrics(Reading<Metrics> reading) {
    allMetrics = Optional.of(reading);
    return this;
  }

  private Series series(String member, Metric metric) {
    Map<Metric, Reading<Series>> readings = metrics.getOrDefault(member, Map.of());
    Reading<Series> reading = readings.get(metric);
    return reading == null ? Series.EMPTY : reading.orElse(Series.EMPTY);
  }

  // ------------------------------------------------------------------ cluster and circumstances

  CapacityScene with(Member more) {
    members.add(more);
    quiet(more.id());
    return this;
  }

  /** Another writer, or the same with other attributes. */
  CapacityScene onlyMember(Member only) {
    members.clear();
    members.add(only);
    return this;
  }

  CapacityScene pressed(String member) {
    pressed = member;
    return this;
  }

  CapacityScene range(double min, double max) {
    return range(Reading.known(ScalingRange.of(min, max, min == 0 ? 900 : 0), NOW));
  }

  CapacityScene range(Reading<ScalingRange> reading) {
    range = reading;
    return this;
  }

  CapacityScene status(String word) {
    status = word;
    return this;
  }

  CapacityScene engineMode(String word) {
    engineMode = word;
    return this;
  }

  CapacityScene limits(Reading<RangeLimits> reading) {
    limits = reading;
    return this;
  }

  CapacityScene policy(Reading<Policy> reading) {
    policy = reading;
    return this;
  }

  CapacityScene events(Reading<List<RdsEvent>> reading) {
    events = reading;
    return this;
  }

  CapacityScene event(String source, String message, Duration ago) {
    return events(Reading.known(List.of(new RdsEvent(source, "", message, List.of("notification"), NOW.minus(ago))), NOW));
  }

  CapacityScene lookBack(Reading<List<WaitLoad>> reading) {
    lookBack = reading;
    return this;
  }

  CapacityScene applications(Reading<List<ApplicationLoad>> reading) {
    applications = reading;
    return this;
  }

  CapacityScene lease(Reading<LeaseHistory.Situation> reading) {
    lease = reading;
    return this;
  }

  /** The hour around this time of that day, every minute with this value. */
  CapacityScene sameHour(SameHour day, Metric metric, double value) {
    SameHour.Window hour = day.hour(now);
    List<Point> points = new ArrayList<>();
    for (Instant minute = hour.from(); minute.isBefore(hour.to()); minute = minute.plusSeconds(60)) {
      points.add(new Point(minute, value));
    }
    if (day == SameHour.YESTERDAY) {
      points.addAll(series(WRITER, metric).points());
      return withSeries(metric, new Series(points));
    }
    Map<Metric, Reading<Series>> all = new EnumMap<>(Metric.class);
    lastWeek.map(known -> known.byMember().getOrDefault(WRITER, Map.of())).orElse(Map.of()).forEach(all::put);
    all.put(metric, Reading.known(new Series(points), hour.from(), hour.to()));
    lastWeek = Reading.known(new Metrics(Map.of(WRITER, all), hour.from(), hour.to()), hour.from(), hour.to());
    return this;
  }

  CapacityScene healthyBefore(HealthyLook look) {
    healthyBefore = Reading.known(look, NOW);
    return this;
  }

  CapacityScene look(Look instead) {
    look = Optional.of(instead);
    return this;
  }

  CapacityScene cluster(Reading<ClusterState> reading) {
    cluster = reading;
    clusterReplaced = true;
    return this;
  }

  CapacityScene incident(Incident other) {
    incident = other;
    return this;
  }

  CapacityScene at(Instant other) {
    now = other;
    return this;
  }

  /** What the probe saw; change it in place. */
  SnapshotScene snapshot() {
    return snapshot;
  }

  // ------------------------------------------------------------------ results

  ClusterState state() {
    return new ClusterState(
        new ClusterId("orders-db"), "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db", "cluster-ABC", "111122223333", "eu-west-1",
        "aurora-postgresql", "16.6", engineMode, status, range, members, Reading.known(Map.of(), NOW), "aurora", "3", limits,
        "orders-db.example.internal", 5432, List.of(), NOW);
  }

  Metrics measured() {
    return new Metrics(metrics, NOW.minus(1, ChronoUnit.DAYS), NOW.truncatedTo(ChronoUnit.MINUTES));
  }

  CapacityEvidence evidence() {
    List<Gap> gaps = look.isPresent() ? List.of(Gap.of("Database", now, "nobody looked")) : List.of();
    return new CapacityEvidence(
        new ClusterLook(
            now, incident, clusterReplaced ? cluster : Reading.known(state(), NOW),
            allMetrics.orElseGet(() -> Reading.known(measured(), NOW)),
            events, gaps, 20),
        pressed, policy, lookBack, applications, look.orElseGet(() -> new Look.Seen(snapshot.build())), lease, healthyBefore, lastWeek);
  }

  CapacityPicture picture() {
    return CapacityPicture.of(evidence()).orElseThrow();
  }

  Optional<Explanation> suspect(CauseRule<CapacityPicture> rule) {
    return rule.suspect(picture());
  }

  boolean holds(CauseRule<CapacityPicture> rule) {
    return suspect(rule).isPresent();
  }

  Diagnosis diagnose() {
    return new CapacityDiagnostician(CapacityRunbook.causes()).diagnose(evidence(), List.of());
  }

  Snapshot seen() {
    return snapshot.build();
  }
}
