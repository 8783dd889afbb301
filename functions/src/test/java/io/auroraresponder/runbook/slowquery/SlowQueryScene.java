package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.fake.Snapshots;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
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
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.probe.Snapshot.HeldLock;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import io.auroraresponder.probe.Snapshot.Locks;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.probe.Snapshot.Setting;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import io.auroraresponder.probe.Snapshot.WaitSample;
import io.auroraresponder.probe.Snapshot.XminHolder;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Examination;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A healthy cluster {@code orders-db} with a writer and a reader; a test states only what is unusual. */
final class SlowQueryScene {
  static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  static final String WRITER = "orders-db-1";
  static final String READER = "orders-db-2";
  private static final Instant AT = NOW.plusSeconds(3);

  final List<ProbeRequest> probed = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Map<Metric, Reading<Series>>> metrics = new HashMap<>();
  private ScalingRange range = ScalingRange.of(0.5, 8);
  private String status = "available";
  private String named = "";
  private String role = "";
  private boolean clusterKnown = true;
  private boolean metricsBroken;
  private Reading<Connections> connections = Reading.known(connections(0), AT);
  private Reading<List<Backend>> running = Reading.known(List.of(), AT);
  private Reading<List<WaitSample>> waits = Reading.known(List.of(), AT);
  private Reading<List<LockTree>> trees = Reading.known(List.of(), AT);
  private Reading<List<Backend>> idle = Reading.known(List.of(), AT);
  private Reading<DatabaseRates> rates = Reading.known(rates(100, 1, 0.99, 1, 100, 100, 0), AT);
  private Reading<List<StatementDelta>> statements = Reading.known(List.of(), AT);
  private Reading<List<Setting>> settings = Reading.unavailable("Not asked for.");
  private Reading<List<MaintenanceWork>> maintenance = Reading.known(List.of(), AT);
  private Reading<List<XminHolder>> horizon = Reading.known(List.of(), AT);
  private Reading<Hygiene> hygiene = Reading.known(new HygieneScene().hygiene(), AT);
  private List<Member> members = List.of(member(WRITER, true), member(READER, false));
  private String answered = WRITER;
  private Optional<Look> look = Optional.empty();

  SlowQueryScene() {
    for (String member : List.of(WRITER, READER)) {
      metric(member, Metric.CAPACITY, 2, 120).metric(member, Metric.CPU, 10, 120).metric(member, Metric.CONNECTIONS, 20, 120)
          .metric(member, Metric.DEADLOCKS, 0, 120).metric(member, Metric.COMMIT_LATENCY, 4, 120)
          .metric(member, Metric.READ_LATENCY, 0.002, 120).metric(member, Metric.WRITE_LATENCY, 0.003, 120)
          .metric(member, Metric.REPLICA_LAG, 20, 120).metric(member, Metric.FREE_LOCAL_STORAGE, 0, 0).metric(member, Metric.SLOT_LAG, 0, 0)
          .metric(member, Metric.TRANSACTION_ID_AGE, 100_000_000, 120);
    }
    active(0);
  }

  /** The newest {@code minutes} complete minutes of a metric have this value. */
  SlowQueryScene metric(String member, Metric metric, double value, int minutes) {
    Map<Instant, Double> points = new HashMap<>();
    Map<Metric, Reading<Series>> mine = metrics.computeIfAbsent(member, unseen -> new EnumMap<>(Metric.class));
    Reading<Series> before = mine.getOrDefault(metric, Reading.known(Series.EMPTY, NOW));
    before.orElse(Series.EMPTY).points().forEach(point -> points.put(point.minute(), point.value()));
    Instant newest = Instant.parse("2026-11-24T10:13:00Z");
    for (int i = 0; i < minutes; i++) {
      points.put(newest.minusSeconds(60L * i), value);
    }
    mine.put(metric, Reading.known(new Series(points.entrySet().stream().map(one -> new Point(one.getKey(), one.getValue())).toList()),
        NOW));
    return this;
  }

  SlowQueryScene without(Metric metric) {
    metrics.values().forEach(all -> all.put(metric, Reading.known(Series.EMPTY, NOW)));
    return this;
  }

  SlowQueryScene pausing() {
    range = ScalingRange.of(0, 8, 300);
    return metric(WRITER, Metric.CAPACITY, 0, 30);
  }

  SlowQueryScene range(ScalingRange some) {
    range = some;
    return this;
  }

  SlowQueryScene status(String some) {
    status = some;
    return this;
  }

