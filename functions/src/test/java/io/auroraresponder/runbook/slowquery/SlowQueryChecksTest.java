package io.auroraresponder.runbook.slowquery;

import static io.auroraresponder.runbook.slowquery.SlowQueryScene.WRITER;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.backend;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.holder;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.rates;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.statement;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.tree;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.waiting;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.work;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Filter;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import io.auroraresponder.probe.Snapshot.XminHolder;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SlowQueryChecksTest {
  private static final Backend IDLE = backend(8123, "idle in transaction", Duration.ofSeconds(10));
  private static final long MEGABYTE = 1_000_000;

  private static Severity severity(SlowQueryScene scene, String check) {
    return finding(scene, check).severity();
  }

  private static Finding finding(SlowQueryScene scene, String check) {
    return switch (scene.check(check)) {
      case CheckResult.Clear clear -> clear.seen();
      case CheckResult.Found found -> found.findings().getFirst();
      case CheckResult.Inconclusive open -> throw new AssertionError(check + " is inconclusive: " + open.gap().reason());
    };
  }

  private static List<String> commands(Finding finding) {
    return finding.advice().stream().map(Advice::command).map(Object::toString).filter(sql -> !sql.isEmpty()).toList();
  }

  @Test
  void everyCheckIsClearWhereAllIsWell() {
    SlowQueryScene scene = new SlowQueryScene();

    List<String> ids = SlowQueryRunbook.checks().stream().map(Check::id).toList();

    assertThat(ids).hasSize(34).doesNotHaveDuplicates();
    assertThat(ids).allSatisfy(id -> assertThat(severity(scene, id)).as(id).isEqualTo(Severity.OK));
  }

  @ParameterizedTest
  @CsvSource({
      "BlockerTree", "IdleTransactions", "RunningStatements", "TopStatements", "WaitProfile", "CpuShort", "Horizon", "SequentialReads",
          "TemporaryFiles",
      "CacheHits", "Rollbacks", "Maintenance", "Visibility"})
  void withoutItsPartOfTheSnapshotACheckIsInconclusive(String id) {
    CheckResult result = new SlowQueryScene().blind().check(id);

    assertThat(result).isInstanceOfSatisfying(CheckResult.Inconclusive.class, open ->
        assertThat(open.gap().reason().text()).contains("permission denied"));
  }

  @ParameterizedTest
  @CsvSource({"Deadlocks,DEADLOCKS", "CommitLatency,COMMIT_LATENCY", "TransactionIds,TRANSACTION_ID_AGE"})
  void withoutItsMetricACheckIsInconclusive(String id, Metric metric) {
    assertThat(new SlowQueryScene().without(metric).check(id)).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @ParameterizedTest
  @CsvSource({
      "4,4,true,OK", "1,5,true,WARNING", "1,29,true,WARNING", "2,119,true,WARNING", "3,30,true,CRITICAL", "1,120,true,CRITICAL",
      "5,1,true,CRITICAL", "5,40,false,WARNING"})
  void blockerTreeIsGradedByWaitersAndTheLongestWait(int blocked, int seconds, boolean stable, Severity wanted) {
    SlowQueryScene scene = new SlowQueryScene().trees(tree(IDLE, blocked, Duration.ofSeconds(seconds), stable));

    assertThat(severity(scene, "BlockerTree")).isEqualTo(wanted);
  }

  @Test
  void theStatementThatWaitsInTheMiddleIsCancelledBeforeTheRoot() {
    Backend ddl = backend(77, "active", "Lock", "relation", Duration.ofSeconds(20));
    SlowQueryScene scene = new SlowQueryScene().trees(tree(IDLE, 6, Duration.ofSeconds(40), true, ddl));

    List<String> sql = commands(finding(scene, "BlockerTree"));

    assertThat(sql).hasSize(2);
    assertThat(sql.getFirst()).startsWith("SELECT pg_cancel_backend").contains("a.pid = 77", "backend_start = '2026-11-24 09:00:00.12+00'");
    assertThat(sql.getLast()).startsWith("SELECT pg_terminate_backend").contains("a.pid = 8123", "pg_blocking_pids");
  }

  @Test
  void aBlockerWhoseStartIsHiddenGetsNoSql() {
    Backend hidden =
        new Backend(
            8123, 0, "", "orders", "", "", "", "client backend", "active", "", "", Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO,
            false, 0, 0, "");

    Finding found = finding(new SlowQueryScene().trees(tree(hidden, 6, Duration.ofSeconds(40))), "BlockerTree");

    assertThat(commands(found)).isEmpty();
    assertThat(found.advice()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"59,OK", "60,WARNING", "3599,WARNING", "3600,CRITICAL"})
  void aRunningStatementIsGradedByItsAge(int seconds, Severity wanted) {
    SlowQueryScene scene = new SlowQueryScene().running(backend(11, "active", Duration.ofSeconds(seconds)));

    assertThat(severity(scene, "RunningStatements")).isEqualTo(wanted);
  }

  @Test
  void whatWaitsForALockSleepsOrDoesMaintenanceIsNoRunningStatement() {
    SlowQueryScene scene =
        new SlowQueryScene()
            .maintenance(work(12, false))
            .running(backend(11, "active", "Lock", "tuple", Duration.ofHours(1)), backend(12, "active", Duration.ofHours(1)),
                backend(13, "active", "Timeout", "PgSleep", Duration.ofHours(1)),
                backend(14, "active", "Client", "ClientWrite", Duration.ofHours(1)));

    assertThat(severity(scene, "RunningStatements")).isEqualTo(Severity.OK);
  }

  @ParameterizedTest
  @CsvSource({"59,OK", "60,WARNING", "3599,WARNING", "3600,CRITICAL"})
  void anIdleTransactionIsGradedByItsIdleTime(int seconds, Severity wanted) {
    SlowQueryScene scene = new SlowQueryScene().idle(backend(11, "idle in transaction", Duration.ofSeconds(seconds)));

    assertThat(severity(scene, "IdleTransactions")).isEqualTo(wanted);
  }

  @Test
  void anIdleTransactionThatManyWaitForIsCriticalAtAnyAge() {
    SlowQueryScene scene = new SlowQueryScene().idle(IDLE).trees(tree(IDLE, 5, Duration.ofSeconds(6)));

    Finding found = finding(scene, "IdleTransactions");

    assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(commands(found).getFirst()).contains("pg_terminate_backend", "idle in transaction%");
  }

  @Test
  void anAbortedTransactionIsCalledThat() {
    SlowQueryScene scene = new SlowQueryScene().idle(backend(11, "idle in transaction (aborted)", Duration.ofSeconds(90)));

    assertThat(finding(scene, "IdleTransactions").summary().text())
        .contains("swallowed an error", "last statement: update stock set n = $1");
  }

  static Stream<Arguments> statements() {
    return Stream.of(
        Arguments.of("half of the time in a busy database", new SlowQueryScene().active(1).statements(statement(10, 10, 0.5, 100)),
        Severity.WARNING),
        Arguments.of("less than half of it", new SlowQueryScene().active(1).statements(statement(10, 10, 0.49, 100)), Severity.OK),
        Arguments.of("all of the time in an idle one", new SlowQueryScene().active(0).statements(statement(10, 10, 1, 100)), Severity.OK),
        Arguments.of("slow and often", new SlowQueryScene().statements(statement(2, 1000, 0.1, 100)), Severity.WARNING),
        Arguments.of("slow and seldom", new SlowQueryScene().statements(statement(1, 1000, 0.1, 100)), Severity.OK),
        Arguments.of("three times its past with the blocks", new SlowQueryScene().statements(statement(10, 30, 0.1, 300)),
        Severity.WARNING),
        Arguments.of("slower without more blocks", new SlowQueryScene().statements(statement(10, 30, 0.1, 299)), Severity.OK),
        Arguments.of("a little slower", new SlowQueryScene().statements(statement(10, 29.9, 0.1, 300)), Severity.OK));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void topStatementsAreRemarkableByShareMeanOrPast(String what, SlowQueryScene scene, Severity wanted) {
    assertThat(severity(scene, "TopStatements")).as(what).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"5,1,WARNING", "5,20,WARNING", "5,20.4,OK", "4,1,OK"})
  void cpuIsShortWhereAtLeastAsManySessionsRunAsThereAreProcessors(int onCpu, double capacity, Severity wanted) {
    SlowQueryScene scene = new SlowQueryScene().active(onCpu).metric(SlowQueryScene.WRITER, Metric.CAPACITY, capacity, 30);

    assertThat(severity(scene, "CpuShort")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"5,LWLock,BufferContent,WARNING", "4,LWLock,BufferContent,OK", "5,IO,XactSync,WARNING", "5,Lock,tuple,WARNING",
      "5,IO,DataFileRead,WARNING",
      "9,IO,BufFileWrite,OK"})
  void waitProfileNamesTheWaitThatMostShare(int sessions, String type, String event, Severity wanted) {
    SlowQueryScene scene = new SlowQueryScene().every(waiting(sessions, type, event));

    assertThat(severity(scene, "WaitProfile")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"499999,0,OK", "500000,0,WARNING", "9999999,0,WARNING", "10000000,0,CRITICAL", "1,3599,OK", "1,3600,WARNING"})
  void aHolderOfTheHorizonIsGradedByAgeAndTime(long age, int heldSeconds, Severity wanted) {
    SlowQueryScene scene = new SlowQueryScene().horizon(holder("session", "11", age, Duration.ofSeconds(heldSeconds)));

    assertThat(severity(scene, "Horizon")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"359,INFO", "499999,INFO", "500000,WARNING"})
  void aFollowerThatWaitsForItsLeaderIsNotToBeEndedForAFewTransactions(long age, Severity wanted) {
    SlowQueryScene scene =
        new SlowQueryScene().running(backend(11, "active", "Lock", "advisory", Duration.ofHours(2)))
            .horizon(holder("session", "11", age, Duration.ofHours(2)));

    assertThat(severity(scene, "Horizon")).isEqualTo(wanted);
  }

  @Test
  void aSessionThatHoldsTheHorizonIsEndedByGuardedSqlAndASlotOnlyWhereNobodyReadsIt() {
    SlowQueryScene scene =
        new SlowQueryScene()
            .idle(IDLE)
            .horizon(holder("session", "8123", 600_000, Duration.ofMinutes(5)),
            holder("replication slot", "debezium", 700_000, Duration.ZERO));

    CheckResult result = scene.check("Horizon");

    assertThat(result)
        .isInstanceOfSatisfying(
            CheckResult.Found.class,
            found -> {
              assertThat(commands(found.findings().getFirst()).getFirst()).contains("pg_terminate_backend", "8123");
              assertThat(commands(found.findings().getLast()))
                  .containsExactly(
                      "SELECT slot_name, slot_type, database, active, active_pid, restart_lsn FROM pg_replication_slots "
                          + "WHERE slot_name = 'debezium';",
                      "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = 'debezium' AND NOT active;");
            });
  }

  @ParameterizedTest
  @CsvSource({"inactive, 0, WARNING", "active, 9.9, OK", "active, 10, WARNING", "inactive, 12, WARNING"})
  void aReplicationSlotIsGradedByItsReaderAndItsLag(String state, double gibibytes, Severity wanted) {
    SlowQueryScene scene =
        new SlowQueryScene().metric(WRITER, Metric.SLOT_LAG, gibibytes * (1L << 30), 5)
            .horizon(new XminHolder("replication slot", "cdc_orders", "pgoutput", "orders {}", 10, Duration.ZERO,
                state + ", catalog only"));

    assertThat(severity(scene, "ReplicationSlots")).isEqualTo(wanted);
    assertThat(finding(scene, "ReplicationSlots").summary().text()).contains("replication slot cdc_orders of database orders {}");
  }

  @Test
  void oneDeadlockOfTheLastQuarterOfAnHourCountsAndOneBeforeDoesNot() {
    SlowQueryScene late = new SlowQueryScene().metric(WRITER, Metric.DEADLOCKS, 1.0 / 60, 15).metric(WRITER, Metric.DEADLOCKS, 0, 14);
    SlowQueryScene early = new SlowQueryScene().metric(WRITER, Metric.DEADLOCKS, 1.0 / 60, 16).metric(WRITER, Metric.DEADLOCKS, 0, 15);

    assertThat(severity(late, "Deadlocks")).isEqualTo(Severity.WARNING);
    assertThat(finding(late, "Deadlocks").summary().text()).startsWith("about 1 deadlock in 1 of 15 minutes");
    assertThat(severity(early, "Deadlocks")).isEqualTo(Severity.OK);
  }

  @ParameterizedTest
  @CsvSource({"19.9,OK", "20,WARNING", "60,WARNING"})
  void commitLatencyIsSlowFromItsLimitAndThreeTimesTheHourBefore(double millis, Severity wanted) {
    SlowQueryScene scene = new SlowQueryScene().metric(WRITER, Metric.COMMIT_LATENCY, millis, 5);

    assertThat(severity(scene, "CommitLatency")).isEqualTo(wanted);
  }

  @Test
  void commitsThatAlwaysTakeLongAreNotSlowerThanBefore() {
    assertThat(severity(new SlowQueryScene().metric(WRITER, Metric.COMMIT_LATENCY, 40, 120), "CommitLatency")).isEqualTo(Severity.OK);
  }

  @ParameterizedTest
  @CsvSource({"499999999,OK", "500000000,WARNING", "1000000000,CRITICAL"})
  void transactionIdsAreGradedByTheirAge(double age, Severity wanted) {
    assertThat(severity(new SlowQueryScene().metric(WRITER, Metric.TRANSACTION_ID_AGE, age, 1), "TransactionIds")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"19,OK", "20,WARNING", "1000,WARNING"})
  void temporaryFilesAreGradedByTheirSize(long megabytes, Severity wanted) {
    SlowQueryScene scene = new SlowQueryScene().rates(rates(100, 1, 0.99, 1, 100, 100, megabytes * MEGABYTE));

    assertThat(severity(scene, "TemporaryFiles")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"512,0.5,1,WARNING", "511,0.5,1,OK", "512,0.49,1,OK", "512,0.5,0,OK"})
  void aStatementThatSpillsCountsByItsShareOfTheTimeHoweverSlowTheMachineIs(long blocks, double share, int sessions, Severity wanted) {
    StatementDelta sorts = new StatementDelta("orders", 42, "select * from stock order by note", 1, 900, share, 10, 1000, 900, 10, 3600,
        blocks, 0, Filter.NONE);
    SlowQueryScene scene = new SlowQueryScene().active(sessions).statements(sorts);

    assertThat(severity(scene, "TemporaryFiles")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"45,5,WARNING", "46,5,OK", "10,4.9,OK"})
  void rollbacksCountByShareAndNumber(double commits, double rollbacks, Severity wanted) {
    assertThat(severity(new SlowQueryScene().rates(rates(commits, rollbacks, 0.99, 1, 100, 100, 0)), "Rollbacks")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"250000,2500,WARNING", "249999,10,OK", "250000,2501,OK"})
  void sequentialReadsCountByRowsAndByWhatIndexesFound(double returned, double fetched, Severity wanted) {
    assertThat(severity(new SlowQueryScene().rates(rates(100, 1, 0.99, 1, returned, fetched, 0)), "SequentialReads")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"0.899,1000,WARNING", "0.9,1000,OK", "0.5,999,OK"})
  void cacheHitsCountOnlyWhereMuchIsRead(double ratio, double reads, Severity wanted) {
    assertThat(severity(new SlowQueryScene().rates(rates(100, 1, ratio, reads, 100, 100, 0)), "CacheHits")).isEqualTo(wanted);
  }

  @Test
  void maintenanceIsInformationAndAWraparoundVacuumIsLeftAlone() {
    Finding plain = finding(new SlowQueryScene().maintenance(work(12, false)), "Maintenance");
    Finding wraparound = finding(new SlowQueryScene().maintenance(work(12, true)), "Maintenance");

    assertThat(plain.severity()).isEqualTo(Severity.INFO);
    assertThat(plain.summary().text()).contains("create index of public.stock", "40 % done");
    assertThat(wraparound.advice().getFirst().text().text()).contains("if cancelled, it starts again");
  }

  @Test
  void oneHiddenSessionIsAWarning() {
    SlowQueryScene scene = new SlowQueryScene().connections(
        io.auroraresponder.incident.Reading.known(SlowQueryScene.connections(1), SlowQueryScene.NOW));

    assertThat(severity(scene, "Visibility")).isEqualTo(Severity.WARNING);
  }

  @Test
  void anotherInstanceThanTheOneAskedIsAWarningAndAServerWithoutANameIsNot() {
    assertThat(severity(new SlowQueryScene().answered("orders-db-9"), "AnsweringMember")).isEqualTo(Severity.WARNING);
    assertThat(severity(new SlowQueryScene().answered(""), "AnsweringMember")).isEqualTo(Severity.OK);
  }

  @Test
  void theStorageOfAReaderIsJudgedThoughNoAlarmWatchesIt() {
    double gib = 1L << 30;
    SlowQueryScene scene = new SlowQueryScene().metric(WRITER, Metric.FREE_LOCAL_STORAGE, 40 * gib, 120)
        .metric(SlowQueryScene.READER, Metric.FREE_LOCAL_STORAGE, 40 * gib, 120)
        .metric(SlowQueryScene.READER, Metric.FREE_LOCAL_STORAGE, gib, 3);

    CheckResult.Found found = (CheckResult.Found) scene.check("LocalStorage");

    assertThat(found.findings()).hasSize(1);
    assertThat(found.findings().getFirst().summary().text()).startsWith("1 GiB of local storage left on " + SlowQueryScene.READER);
    assertThat(found.findings().getFirst().advice().getFirst().text().text()).startsWith("Connect to ").contains("not looked into");
    assertThat(scene.examine().findings()).filteredOn(finding -> finding.check().equals("LocalStorage"))
        .extracting(finding -> finding.place().member()).containsExactly(SlowQueryScene.READER);
  }

  @Test
  void storageOfAllMembersInOrderIsOneLine() {
    double gib = 1L << 30;
    SlowQueryScene scene = new SlowQueryScene().metric(WRITER, Metric.FREE_LOCAL_STORAGE, 40 * gib, 120)
        .metric(SlowQueryScene.READER, Metric.FREE_LOCAL_STORAGE, 30 * gib, 120);

    CheckResult.Clear clear = (CheckResult.Clear) scene.check("LocalStorage");

    assertThat(clear.seen().summary().text()).isEqualTo("40 GiB of local storage left");
  }
}
