package io.auroraresponder.database;

import static io.auroraresponder.database.SnapshotScene.backend;
import static io.auroraresponder.database.SnapshotScene.session;
import static io.auroraresponder.database.SnapshotScene.sharing;
import static io.auroraresponder.database.SnapshotScene.statement;
import static io.auroraresponder.database.SnapshotScene.tree;
import static io.auroraresponder.database.SnapshotScene.unstable;
import static io.auroraresponder.database.SnapshotScene.work;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Limit;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.probe.Hygiene.MissingIndex;
import io.auroraresponder.probe.Hygiene.Name;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.ClusterLook;
import io.auroraresponder.runbook.Evidence;
import io.auroraresponder.runbook.ReplicaLagCheck;
import io.auroraresponder.runbook.TransactionIdsCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;


/** Every {@link DatabaseLimit}: what holds exactly at it, and no longer holds one step to the other side. */
class DatabaseLimitTest {
  private static final long ONE = 77;

  @ParameterizedTest
  @MethodSource("boundaries")
  void holdsAtTheLimitAndNotBeyond(Boundary boundary) {
    assertThat(boundary.inside().getAsBoolean()).as("%s, inside", boundary).isTrue();
    assertThat(boundary.outside().getAsBoolean()).as("%s, outside", boundary).isFalse();
  }

  /** What checks of runbooks hold a look against; their boundaries stand with those of the capacity runbook. */
  private static final List<DatabaseLimit> JUDGED_BY_RUNBOOKS = List.of(
      DatabaseLimit.CONNECTIONS_WARNING, DatabaseLimit.CONNECTIONS_CRITICAL, DatabaseLimit.STORM_SHARE, DatabaseLimit.ROLLBACK_SHARE);

  @Test
  void everyLimitHasItsBoundary() {
    assertThat(Stream.concat(boundaries().stream().map(Boundary::limit), JUDGED_BY_RUNBOOKS.stream()))
        .containsExactlyInAnyOrder(DatabaseLimit.values());
  }

  @ParameterizedTest
  @EnumSource(DatabaseLimit.class)
  void everyLimitNamesItsSource(DatabaseLimit limit) {
    assertThat(limit.source()).isNotBlank();
  }

  @Test
  void aLimitIsAFactUnderItsName() {
    assertThat(DatabaseLimit.LOCK_SHARE.at(SnapshotScene.NOW))
        .isEqualTo(new Fact("limit database.lockShare", SnapshotScene.NOW, "50", "%"));
    assertThat(DatabaseLimit.LOCK_WAIT_LONG.at(SnapshotScene.NOW))
        .isEqualTo(new Fact("limit database.lockWaitLong", SnapshotScene.NOW, "30", "s"));
    assertThat(DatabaseLimit.LOCK_WAIT_LONG.duration()).isEqualTo(Duration.ofSeconds(30));
  }

  static List<Boundary> boundaries() {
    return Stream.of(indexes(), locks(), sessions(), statements(), waits(), rest()).flatMap(List::stream).toList();
  }

  private static Boundary at(Limit limit, java.util.function.BooleanSupplier inside, java.util.function.BooleanSupplier outside) {
    return new Boundary(limit, inside, outside);
  }

  private static List<Boundary> indexes() {
    return List.of(
        at(DatabaseLimit.SCANNED_PART, () -> MissingIndexAdvice.scans(missing(800, 0)), () -> MissingIndexAdvice.scans(missing(799, 0))),
        at(DatabaseLimit.KEPT_PART, () -> MissingIndexAdvice.keepsFew(missing(1000, 0.1)),
            () -> MissingIndexAdvice.keepsFew(missing(1000, 0.11))));
  }

  private static MissingIndex missing(double blocks, double kept) {
    Name table = new Name("orders", "public.parcels", true);
    return new MissingIndex(table, new Name("orders", "customer", true), 42, "", 10, 1000, 60_000, blocks, 0, kept);
  }