  SlowQueryScene unknownCluster() {
    clusterKnown = false;
    return this;
  }

  SlowQueryScene brokenMetrics() {
    metricsBroken = true;
    return this;
  }

  SlowQueryScene signal(String member, String memberRole) {
    named = member;
    role = memberRole;
    return this;
  }

  SlowQueryScene look(Look some) {
    look = Optional.of(some);
    return this;
  }

  SlowQueryScene answered(String instance) {
    answered = instance;
    return this;
  }

  SlowQueryScene connections(Reading<Connections> some) {
    connections = some;
    return this;
  }

  SlowQueryScene running(Backend... some) {
    running = Reading.known(List.of(some), AT);
    return this;
  }

  /** Ten samples with these sessions each. */
  SlowQueryScene every(ActiveSession... sessions) {
    waits = Reading.known(Collections.nCopies(10, new WaitSample(AT, List.of(sessions))), AT);
    return this;
  }

  /** Ten samples with so many sessions on CPU, each with a statement of its own. */
  SlowQueryScene active(int sessions) {
    return every(waiting(sessions, "", ""));
  }

  SlowQueryScene samples(int count) {
    waits = Reading.known(Collections.nCopies(count, new WaitSample(AT, List.of())), AT);
    return this;
  }

  SlowQueryScene trees(LockTree... some) {
    trees = Reading.known(List.of(some), AT);
    return this;
  }

  SlowQueryScene idle(Backend... some) {
    idle = Reading.known(List.of(some), AT);
    return this;
  }

  SlowQueryScene rates(DatabaseRates some) {
    rates = Reading.known(some, AT);
    return this;
  }

  SlowQueryScene statements(StatementDelta... some) {
    statements = Reading.known(List.of(some), AT);
    return this;
  }

  SlowQueryScene settings(Setting... some) {
    settings = Reading.known(List.of(some), AT);
    return this;
  }

  SlowQueryScene maintenance(MaintenanceWork... some) {
    maintenance = Reading.known(List.of(some), AT);
    return this;
  }

  SlowQueryScene horizon(XminHolder... some) {
    horizon = Reading.known(List.of(some), AT);
    return this;
  }

  SlowQueryScene hygiene(HygieneScene some) {
    hygiene = Reading.known(some.hygiene(), AT);
    return this;
  }

  SlowQueryScene withoutHygiene(String why) {
    hygiene = Reading.unavailable(why);
    return this;
  }

  SlowQueryScene writerAlone() {
    members = List.of(member(WRITER, true));
    return this;
  }

  /** Every part of the snapshot is missing. */
  SlowQueryScene blind() {
    String why = "permission denied for pg_stat_activity";
    connections = Reading.unavailable(why);
    running = Reading.unavailable(why);
    waits = Reading.unavailable(why);
    trees = Reading.unavailable(why);
    idle = Reading.unavailable(why);
    rates = Reading.unavailable(why);
    statements = Reading.unavailable(why);
    maintenance = Reading.unavailable(why);
    horizon = Reading.unavailable(why);
    hygiene = Reading.unavailable(why);
    return this;
  }

  // ------------------------------------------------------------------ asking

  SlowQueryEvidence evidence() {
    return source().gather(incident(), Deadline.after(Duration.ofSeconds(30)));
  }

  Examination examine() {
    return SlowQueryRunbook.of(sources(), clock()).examine(incident(), Deadline.after(Duration.ofSeconds(30)));
  }

  CheckResult check(String id) {
    return SlowQueryRunbook.checks().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow().examine(evidence());
  }

  private SlowQuerySource source() {
    return new SlowQuerySource(sources(), clock());
  }

  private static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  private SlowQuerySource.Sources sources() {
    return new SlowQuerySource.Sources(
        controlPlane(),
        (members, wanted, from, to) -> {
          if (metricsBroken) {
            throw new DependencyException("cloudwatch", "GetMetricData", "Throttling", true, "asked 3 times", null);
          }
          return new Metrics(metrics, from, to);
        },
        (request, deadline) -> {
          probed.add(request);
          return look.orElseGet(() -> new Look.Seen(snapshot()));
        },
        (cluster, member) -> new ProbeRequest(member.endpoint(), member.port(), "orders", "responder", member.id(), cluster.region()));
  }

  private Snapshot snapshot() {
    return Snapshots.of(AT, answered, false, "17.5", connections, running, waits, trees, idle, rates, statements, maintenance, horizon,
        hygiene, settings);
  }

