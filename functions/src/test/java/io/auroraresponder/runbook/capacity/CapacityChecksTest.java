package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.database.SnapshotScene.backend;
import static io.auroraresponder.database.SnapshotScene.connections;
import static io.auroraresponder.database.SnapshotScene.tree;
import static io.auroraresponder.runbook.capacity.CapacityScene.GIB;
import static io.auroraresponder.runbook.capacity.CapacityScene.NOW;
import static io.auroraresponder.runbook.capacity.CapacityScene.WRITER;
import static io.auroraresponder.runbook.capacity.CapacityScene.and;
import static io.auroraresponder.runbook.capacity.CapacityScene.healthy;
import static io.auroraresponder.runbook.capacity.CapacityScene.member;
import static io.auroraresponder.runbook.capacity.CapacityScene.onCpu;
import static io.auroraresponder.runbook.capacity.CapacityScene.repeat;
import static io.auroraresponder.runbook.capacity.CapacityScene.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.database.SnapshotScene;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.LoadHistory.ApplicationLoad;
import io.auroraresponder.observation.LoadHistory.WaitLoad;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.ConnectionLimit;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;


/** Every check: firing, clear, exactly at its limit, and inconclusive. */
class CapacityChecksTest {

  /** {@code fires} or else clear; {@code words} must stand in what it says. */
  record CheckCase(String check, String situation, Expected expected, UnaryOperator<CapacityScene> change, String words) {
    @Override
    public String toString() {
      return check + ": " + situation;
    }
  }

  enum Expected {
    FIRES,
    CLEAR,
    INCONCLUSIVE
  }

  private static CheckCase fires(String check, String situation, UnaryOperator<CapacityScene> change, String words) {
    return new CheckCase(check, situation, Expected.FIRES, change, words);
  }

  private static CheckCase clear(String check, String situation, UnaryOperator<CapacityScene> change, String words) {
    return new CheckCase(check, situation, Expected.CLEAR, change, words);
  }

  private static CheckCase open(String check, UnaryOperator<CapacityScene> change, String words) {
    return new CheckCase(check, "inconclusive", Expected.INCONCLUSIVE, change, words);
  }

  private static UnaryOperator<CapacityScene> seen(Consumer<SnapshotScene> change) {
    return scene -> {
      change.accept(scene.snapshot());
      return scene;
    };
  }

  private static UnaryOperator<CapacityScene> full(Consumer<SnapshotScene> change) {
    return scene -> seen(change).apply(scene.capacity(repeat(8, 10)).metric(Metric.CPU, repeat(95, 10)));
  }

  private static CapacityScene asItIs(CapacityScene scene) {
    return scene;
  }