  private static List<Boundary> locks() {
    return List.of(
        at(DatabaseLimit.LOCK_WAIT, () -> blocking(1, 5, false) == Severity.WARNING, () -> blocking(1, 4, false) == Severity.WARNING),
        at(DatabaseLimit.LOCK_WAIT_LONG, () -> blocking(3, 30, true) == Severity.CRITICAL, () ->
        blocking(3, 29, true) == Severity.CRITICAL),
        at(DatabaseLimit.LOCK_WAITERS_SOME, () -> blocking(3, 119, true) == Severity.CRITICAL, () ->
        blocking(2, 119, true) == Severity.CRITICAL),
        at(DatabaseLimit.LOCK_WAIT_ALONE, () -> blocking(1, 120, true) == Severity.CRITICAL, () ->
        blocking(1, 119, true) == Severity.CRITICAL),
        at(DatabaseLimit.LOCK_WAITERS, () -> blocking(5, 1, true) == Severity.CRITICAL, () -> blocking(4, 1, true) == Severity.CRITICAL),
        at(DatabaseLimit.LOCK_SHARE, () -> hotSpot(5, 5), () -> hotSpot(5, 6)),
        at(DatabaseLimit.IDLE_TRANSACTION, () -> idle(60) == Severity.WARNING, () -> idle(59) == Severity.WARNING),
        at(DatabaseLimit.HORIZON_AGE, () -> holding(500_000) == Severity.CRITICAL, () -> holding(499_999) == Severity.CRITICAL),
        at(DatabaseLimit.IDLE_TRANSACTION_LONG, () -> idle(3600) == Severity.CRITICAL, () -> idle(3599) == Severity.CRITICAL));
  }

  private static Severity blocking(int blocked, int seconds, boolean stable) {
    var tree = tree(backend(1, "active", Duration.ofSeconds(90)), blocked, Duration.ofSeconds(seconds));
    return worst(new BlockerTreeCheck(), new SnapshotScene().trees(stable ? tree : unstable(tree)));
  }

  private static boolean hotSpot(int waiting, int onCpu) {
    return holds(new InternalContention(), new SnapshotScene().everySample(and(all(waiting, "Lock", "tuple"), all(onCpu, "", ""))));
  }

  /** Read only, open for long, with so much written since. */
  private static Severity holding(long transactions) {
    Backend read = backend(1, "idle in transaction", Duration.ofHours(2));
    return worst(
        new IdleTransactionsCheck(),
        new SnapshotScene().idle(
            new Backend(
                read.pid(), 0, read.backendStart(), "orders", "app", "shop", "", "client backend", read.state(), "", "", read.stateAge(),
                read.stateAge(), read.stateAge(), false, transactions, 7, "select 1")));
  }

  private static Severity idle(int seconds) {
    return worst(new IdleTransactionsCheck(), new SnapshotScene().idle(backend(1, "idle in transaction", Duration.ofSeconds(seconds))));
  }

  private static List<Boundary> sessions() {
    return List.of(
        at(DatabaseLimit.STATEMENT_AGE, () -> runaway(60, 1, 1).isPresent(), () -> runaway(59, 1, 1).isPresent()),
        at(DatabaseLimit.STATEMENT_AGE_LONG, () -> alone(3600) == Severity.CRITICAL, () -> alone(3599) == Severity.CRITICAL),
        at(DatabaseLimit.RUNAWAY_SESSIONS, () -> runaway(60, 2, 2).isPresent(), () -> runaway(60, 3, 3).isPresent()),
        at(DatabaseLimit.RUNAWAY_SHARE, () -> runaway(60, 1, 1).isPresent(), () -> runaway(60, 1, 2).isPresent()));
  }

  /** {@code old} sessions with statements of their own beside {@code young} ones. */
  private static Optional<Explanation> runaway(int age, int old, int young) {
    ActiveSession[] sessions = all(young, "", "");
    for (int i = 0; i < old; i++) {
      sessions = and(sessions, session(7000 + i, "", "", 900 + i, Duration.ofSeconds(age)));
    }
    return new RunawayStatement().suspect(new SnapshotScene().everySample(sessions).look());
  }

  private static Severity alone(int age) {
    return runaway(age, 1, 0).orElseThrow().severity();
  }

  private static List<Boundary> statements() {
    return List.of(
        at(DatabaseLimit.STATEMENT_SHARE, () -> regression(3, 3, 4), () -> regression(3, 4, 4)),
        at(DatabaseLimit.REGRESSION_FACTOR, () -> regression(3, 0, 3), () -> regression(3, 0, 2.99)),
        at(DatabaseLimit.PAST_CALLS, () -> past(20), () -> past(19)),
        at(DatabaseLimit.GROWTH_OF_CALLS, () -> trend(60, 100).calledMore(), () -> trend(59.5, 100).calledMore()),
        at(DatabaseLimit.GROWTH_OF_WORK, () -> trend(50, 150).sameWork(), () -> trend(50, 151).sameWork()));
  }

  /** By the sessions that run it: of the execution time it takes a tenth. */
  private static boolean regression(int sharing, int others, double factor) {
    StatementDelta seldom = new StatementDelta("orders", ONE, "select 1", 80, 10 * factor, 0.1, 100 * factor, 50_000, 10, 100, 1000);
    return holds(
        new PlanRegression(),
        new SnapshotScene().everySample(and(sharing(ONE, sharing, Duration.ofMillis(5)), all(others, "", ""))).statements(seldom));
  }

