package io.auroraresponder.runbook.slowquery;

import static io.auroraresponder.runbook.slowquery.SlowQueryScene.READER;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.WRITER;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.backend;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.session;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.statement;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.tree;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.waiting;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.work;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.runbook.Examination;
import io.auroraresponder.runbook.Told;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SlowQueryRunbookTest {
  private static final Backend IDLE = backend(8123, "idle in transaction", Duration.ofSeconds(250));
  private static final Backend ACTIVE = backend(8123, "active", Duration.ofSeconds(250));

  private static SlowQueryScene pileUp() {
    return new SlowQueryScene().running(ACTIVE).trees(tree(ACTIVE, 41, Duration.ofMinutes(4))).every(waiting(41, "Lock", "transactionid"));
  }

  private static SlowQueryScene leak() {
    return new SlowQueryScene().idle(IDLE).trees(tree(IDLE, 2, Duration.ofSeconds(40)),
        tree(backend(9, "idle in transaction", Duration.ofSeconds(70)), 1, Duration.ofSeconds(8)));
  }

  private static SlowQueryScene runaway() {
    return new SlowQueryScene().running(ACTIVE).every(session(8123, "", "", 7, Duration.ofSeconds(250)));
  }

  private static SlowQueryScene regression() {
    return new SlowQueryScene().statements(statement(20, 90, 0.9, 4000));
  }

  private static SlowQueryScene contention() {
    return new SlowQueryScene().every(waiting(12, "LWLock", "LockManager"));
  }

  private static SlowQueryScene maintenance() {
    return new SlowQueryScene().maintenance(work(12, false)).every(session(12, "", "", 3, Duration.ofMinutes(8)));
  }

  @Test
  void aQuietDatabaseHasNoSlowQueries() {
    Examination seen = new SlowQueryScene().examine();

    assertThat(seen.diagnosis().cause()).isEqualTo(Cause.NONE);
    assertThat(seen.diagnosis().severity()).isEqualTo(Severity.OK);
    assertThat(seen.diagnosis().headline().text())
        .isEqualTo("orders-db has no slow queries now: no session waits for a lock; no session is idle in transaction; no statement is "
        + "running.");
    assertThat(seen.gaps()).isEmpty();
    assertThat(seen.timing().calls()).isEqualTo(4 + 14);
  }

  @Test
  void aLongQueueBehindAnActiveRootIsAPileUp() {
    Diagnosis diagnosis = pileUp().examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.LOCK_PILEUP);
    assertThat(diagnosis.otherCauses()).isEmpty();
    assertThat(diagnosis.lever()).isEqualTo(Lever.END_BLOCKER);
    assertThat(diagnosis.headline().text())
        .isEqualTo("orders-db is waiting, not working: 41 sessions queue behind shop (pid 8123, active for 4 min, "
        + "app@10.0.0.8, database orders).");
    assertThat(diagnosis.advice().getFirst().command().text()).startsWith("SELECT pg_cancel_backend").contains("8123", "backend_start");
    assertThat(diagnosis.range()).as("slow queries are no question of capacity").isEmpty();
  }

  @Test
  void anIdleRootIsALeakWithThePileUpAsRunnerUpUnlessAStatementWaitsInTheMiddle() {
    Backend ddl = backend(77, "active", "Lock", "relation", Duration.ofSeconds(20));
    SlowQueryScene direct = new SlowQueryScene().idle(IDLE).trees(tree(IDLE, 41, Duration.ofMinutes(4)));
    SlowQueryScene behindDdl = new SlowQueryScene().idle(IDLE).trees(tree(IDLE, 41, Duration.ofMinutes(4), true, ddl));

    assertThat(direct.examine().diagnosis().cause()).isEqualTo(Cause.IDLE_TRANSACTION_LEAK);
    assertThat(direct.examine().diagnosis().otherCauses()).containsExactly(Cause.LOCK_PILEUP);
    assertThat(behindDdl.examine().diagnosis().cause()).isEqualTo(Cause.LOCK_PILEUP);
  }

  @Test
  void severalIdleRootsWithShortQueuesAreALeak() {
    Diagnosis diagnosis = leak().examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.IDLE_TRANSACTION_LEAK);
    assertThat(diagnosis.otherCauses()).containsExactly(Cause.LOCK_PILEUP);
    assertThat(diagnosis.headline().text()).startsWith("orders-db has 2 idle transactions that hold locks: 3 sessions wait");
  }

  @Test
  void oneOldStatementThatCarriesTheWorkIsARunaway() {
    Diagnosis diagnosis = runaway().examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.RUNAWAY_STATEMENT);
    assertThat(diagnosis.severity()).isEqualTo(Severity.WARNING);
    assertThat(diagnosis.advice().getFirst().command().text()).startsWith("SELECT pg_cancel_backend").contains("interval '250 seconds'");
  }

  @Test
  void anOldStatementBesideMuchOtherWorkIsNoCauseWhereTheCpuIsShort() {
    Diagnosis diagnosis = new SlowQueryScene().running(ACTIVE).active(6).examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.CPU_SHORT);
    assertThat(diagnosis.severity()).isEqualTo(Severity.WARNING);
    assertThat(diagnosis.headline().text()).startsWith("orders-db: 6 sessions on CPU for 0.5 vCPU");
  }

  @Test
  void aStatementThatCostsManyTimesItsPastIsAPlanRegression() {
    assertThat(regression().examine().diagnosis().cause()).isEqualTo(Cause.PLAN_REGRESSION);
  }

  @Test
  void sessionsInEachOthersWayAreContention() {
    assertThat(contention().examine().diagnosis().cause()).isEqualTo(Cause.INTERNAL_CONTENTION);
    assertThat(new SlowQueryScene().every(waiting(12, "IO", "XactSync")).examine().diagnosis().cause())
        .isEqualTo(Cause.COMMIT_OR_STORAGE_BOUND);
  }

  @Test
  void anIndexBuildThatCarriesTheWorkIsMaintenance() {
    assertThat(maintenance().examine().diagnosis().cause()).isEqualTo(Cause.MAINTENANCE_WORK);
  }

  @Test
  void aPausedClusterGetsNoConnection() {
    SlowQueryScene scene = new SlowQueryScene().pausing();

    Examination seen = scene.examine();

    assertThat(scene.probed).isEmpty();
    assertThat(seen.diagnosis().conditions()).containsExactly(Condition.PAUSED);
    assertThat(seen.verdict().cause()).isEqualTo("paused");
    assertThat(seen.diagnosis().severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void aClusterThatMayBePausedGetsNoConnectionEither() {
    SlowQueryScene scene = new SlowQueryScene().pausing().brokenMetrics();

    Examination seen = scene.examine();

    assertThat(scene.probed).isEmpty();
    assertThat(seen.diagnosis().cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(seen.diagnosis().headline().text()).startsWith("orders-db queries were not judged");
    assertThat(seen.gaps()).extracting(Gap::check).contains("Metrics", "Database");
  }

  @Test
  void aStoppedClusterEndsTheLook() {
    SlowQueryScene scene = new SlowQueryScene().status("stopped");

    Examination seen = scene.examine();

    assertThat(scene.probed).isEmpty();
    assertThat(seen.diagnosis().conditions()).containsExactly(Condition.STOPPED);
  }

  @Test
  void aFailedLoginIsUnknownAndNeverHealthy() {
    Examination seen = new SlowQueryScene().look(new Look.Failed("28P01", "The password was refused.", SlowQueryScene.NOW)).examine();

    assertThat(seen.diagnosis().cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(seen.diagnosis().severity()).isEqualTo(Severity.WARNING);
    assertThat(seen.diagnosis().headline().text()).endsWith("The password was refused.");
  }

  @Test
  void aMetricSpeaksEvenWhereTheDatabaseDoesNot() {
    Diagnosis diagnosis =
        new SlowQueryScene()
            .metric(WRITER, Metric.TRANSACTION_ID_AGE, 1_200_000_000, 1)
            .look(new Look.Failed("", "It did not answer.", SlowQueryScene.NOW))
            .examine()
            .diagnosis();

    assertThat(diagnosis.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(diagnosis.headline().text()).contains("1.2 billion transaction ids", "was not examined: It did not answer.");
  }

  @Test
  void partsThatAreMissingLeaveItUnknown() {
    Diagnosis diagnosis = new SlowQueryScene().blind().examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(diagnosis.headline().text()).contains("blocker tree", "running statements", "idle transactions");
  }

  @Test
  void anUnknownClusterIsSaid() {
    Examination seen = new SlowQueryScene().unknownCluster().examine();

    assertThat(seen.diagnosis().cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(seen.diagnosis().headline().text()).contains("RDS knows no cluster orders-db");
  }

  @Test
  void theNamedMemberTheBusiestReaderOrTheWriterIsAsked() {
    SlowQueryScene named = new SlowQueryScene().signal(READER, "");
    SlowQueryScene readers = new SlowQueryScene().signal("", "READER");
    SlowQueryScene cluster = new SlowQueryScene();

    named.evidence();
    readers.evidence();
    cluster.evidence();

    assertThat(named.probed).extracting(ProbeRequest::instanceId).containsExactly(READER);
    assertThat(readers.probed).extracting(ProbeRequest::instanceId).containsExactly(READER);
    assertThat(cluster.probed).extracting(ProbeRequest::instanceId).containsExactly(WRITER);
  }

  static Stream<SlowQueryScene> scenes() {
    return Stream.of(
        new SlowQueryScene(), pileUp(), leak(), runaway(), regression(), contention(), maintenance(), new SlowQueryScene().blind(),
        new SlowQueryScene().pausing(), new SlowQueryScene().unknownCluster(), new SlowQueryScene().samples(3),
        new SlowQueryScene().idle(IDLE).horizon(SlowQueryScene.holder("session", "8123", 12_000_000, Duration.ofHours(2))),
        new SlowQueryScene().rates(SlowQueryScene.rates(10, 10, 0.5, 5000, 5_000_000, 10, 2_000_000_000L)),
        new SlowQueryScene().metric(WRITER, Metric.COMMIT_LATENCY, 90, 5).metric(WRITER, Metric.DEADLOCKS, 0.5, 5));
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void everyNumberIsAFactAndNothingIsEverChanged(SlowQueryScene scene) {
    Examination seen = scene.examine();

    assertThat(Told.unexplained(seen)).isEmpty();
    assertThat(seen.diagnosis().range()).isEmpty();
    assertThat(seen.findings().size() + seen.gaps().size()).isGreaterThanOrEqualTo(16);
  }
}