  private static CapacityScene noLook(CapacityScene scene) {
    return scene.look(new Look.Failed("08001", "connect timed out after 3 s", NOW));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersWhatTheEvidenceShows(CheckCase one) {
    CheckResult result = check(one.check()).examine(one.change().apply(healthy()).evidence());

    assertThat(result.check()).isEqualTo(one.check());
    assertThat(Numbers.phrases(result)).allSatisfy(phrase -> assertThat(Numbers.unexplained(phrase)).as(phrase.text()).isEmpty());
    switch (result) {
      case CheckResult.Found found -> {
        assertThat(one.expected()).isEqualTo(Expected.FIRES);
        assertThat(found.findings()).allMatch(finding -> finding.severity() != Severity.OK);
        assertThat(words(found.findings())).contains(one.words());
      }
      case CheckResult.Clear clear -> {
        assertThat(one.expected()).isEqualTo(Expected.CLEAR);
        assertThat(clear.seen().severity()).isEqualTo(Severity.OK);
        assertThat(words(List.of(clear.seen()))).contains(one.words());
      }
      case CheckResult.Inconclusive inconclusive -> {
        assertThat(one.expected()).isEqualTo(Expected.INCONCLUSIVE);
        assertThat(inconclusive.gap().check()).isEqualTo(one.check());
        assertThat(inconclusive.gap().reason().text()).contains(one.words());
      }
    }
  }

  @Test
  void everyCheckHasAFiringAClearAndAnInconclusiveCase() {
    for (Check<CapacityEvidence> check : CapacityRunbook.checks()) {
      List<Expected> covered = cases().stream().filter(one -> one.check().equals(check.id())).map(CheckCase::expected).distinct().sorted()
          .toList();
      // What sessions waited for in the past is context: there is no limit that it could break.
      List<Expected> wanted = check.id().equals("LookBack") ? List.of(Expected.CLEAR, Expected.INCONCLUSIVE)
          : Arrays.asList(Expected.values());
      assertThat(covered).as(check.id()).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void isInconclusiveWithoutAMemberToLookAt(String id) {
    CapacityScene scene = healthy().cluster(Reading.unavailable("rds answered with Throttling"))
        .metrics(Reading.unavailable("rds answered with Throttling"));

    CheckResult result = check(id).examine(noLook(scene).evidence());

    assertThat(result).isInstanceOf(CheckResult.Inconclusive.class);
  }

  static List<String> ids() {
    return CapacityRunbook.checks().stream().map(Check::id).toList();
  }

  private static Check<CapacityEvidence> check(String id) {
    return CapacityRunbook.checks().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static String words(List<Finding> findings) {
    return String.join("\n", findings.stream().map(finding -> finding.summary().text() + " | " + finding.threshold().text()).toList());
  }

  static List<CheckCase> cases() {
    List<CheckCase> all = new java.util.ArrayList<>();
    all.addAll(metricCases());
    all.addAll(probeCases());
    all.addAll(contextCases());
    return all;
  }

  private static List<CheckCase> metricCases() {
    return List.of(
        fires("Ceiling", "ten minutes at max", scene -> scene.capacity(repeat(8, 10)), "8 of 8 ACU, at the ceiling in 5 of the last 5"),
        fires("Ceiling", "exactly at ratio and minutes", scene -> scene.capacity(7.6, 7.6, 7.6, 7.6, 2), "in 4 of the last 5"),
        fires("Ceiling", "at the max of then, with a higher one now", scene ->
        scene.capacity(repeat(8, 10)).range(0.5, 16), "8 of 16 ACU"),
        clear("Ceiling", "a quarter", CapacityChecksTest::asItIs, "2 of 8 ACU, at the ceiling in 0 of the last 5"),
        clear("Ceiling", "at the max of now, which is lower than that of then",
            scene -> scene.capacity(repeat(4, 5)).range(0.5, 4), "4 of 4 ACU, at the ceiling in 0"),
        clear("Ceiling", "a reader that mirrors the writer", scene ->
        scene.capacity(repeat(8, 10)).onlyMember(member(WRITER, false, 1)), "mirrors the writer"),
        open("Ceiling", scene -> scene.without(Metric.CAPACITY), "InternalError"),
        open("Ceiling", scene -> scene.withoutMinute(Metric.CAPACITY, 1).withoutMinute(Metric.CAPACITY, 2), "has 3 of the last 5 minutes"),
        open("Ceiling", scene -> scene.withoutNewest(Metric.CAPACITY, 5), "no datapoint since"),
        fires("Cpu", "exactly at the limit", scene -> scene.metric(Metric.CPU, 80, 80), "CPUUtilization 80 %"),
        fires("Cpu", "sessions for all vCPU", full(snapshot -> snapshot.everySample(onCpu(2))), "2 sessions on CPU for 2 vCPU"),
        clear("Cpu", "idle", CapacityChecksTest::asItIs, "CPUUtilization 15 %"),
        open("Cpu", scene -> noLook(scene.without(Metric.CPU)), "CPUUtilization with InternalError"),
        fires("Commits", "fewer", scene -> scene.metric(Metric.COMMIT_THROUGHPUT, repeat(50, 5)), "commits at 50 % of the hour before"),
        clear("Commits", "exactly at the limit", scene -> scene.metric(Metric.COMMIT_THROUGHPUT, repeat(90, 5)), "90 %"),
        open("Commits", scene -> scene.metric(Metric.COMMIT_THROUGHPUT, repeat(0, 119)), "no commits in the hour before"),
        fires("Memory", "next to nothing free", scene ->
        scene.metric(Metric.FREEABLE_MEMORY, repeat(0.5 * GIB, 5)), "3 % of the memory at max free"),
        clear("Memory", "exactly at the limit", scene -> scene.metric(Metric.FREEABLE_MEMORY, repeat(1.6 * GIB, 5)), "10 %"),
        open("Memory", scene -> scene.withoutMinute(Metric.FREEABLE_MEMORY, 3), "misses one of the last 5 minutes"),
        fires("Cache", "exactly at the limit", scene ->
        scene.metric(Metric.BUFFER_CACHE_HIT_RATIO, repeat(97, 5)), "hit ratio 2 % below the day"),
        clear("Cache", "as ever", CapacityChecksTest::asItIs, "hit ratio 0 % below"),
        open("Cache", scene -> scene.without(Metric.BUFFER_CACHE_HIT_RATIO), "BufferCacheHitRatio"),
        fires("Ramp", "climbs, short of CPU", scene -> CauseRulesTest.climbing(), "scaled up from 3 to 6 ACU with CPU at 95 %"),
        clear("Ramp", "stands", CapacityChecksTest::asItIs, "never short of CPU"),
        open("Ramp", scene -> scene.without(Metric.CAPACITY), "ServerlessDatabaseCapacity"),
        open("Ramp", scene -> scene.without(Metric.CPU), "CPUUtilization"),
        fires("Forecast", "rises steadily", scene -> scene.capacity(rising(2, 0.05)),
            "rising by 3 ACU an hour, at its ceiling of 8 ACU in 50 to 50 min if it goes on"),
        clear("Forecast", "stands", CapacityChecksTest::asItIs, "no steady rise"),
        clear("Forecast", "is there", scene -> scene.capacity(repeat(8, 10)), "the ceiling is reached"),
        clear("Forecast", "a reader that mirrors the writer", scene ->
        scene.capacity(rising(2, 0.05)).onlyMember(member(WRITER, false, 1)), "follows the writer"),
        open("Forecast", scene -> scene.without(Metric.CAPACITY), "InternalError"),
        fires("TransactionIds", "exactly at the limit", scene ->
        scene.metric(Metric.TRANSACTION_ID_AGE, 1_000_000_000), "1 billion transaction ids"),
        clear("TransactionIds", "young", CapacityChecksTest::asItIs, "150 million"),
        open("TransactionIds", scene -> scene.without(Metric.TRANSACTION_ID_AGE), "MaximumUsedTransactionIDs"));
  }

  private static List<CheckCase> probeCases() {
    return List.of(
        fires("WaitProfile", "inside the server", seen(snapshot ->
        snapshot.everySample(and(waiting(4, "LWLock", "LockManager"), onCpu(6)))),
        "LWLock:LockManager 4"),
        clear("WaitProfile", "CPU alone", seen(snapshot -> snapshot.everySample(onCpu(6))),
        "6 active sessions on average in 10 samples: CPU 6"),
        open("WaitProfile", seen(snapshot -> snapshot.samples(4, onCpu(1))), "only 4 of 5 wait samples"),
        open("WaitProfile", CapacityChecksTest::noLook, "connect timed out after 3 s"),
        fires("BlockerTree", "a pile, exactly at the waiters",
        seen(snapshot -> snapshot.trees(tree(backend(42, "active", Duration.ofSeconds(9)), 5, Duration.ofSeconds(2)))),
            "5 sessions behind shop (pid 42, "),
        clear("BlockerTree", "none", CapacityChecksTest::asItIs, "no session waits for a lock"),
        open("BlockerTree", seen(snapshot -> snapshot.trees(Reading.unavailable("canceled after 2 s"))), "canceled after 2 s"),
        fires("TopLoad", "one statement", full(snapshot -> snapshot.everySample(SnapshotScene.sharing(7, 6, Duration.ZERO))),
        "top statement 100 % in 6 sessions"),
        clear("TopLoad", "exactly at the limit", full(snapshot ->
        snapshot.everySample(and(SnapshotScene.sharing(7, 6, Duration.ZERO), onCpu(4)))), "60 %"),
        clear("TopLoad", "nobody works", CapacityChecksTest::asItIs, "no session is active"),
        open("TopLoad", CapacityChecksTest::noLook, "too few wait samples"),
        fires("Clients", "one of two, exactly at its share", full(snapshot -> snapshot.everySample(and(onCpu(6), report(4)))),
            "application shop, login app: 60 % in 6 sessions; application report, login app: 40 % in 4 sessions"),
        fires("Clients", "from a known address", full(snapshot ->
        snapshot.everySample(and(onCpu(1), report(4))).running(backend(700, "active", Duration.ofSeconds(2)))),
            "application report, login app: 80 % in 4 sessions from 10.0.0.8"),
        clear("Clients", "the only one there is", full(snapshot -> snapshot.everySample(onCpu(6))), "100 % in 6 sessions"),
        clear("Clients", "nobody works", CapacityChecksTest::asItIs, "no client is active"),
        open("Clients", CapacityChecksTest::noLook, "too few wait samples"),
        fires("ConnectionHeadroom", "exactly at the limit", seen(snapshot -> snapshot.connections(connections(80, 100, 0, 0))),
        "80 connections of 100 usable (80 %)"),
        fires("ConnectionHeadroom", "one role at its own limit",
            seen(snapshot -> snapshot.connections(connections(20, 100, 0, 0, new ConnectionLimit("role", "app", 10, 9)))),
            "role app has 9 of its own limit of 10"),
        clear("ConnectionHeadroom", "room", CapacityChecksTest::asItIs, "20 connections of 1660"),
        open("ConnectionHeadroom", CapacityChecksTest::noLook, "own count was not read"),
        fires("ConnectionAttempts", "a storm", scene ->
        scene.metric(Metric.CONNECTION_ATTEMPTS, repeat(600, 4)), "600 connection attempts a minute, 60 times"),
        clear("ConnectionAttempts", "as ever", CapacityChecksTest::asItIs, "10 connection attempts a minute, 1 times"),
        open("ConnectionAttempts", scene -> scene.without(Metric.CONNECTION_ATTEMPTS), "ConnectionAttempts"),
        open("ConnectionAttempts", CapacityChecksTest::noLook, "connect timed out"),
        fires("IdleTransactions", "exactly at the age",
        seen(snapshot -> snapshot.idle(backend(42, "idle in transaction", Duration.ofSeconds(60)))), "pid 42"),
        clear("IdleTransactions", "short ones", seen(snapshot -> snapshot.idle(backend(42, "idle in transaction", Duration.ofSeconds(2)))),
        "1 idle in transaction, all short"),
        clear("IdleTransactions", "none", CapacityChecksTest::asItIs, "no session is idle in transaction"),
        open("IdleTransactions", seen(snapshot -> snapshot.idle(Reading.unavailable("canceled"))), "canceled"),
        fires("Maintenance", "a vacuum", full(snapshot ->
        snapshot.everySample(and(onCpu(1), SnapshotScene.session(4000, "", "", 4, Duration.ZERO)))
            .maintenance(SnapshotScene.work(4000, "vacuum"))), "vacuum of public.stock, pid 4000 for 8 min"),
        clear("Maintenance", "none", CapacityChecksTest::asItIs, "no maintenance is running"),
        open("Maintenance", CapacityChecksTest::noLook, "connect timed out"),
        fires("Visibility", "somebody is hidden", seen(snapshot -> snapshot.connections(connections(20, 1660, 0, 3))), "3 sessions hidden"),
        clear("Visibility", "all visible", CapacityChecksTest::asItIs, "the login sees all sessions"),
        open("Visibility", CapacityChecksTest::noLook, "connect timed out"));
  }

  private static ActiveSession[] report(int sessions) {
    ActiveSession[] all = new ActiveSession[sessions];
    for (int i = 0; i < sessions; i++) {
      all[i] = new ActiveSession(700 + i, 0, "client backend", "orders", "app", "report", "", "", 800 + i, Duration.ofMillis(20));
    }
    return all;
  }

  private static double[] rising(double from, double perMinute) {
    double[] capacity = new double[60];
    Arrays.setAll(capacity, i -> from + perMinute * i);
    return capacity;
  }

  private static CapacityScene withReader(CapacityScene scene) {
    return scene.with(member("orders-db-2", false, 2));
  }

  private static List<CheckCase> contextCases() {
    WaitLoad cpu = new WaitLoad("CPU", "", 3.2);
    return List.of(
        fires("Members", "a reader exactly at the CPU limit", scene ->
        withReader(scene).metric("orders-db-2", Metric.CPU, 80, 80),
        "reader orders-db-2 CPU 80 %, 84 % of the CPU that it and orders-db-1 use"),
        clear("Members", "a quiet reader", CapacityChecksTest::withReader, "reader orders-db-2 CPU 15 %"),
        clear("Members", "alone", CapacityChecksTest::asItIs, "no other"),
        open("Members", scene -> scene.with(member("orders-db-2", false, 2)).metrics(Reading.unavailable("Throttling")), "not measured"),
        fires("ReplicaLag", "a reader that shows old data", scene -> withReader(scene).metric("orders-db-2", Metric.REPLICA_LAG, 2001, 2001,
            2001), "reader orders-db-2 lags 2001 ms"),
        clear("ReplicaLag", "a reader that keeps up", CapacityChecksTest::withReader, "reader orders-db-2 lags"),
        clear("ReplicaLag", "alone", CapacityChecksTest::asItIs, "no readers"),
        open("ReplicaLag", scene -> withReader(scene).metrics(Reading.unavailable("Throttling")), "orders-db-2"),
        clear("LookBack", "what was waited for", scene ->
        scene.lookBack(Reading.known(List.of(cpu, new WaitLoad("", "", 0.2)), NOW.minusSeconds(900), NOW)), "over 15 min: CPU 3.2"),
        clear("LookBack", "and by whom",
            scene -> scene.lookBack(Reading.known(List.of(cpu), NOW.minusSeconds(900), NOW))
                .applications(Reading.known(List.of(new ApplicationLoad("shop", 2.5), new ApplicationLoad("", 0.7)), NOW.minusSeconds(900),
                NOW)),
            "over 15 min: CPU 3.2; by application: shop 2.5, (none) 0.7"),
        clear("LookBack", "nothing", scene -> scene.lookBack(Reading.known(List.of(), NOW.minusSeconds(900), NOW)),
        "no load recorded in 15 min"),
        open("LookBack", CapacityChecksTest::asItIs, "Database Insights is off"));
  }
}