  private static boolean past(long calls) {
    StatementDelta delta = statement(ONE, 50, 10, 100, calls);
    return StatementTrend.of(new SnapshotScene().statements(delta).look(), delta).isPresent();
  }

  private static StatementTrend trend(double callsPerSecond, double blocks) {
    StatementDelta delta = statement(ONE, callsPerSecond, 10, blocks);
    return StatementTrend.of(new SnapshotScene().statements(delta).look(), delta).orElseThrow();
  }

  private static List<Boundary> waits() {
    return List.of(
        at(DatabaseLimit.WAIT_SAMPLES, () -> enough(5), () -> enough(4)),
        at(DatabaseLimit.ACTIVE_SESSIONS, () -> contention(5, 0), () -> contention(4, 0)),
        at(DatabaseLimit.SESSIONS_AT_WORK, () -> maintenanceIn(10), () -> maintenanceIn(9)),
        at(DatabaseLimit.CONTENTION_SHARE, () -> contention(4, 6), () -> contention(4, 7)),
        at(DatabaseLimit.COMMIT_SHARE, () -> committing(5, 5), () -> committing(5, 6)),
        at(DatabaseLimit.COMMIT_LATENCY, () -> slowCommits(20), () -> slowCommits(19.9)),
        at(DatabaseLimit.READ_SHARE, () -> reading(3, 7), () -> reading(3, 8)),
        at(DatabaseLimit.MAINTENANCE_SHARE, () -> maintenance(1), () -> maintenance(2)));
  }

  private static boolean slowCommits(double millis) {
    DatabaseLook look =
        new SnapshotScene().everySample(all(9, "IO", "XactSync")).look()
            .measured(Reading.unavailable("not asked"), Reading.known(millis, SnapshotScene.NOW));
    return new CommitBound().suspect(look).orElseThrow().severity() == Severity.CRITICAL;
  }

  private static boolean enough(int samples) {
    return new SnapshotScene().samples(samples, all(1, "", "")).look().waits().isKnown();
  }

  private static boolean contention(int internal, int onCpu) {
    return holds(new InternalContention(),
        new SnapshotScene().everySample(and(all(internal, "LWLock", "BufferContent"), all(onCpu, "", ""))));
  }

  private static boolean committing(int committing, int onCpu) {
    return holds(new CommitBound(), new SnapshotScene().everySample(and(all(committing, "IO", "XactSync"), all(onCpu, "", ""))));
  }

  private static boolean reading(int reading, int onCpu) {
    return worst(new WaitProfileCheck(), new SnapshotScene().everySample(and(all(reading, "IO", "DataFileRead"), all(onCpu, "", ""))))
        == Severity.WARNING;
  }

  private static boolean maintenance(int others) {
    return holds(
        new MaintenanceWork(),
        new SnapshotScene().everySample(and(all(others, "", ""), build())).maintenance(work(4000, "create index")));
  }

  /** An index build that is at work in so many of ten samples. */
  private static boolean maintenanceIn(int samples) {
    return holds(
        new MaintenanceWork(),
        new SnapshotScene().mixed(samples, new ActiveSession[] {build()}, new ActiveSession[0]).maintenance(work(4000, "create index")));
  }

  private static ActiveSession build() {
    return session(4000, "", "", 4, Duration.ofMinutes(8));
  }

  private static List<Boundary> rest() {
    return List.of(
        at(DatabaseLimit.TRANSACTION_IDS, () -> ids(500_000_000) == Severity.WARNING, () -> ids(499_999_999) == Severity.WARNING),
        at(DatabaseLimit.TRANSACTION_IDS_CRITICAL, () -> ids(1e9) == Severity.CRITICAL, () -> ids(1e9 - 1) == Severity.CRITICAL),
        at(DatabaseLimit.ELECTION_WAIT, () -> election(1800), () -> election(1799)),
        at(DatabaseLimit.SETTLE, () -> lags(3000, 3, 60), () -> lags(3000, 3, 59)),
        at(DatabaseLimit.FRESHNESS, () -> lags(3000, 3, 240), () -> lags(3000, 3, 241)),
        at(DatabaseLimit.REPLICA_LAG, () -> lags(2001, 3, 60), () -> lags(2000, 3, 60)),
        at(DatabaseLimit.REPLICA_LAG_MINUTES, () -> lags(3000, 3, 60), () -> lags(3000, 2, 60)),
        at(DatabaseLimit.HIT_RATIO, () -> misses(0.899, 1000), () -> misses(0.9, 1000)),
        at(DatabaseLimit.BLOCKS_READ, () -> misses(0.5, 1000), () -> misses(0.5, 999)));
  }