  ControlPlane controlPlane() {
    return new ControlPlane() {
      @Override
      public Optional<ClusterState> cluster(ClusterId id) {
        return clusterKnown ? Optional.of(state()) : Optional.empty();
      }

      @Override
      public ClusterState.RangeLimits limits(ClusterState cluster) {
        return new ClusterState.RangeLimits(0, 256);
      }

      @Override
      public List<RdsEvent> events(ClusterState cluster, Instant from, Instant to) {
        return List.of();
      }
    };
  }

  private ClusterState state() {
    return new ClusterState(
        new ClusterId("orders-db"), "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db", "cluster-ABC", "111122223333", "eu-west-1",
        "aurora-postgresql", "17.5", "provisioned", status, Reading.known(range, NOW), members,
        Reading.known(Map.of(), NOW), "aurora", "4", Reading.unavailable("not looked up"), "orders-db.example.internal", 5432, List.of(),
        NOW);
  }

  private static Member member(String id, boolean writer) {
    return new Member(id, "db-" + id, writer, writer ? 1
        : 2, "db.serverless", "available", "in-sync", id + ".example.internal", 5432, false);
  }

  Incident incident() {
    Signal signal = new Signal("manual", "e-1", "by hand", "", NOW);
    return new Incident("i-1", "orders-db", new ClusterId("orders-db"), "111122223333", "eu-west-1", "slow-queries", named, role, NOW,
        signal);
  }

  // ------------------------------------------------------------------ parts

  static ActiveSession session(int pid, String type, String event, long statement, Duration age) {
    return new ActiveSession(pid, 0, "client backend", "orders", "app", "shop", type, event, statement, age);
  }

  static ActiveSession[] waiting(int sessions, String type, String event) {
    ActiveSession[] all = new ActiveSession[sessions];
    for (int i = 0; i < sessions; i++) {
      all[i] = session(100 + i, type, event, 10_000 + i, Duration.ofMillis(20));
    }
    return all;
  }

  /** What a session that writes into stock holds. */
  private static final Locks STOCK = new Locks(1, List.of(new HeldLock("relation", "RowExclusiveLock", "orders", 16_400, "public.stock")));

  static Backend backend(int pid, String state, Duration age) {
    return backend(pid, state, "", "", age);
  }

  static Backend backend(int pid, String state, String waitType, String waitEvent, Duration age) {
    return new Backend(
        pid, 0, "2026-11-24 09:00:00.12+00", "orders", "app", "shop", "10.0.0.8", "client backend", state, waitType, waitEvent, age, age,
        age, true,
        0, 7, "update stock set n = $1").holding(STOCK);
  }

  static LockTree tree(Backend root, int blocked, Duration longest) {
    return tree(root, blocked, longest, true);
  }

  static LockTree tree(Backend root, int blocked, Duration longest, boolean stable, Backend... amplifiers) {
    return new LockTree(
        root, stable, blocked, 1, IntStream.range(0, blocked).mapToObj(i -> 1000 * root.pid() + i).toList(), longest,
        List.of(new LockWait(900, 900, "transactionid", "ShareLock", "orders", 0, "public.stock", longest, List.of(root.pid()))),
        List.of(amplifiers));
  }

  static Connections connections(int hidden) {
    return new Connections(20, 2, 18, 0, 0, 0, 1, hidden, 0, 1670, 1660, List.of(), List.of());
  }

  /** Over a window of two seconds. */
  static DatabaseRates rates(double commits, double rollbacks, double hitRatio, double reads, double returned, double fetched, long temp) {
    return new DatabaseRates(
        Duration.ofSeconds(2), commits, rollbacks, reads, 1000, Reading.known(hitRatio, AT), returned, fetched, 10, temp, 0, 0.1);
  }

  /** Thousand calls before at 10 ms and 100 blocks each. */
  static StatementDelta statement(long calls, double mean, double share, double blocks) {
    return new StatementDelta("orders", 42, "select * from stock where id = $1", calls, mean, share, blocks, 1000, 10, 100, 3600);
  }

  static MaintenanceWork work(int pid, boolean againstWraparound) {
    return new MaintenanceWork(pid, "2026-11-24 10:00:00.01+00", "create index", "orders", 16_400, "public.stock", "heap", 40,
        againstWraparound,
        Duration.ofMinutes(8));
  }

  static XminHolder holder(String source, String id, long age, Duration held) {
    return new XminHolder(source, id, "app", "orders", age, held, "");
  }
}