  private static Severity ids(double age) {
    return TransactionIdsCheck.severity(age);
  }

  /** Sessions have waited so many seconds for an advisory lock: followers of a leader, or perhaps requests. */
  private static boolean election(int seconds) {
    Duration waited = Duration.ofSeconds(seconds);
    LockTree tree =
        new LockTree(
            SnapshotScene.backend(41, "active", waited), true, 6, 1, List.of(900), waited,
            List.of(new LockWait(900, 900, "advisory", "ExclusiveLock", "orders", 0, "", waited, List.of(41))), List.of());
    return AdvisoryQueue.of(new SnapshotScene().look().probed(), tree) == AdvisoryQueue.FOLLOWERS;
  }

  /** So many minutes with that lag, the newest of which ended so many seconds ago. */
  private static boolean lags(double millis, int minutes, int secondsAgo) {
    Instant end = Instant.parse("2026-11-24T10:10:00Z");
    Map<String, Map<Metric, Reading<Series>>> all =
        Map.of(
            "orders-db-2",
            Map.of(
                Metric.REPLICA_LAG,
                Reading.known(
                    new Series(IntStream.rangeClosed(1, minutes).mapToObj(ago -> new Series.Point(end.minusSeconds(60L * ago), millis))
                        .toList()),
                    end)));
    Evidence evidence = new Lagging(end.plusSeconds(secondsAgo), Reading.known(new Metrics(all, end, end), end));
    return new ReplicaLagCheck<>().examine(evidence) instanceof CheckResult.Found;
  }

  /** A cluster with a reader whose lag was measured. */
  private record Lagging(ClusterLook asked) implements Evidence {
    Lagging(Instant at, Reading<Metrics> metrics) {
      this(
          new ClusterLook(
              at, new Incident("orders-db-1", "orders-db", new ClusterId("orders-db"), "111122223333", "eu-west-1", "capacity", "", "", at,
                  new Signal("manual", "e1", "person", "looks", at, Optional.empty())),
              cluster(at), metrics, Reading.unavailable("not asked"), List.of(), 1));
    }

    private static Reading<ClusterState> cluster(Instant at) {
      List<Member> members =
          List.of(
              new Member("orders-db-2", "db-2", false, 2, "db.serverless", "available", "in-sync", "orders-db-2.example.internal", 5432,
                  false));
      return Reading.known(
          new ClusterState(
              new ClusterId("orders-db"), "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db", "cluster-ABC", "111122223333",
              "eu-west-1", "aurora-postgresql", "17.5", "provisioned", "available", Reading.unavailable("not asked"), members,
              Reading.known(Map.of(), at), "aurora", "4", Reading.unavailable("not asked"), "orders-db.example.internal", 5432, List.of(),
              at),
          at);
    }
  }

  private static boolean misses(double ratio, double reads) {
    DatabaseRates rates =
        new DatabaseRates(
            Duration.ofSeconds(2), 100, 1, reads, 1000, Reading.known(ratio, SnapshotScene.NOW), 100, 100, 10, 0, 0, 0.1);
    return worst(new CacheHitsCheck(), new SnapshotScene().rates(Reading.known(rates, SnapshotScene.NOW))) == Severity.WARNING;
  }

  // ------------------------------------------------------------------ asking

  static boolean holds(CauseRule<DatabaseLook> rule, SnapshotScene scene) {
    return rule.suspect(scene.look()).isPresent();
  }

  static Severity worst(DatabaseCheck<?> check, SnapshotScene scene) {
    return worst(check, scene.look());
  }

  static Severity worst(DatabaseCheck<?> check, DatabaseLook look) {
    return check.examine(look).orElse(List.of()).stream().map(Finding::severity).reduce(Severity.OK, Severity::worse);
  }

  static ActiveSession[] all(int sessions, String type, String event) {
    ActiveSession[] some = new ActiveSession[sessions];
    for (int i = 0; i < sessions; i++) {
      some[i] = session(100 + i + (event.length() << 8), type, event, 10_000 + i, Duration.ofMillis(20));
    }
    return some;
  }

  static ActiveSession[] and(ActiveSession[] some, ActiveSession... others) {
    ActiveSession[] both = Arrays.copyOf(some, some.length + others.length);
    System.arraycopy(others, 0, both, some.length, others.length);
    return both;
  }
}
