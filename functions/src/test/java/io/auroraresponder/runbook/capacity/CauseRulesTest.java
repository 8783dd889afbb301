package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.database.SnapshotScene.backend;
import static io.auroraresponder.database.SnapshotScene.connections;
import static io.auroraresponder.database.SnapshotScene.session;
import static io.auroraresponder.database.SnapshotScene.sharing;
import static io.auroraresponder.database.SnapshotScene.statement;
import static io.auroraresponder.database.SnapshotScene.tree;
import static io.auroraresponder.database.SnapshotScene.unstable;
import static io.auroraresponder.database.SnapshotScene.work;
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
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.diagnosis.RangeQuestion.Strength;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Plans;
import io.auroraresponder.probe.Snapshot.ConnectionLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each cause: a scene in which it holds, and the same scene with one piece of its evidence missing or opposite, in which it does not. */
class CauseRulesTest {
  private static final long ONE = 77;
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

  record Doubt(String name, UnaryOperator<CapacityScene> change) {}

  record CauseCase(CauseRule<CapacityPicture> rule, Supplier<CapacityScene> scene, List<Doubt> doubts) {}

  record DoubtCase(CauseCase base, Doubt doubt) {
    @Override
    public String toString() {
      return base.rule().cause().word() + ": " + doubt.name();
    }
  }

  private static Doubt doubt(String name, UnaryOperator<CapacityScene> change) {
    return new Doubt(name, change);
  }

  /** A change of what the probe saw. */
  private static Doubt seen(String name, Consumer<SnapshotScene> change) {
    return new Doubt(
        name,
        scene -> {
          change.accept(scene.snapshot());
          return scene;
        });
  }

  private static final Doubt NO_LOOK = doubt("database not looked into", scene ->
      scene.look(new Look.Failed("08001", "no route to the host", NOW)));
  private static final Doubt NO_SAMPLES = seen("no wait samples", snapshot -> snapshot.waits(Reading.unavailable("cut short")));
  private static final Doubt AT_REST = seen("nobody works now", SnapshotScene::everySample);
  private static final Doubt NO_CAPACITY = doubt("capacity not read", scene -> scene.without(Metric.CAPACITY));
  private static final Doubt NOT_AT_CEILING = doubt("not at the ceiling", scene -> scene.capacity(repeat(6, 10)));
  private static final Doubt READER = doubt("a reader", scene -> scene.onlyMember(member(WRITER, false, 3)));

  @Test
  void everyCauseHasACase() {
    List<Cause> causes = cases().stream().map(one -> one.rule().cause()).toList();

    assertThat(causes).containsExactlyInAnyOrderElementsOf(CapacityRunbook.causes().stream().map(rule -> rule.cause()).toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdsWithAllItsEvidence(CauseCase one) {
    Explanation suspicion = one.scene().get().suspect(one.rule()).orElseThrow();

    assertThat(suspicion.cause()).isEqualTo(one.rule().cause());
    assertThat(suspicion.says().text()).startsWith("orders-db");
    assertThat(suspicion.says().facts()).isNotEmpty();
    assertThat(suspicion.impact().isEmpty()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyNumberOfItsWordsIsAFact(CauseCase one) {
    Diagnosis diagnosis = one.scene().get().diagnose();

    assertThat(Numbers.phrases(diagnosis)).allSatisfy(phrase -> assertThat(Numbers.unexplained(phrase)).as(phrase.text()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void doesNotHoldWithOnePieceMissingOrOpposite(DoubtCase one) {
    CapacityScene scene = one.doubt().change().apply(one.base().scene().get());

    assertThat(scene.suspect(one.base().rule()).map(suspicion -> suspicion.says().text())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void leadsTheDiagnosisWhereItAloneHolds(CauseCase one) {
    assertThat(one.scene().get().diagnose().cause()).isEqualTo(one.rule().cause());
  }

  static List<DoubtCase> doubts() {
    List<DoubtCase> all = new ArrayList<>();
    cases().forEach(one -> one.doubts().forEach(doubt -> all.add(new DoubtCase(one, doubt))));
    return all;
  }

  static List<CauseCase> cases() {
    return List.of(
        lockPileup(), idleTransactionLeak(), connectionSaturation(), internalContention(), commitBound(), coldCache(), maintenanceWork(),
        runaway(),
        planRegression(), connectionStorm(), readerSaturated(), memoryPressure(), loadGrowth(), rampLimited(),
        fullNotPressed());
  }

  // ------------------------------------------------------------------ waiting

  static CapacityScene pile() {
    CapacityScene scene = healthy();
    scene.snapshot().everySample(waiting(6, "Lock", "transactionid"))
        .trees(tree(backend(42, "active", TWO_MINUTES), 6, Duration.ofSeconds(40)));
    return scene;
  }

  private static CauseCase lockPileup() {
    return new CauseCase(
        CapacityRunbook.rule(Cause.LOCK_PILEUP), CauseRulesTest::pile,
        List.of(
            NO_LOOK, NO_SAMPLES, AT_REST,
            seen("lock trees not read", snapshot -> snapshot.trees(Reading.unavailable("lock_timeout"))),
            seen("nobody behind anybody", SnapshotScene::trees),
            seen("the root changes", snapshot -> snapshot
            .trees(unstable(tree(backend(42, "active", TWO_MINUTES), 6, Duration.ofSeconds(40))))),
            seen("few wait, and short", snapshot -> snapshot.trees(tree(backend(42, "active", TWO_MINUTES), 4, Duration.ofSeconds(29)))),
            seen("most sessions are on CPU", snapshot -> snapshot.everySample(and(waiting(6, "Lock", "transactionid"), onCpu(7))))));
  }

  private static io.auroraresponder.probe.Snapshot.Backend idle(int pid) {
    return backend(pid, "idle in transaction", TWO_MINUTES);
  }

  private static CauseCase idleTransactionLeak() {
    return new CauseCase(
        CapacityRunbook.rule(Cause.IDLE_TRANSACTION_LEAK),
        () -> {
          CapacityScene scene = healthy();
          scene.snapshot()
              .everySample(waiting(4, "Lock", "tuple"))
              .trees(tree(idle(42), 2, Duration.ofSeconds(40)), tree(idle(43), 2, Duration.ofSeconds(35)))
              .idle(idle(42), idle(43));
          return scene;
        },
        List.of(
            NO_LOOK,
            seen("lock trees not read", snapshot -> snapshot.trees(Reading.unavailable("lock_timeout"))),
            seen("idle, but nobody waits for it", SnapshotScene::trees),
            seen("the roots work", snapshot -> snapshot.trees(tree(backend(42, "active", TWO_MINUTES), 4, Duration.ofSeconds(40)))),
            seen("the root changes", snapshot -> snapshot.trees(unstable(tree(idle(42), 4, Duration.ofSeconds(40))))),
            seen("a client's round trip", snapshot -> snapshot
            .trees(tree(backend(42, "idle in transaction", Duration.ofSeconds(3)), 1, Duration.ofSeconds(2))))));
  }

  private static CauseCase connectionSaturation() {
    return new CauseCase(
        new ConnectionSaturationRule(),
        () -> {
          CapacityScene scene = healthy();
          scene.snapshot().connections(connections(1600, 1660, 3, 0));
          return scene;
        },
        List.of(
            NO_LOOK,
            seen("connections not read", snapshot -> snapshot.connections(Reading.unavailable("statement_timeout"))),
            seen("room left", snapshot -> snapshot.connections(connections(1400, 1660, 3, 0))),
            seen("a role below its own limit", snapshot ->
            snapshot.connections(connections(20, 1660, 3, 0, new ConnectionLimit("role", "app", 10, 8)))),
            doubt("a role at its own limit, while CPU is what is short", scene -> {
              scene.metric(Metric.CPU, 95, 95);
              scene.snapshot().connections(connections(20, 1660, 3, 0, new ConnectionLimit("role", "reports", 2, 2)));
              return scene;
            })));
  }

  @Test
  void aLoginRefusedForWantOfConnectionsIsSaturation() {
    CapacityScene scene = healthy().look(new Look.Failed("53300", "sorry, too many clients already", NOW));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.CONNECTION_SATURATION);
  }

  @Test
  void aRoleAtItsOwnLimitIsSaturationWhereNothingElseIsShort() {
    CapacityScene scene = healthy();
    scene.snapshot().connections(connections(20, 1660, 3, 0, new ConnectionLimit("role", "app", 10, 9)));

    assertThat(scene.suspect(new ConnectionSaturationRule()).orElseThrow().says().text())
        .contains("role app has 9 of its own limit of 10");
  }

  private static CauseCase internalContention() {
    return new CauseCase(
        CapacityRunbook.rule(Cause.INTERNAL_CONTENTION),
        () -> {
          CapacityScene scene = healthy();
          scene.snapshot().everySample(and(waiting(6, "LWLock", "LockManager"), onCpu(2)));
          return scene;
        },
        List.of(
            NO_LOOK, NO_SAMPLES, AT_REST,
            seen("few sessions", snapshot -> snapshot.everySample(waiting(4, "LWLock", "LockManager"))),
            seen("most on CPU", snapshot -> snapshot.everySample(and(waiting(3, "LWLock", "LockManager"), onCpu(7)))),
            seen("locks without anybody who looked at the roots", snapshot ->
            snapshot.everySample(waiting(6, "Lock", "tuple")).trees(Reading.unavailable("lock_timeout"))),
            seen("locks behind one root", snapshot -> snapshot.everySample(waiting(6, "Lock", "tuple"))
            .trees(tree(backend(1, "active", SHORT), 2, SHORT)))));
  }

  @Test
  void lockWaitsWhoseRootChangesAllTheTimeAreAHotSpot() {
    CapacityScene scene = healthy();
    scene.snapshot().everySample(and(waiting(6, "Lock", "tuple"), onCpu(2))).trees(unstable(tree(backend(1, "active", SHORT), 5, SHORT)));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.INTERNAL_CONTENTION);
    assertThat(scene.diagnose().headline().text()).contains("hot spot").contains("Lock:tuple");
  }

  private static CauseCase commitBound() {
    return new CauseCase(
        CapacityRunbook.rule(Cause.COMMIT_OR_STORAGE_BOUND),
        () -> {
          CapacityScene scene = healthy();
          scene.snapshot().everySample(and(waiting(6, "IO", "XactSync"), onCpu(2)));
          return scene;
        },
        List.of(
            NO_LOOK, NO_SAMPLES, AT_REST,
            seen("few sessions", snapshot -> snapshot.everySample(waiting(4, "IO", "WALSync"))),
            seen("most on CPU", snapshot -> snapshot.everySample(and(waiting(4, "IO", "WALSync"), onCpu(5)))),
            seen("they read", snapshot -> snapshot.everySample(waiting(8, "IO", "DataFileRead")))));
  }

  // ------------------------------------------------------------------ working

  static CapacityScene cold() {
    CapacityScene scene =
        healthy().capacity(repeat(8, 10)).event(WRITER, "DB instance restarted", Duration.ofMinutes(8))
        .metric(Metric.BUFFER_CACHE_HIT_RATIO, repeat(90, 5));
    scene.snapshot().everySample(and(waiting(4, "IO", "DataFileRead"), onCpu(1)));
    return scene;
  }

  private static CauseCase coldCache() {
    return new CauseCase(
        new ColdCacheRule(), CauseRulesTest::cold,
        List.of(
            AT_REST,
            doubt("nothing emptied the cache", scene -> scene.events(Reading.known(List.of(), NOW))),
            doubt("long ago", scene -> scene.event(WRITER, "DB instance restarted", Duration.ofMinutes(31))),
            doubt("another instance", scene -> scene.event("billing-db-1", "DB instance restarted", Duration.ofMinutes(8))),
            doubt("events not read", scene -> scene.events(Reading.unavailable("a page stayed missing"))),
            doubt("pages come from memory", scene -> {
              scene.metric(Metric.BUFFER_CACHE_HIT_RATIO, repeat(99, 5)).snapshot().everySample(onCpu(5));
              return scene;
            })));
  }

  private static CauseCase maintenanceWork() {
    return new CauseCase(
        CapacityRunbook.rule(Cause.MAINTENANCE_WORK),
        () -> {
          CapacityScene scene = CapacityScene.loadGrowth();
          scene.snapshot()
              .everySample(session(4000, "", "", 4, Duration.ofMinutes(8)), session(4001, "", "", 5, Duration.ofMinutes(8)),
              session(99, "", "", 6, SHORT))
              .maintenance(work(4000, "create index"), work(4001, "vacuum"));
          return scene;
        },
        List.of(
            NO_LOOK, NO_SAMPLES, AT_REST,
            seen("maintenance not read", snapshot -> snapshot.maintenance(Reading.unavailable("statement_timeout"))),
            seen("others carry more", snapshot -> snapshot.everySample(and(onCpu(5), session(4000, "", "", 4, Duration.ofMinutes(8))))),
            doubt("nothing is short", scene -> {
              scene.capacity(repeat(6, 10)).metric(Metric.CPU, repeat(40, 10)).snapshot()
                  .everySample(session(4000, "", "", 4, Duration.ofMinutes(8)));
              return scene;
            })));
  }

  @Test
  void anAutovacuumWorkerIsMaintenanceWithoutAnEntry() {
    CapacityScene scene = CapacityScene.loadGrowth();
    var worker =
        new io.auroraresponder.probe.Snapshot.ActiveSession(4000, 0, "autovacuum worker", "orders", "", "", "IO", "DataFileRead", 0,
        Duration.ofHours(1));
    scene.snapshot().everySample(worker, session(99, "", "", 6, SHORT));

    assertThat(scene.suspect(CapacityRunbook.rule(Cause.MAINTENANCE_WORK)).orElseThrow().says().text())
        .contains("50 % of the active load is autovacuum");
  }

  static CapacityScene runawayScene() {
    CapacityScene scene = CapacityScene.loadGrowth();
    scene.snapshot()
        .everySample(session(4000, "", "", ONE, TWO_MINUTES), session(4001, "", "", 5, SHORT))
        .running(backend(4000, "active", TWO_MINUTES));
    return scene;
  }

  private static CauseCase runaway() {
    return new CauseCase(
        CapacityRunbook.rule(Cause.RUNAWAY_STATEMENT), CauseRulesTest::runawayScene,
        List.of(
            NO_LOOK, NO_SAMPLES, AT_REST,
            seen("it is young", snapshot -> snapshot.everySample(session(4000, "", "", ONE, Duration.ofSeconds(59)),
            session(4001, "", "", 5, SHORT))),
            seen("others carry more", snapshot -> snapshot.everySample(and(onCpu(2), session(4000, "", "", ONE, TWO_MINUTES)))),
            seen("the same statement in many sessions", snapshot -> snapshot.everySample(sharing(ONE, 3, TWO_MINUTES))),
            seen("it waits for a lock", snapshot -> snapshot
            .everySample(session(4000, "Lock", "tuple", ONE, TWO_MINUTES), session(4001, "", "", 5, SHORT))),
            doubt("nothing is short", scene -> {
              scene.capacity(repeat(6, 10)).metric(Metric.CPU, repeat(40, 10)).snapshot()
                  .everySample(session(4000, "", "", ONE, TWO_MINUTES));
              return scene;
            })));
  }

  @Test
  void parallelWorkersCountToTheirLeader() {
    CapacityScene scene = CapacityScene.loadGrowth();
    var worker = new io.auroraresponder.probe.Snapshot.ActiveSession(4005, 4000, "parallel worker", "orders", "app", "shop", "", "", ONE,
        TWO_MINUTES);
    var other = new io.auroraresponder.probe.Snapshot.ActiveSession(4006, 4000, "parallel worker", "orders", "app", "shop", "", "", ONE,
        TWO_MINUTES);
    scene.snapshot().everySample(and(onCpu(3), session(4000, "IPC", "ExecuteGather", ONE, TWO_MINUTES), worker, other));

    assertThat(scene.holds(CapacityRunbook.rule(Cause.RUNAWAY_STATEMENT))).isTrue();
    assertThat(scene.picture().profile().orElseThrow().sessions().getFirst()).matches(one -> one.pid() == 4000 && one.share() == 0.5);
  }

  static CapacityScene regressed() {
    CapacityScene scene = CapacityScene.loadGrowth();
    scene.snapshot().everySample(and(sharing(ONE, 5, SHORT), onCpu(1))).statements(statement(ONE, 40, 60, 900));
    return scene;
  }

  private static CauseCase planRegression() {
    return new CauseCase(
        CapacityRunbook.rule(Cause.PLAN_REGRESSION), CauseRulesTest::regressed,
        List.of(
            NO_LOOK, NO_SAMPLES, AT_REST,
            seen("statements not read", snapshot -> snapshot.statements(Reading.unavailable("pg_stat_statements is not installed"))),
            seen("no past to compare with", snapshot -> snapshot.statements(statement(ONE, 40, 60, 900, 5))),
            seen("as fast as before", snapshot -> snapshot.statements(statement(ONE, 40, 12, 100))),
            seen("slower without more work", snapshot -> snapshot.statements(statement(ONE, 40, 60, 110))),
            seen("two sessions", snapshot -> snapshot.everySample(sharing(ONE, 2, SHORT))),
            seen("others carry more", snapshot -> snapshot.everySample(and(sharing(ONE, 3, SHORT), onCpu(4)))),
            doubt("nothing is short", scene -> {
              scene.capacity(repeat(6, 10)).metric(Metric.CPU, repeat(40, 10)).snapshot()
                  .mixed(2, sharing(ONE, 3, SHORT), new io.auroraresponder.probe.Snapshot.ActiveSession[0]);
              return scene;
            })));
  }

  @Test
  void aPlanThatAuroraSawReplacedIsTheProof() {
    CapacityScene scene = regressed();
    scene.snapshot().statements(statement(ONE, 40, 60, 900).with(new Plans(22, 40, 60, 11, 50_000, 10)));

    assertThat(scene.diagnose().headline().text()).contains("plan 11 took 10 ms a call, plan 22, captured last, takes 60 ms");
    assertThat(scene.diagnose().advice()).extracting(one -> one.command().text())
        .anyMatch(command -> command.contains("FROM aurora_stat_plans(true) WHERE queryid = " + ONE));
    assertThat(scene.diagnose().advice()).extracting(one -> one.text().text()).noneMatch(text -> text.contains("likely"));
  }

  static Stream<Plans> plansThatProveNothing() {
    return Stream.of(Plans.NONE, new Plans(22, 40, 60, 0, 0, 0), new Plans(22, 40, 29, 11, 50_000, 10),
        new Plans(22, 40, 60, 11, 19, 10));
  }

  @ParameterizedTest
  @MethodSource("plansThatProveNothing")
  void plansThatProveNothingAreNotTold(Plans plans) {
    CapacityScene scene = regressed();
    scene.snapshot().statements(statement(ONE, 40, 60, 900).with(plans));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.PLAN_REGRESSION);
    assertThat(scene.diagnose().headline().text()).doesNotContain("captured last");
    assertThat(scene.diagnose().advice()).extracting(one -> one.text().text()).anyMatch(text -> text.contains("likely"));
  }

  @Test
  void aCallThatHasNotEndedYetIsMeasuredByItsAge() {
    CapacityScene scene = CapacityScene.loadGrowth();
    scene.snapshot().everySample(sharing(ONE, 5, Duration.ofSeconds(8))).statements(statement(ONE, 0, 0, 0));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.PLAN_REGRESSION);
  }

  static CapacityScene storm() {
    CapacityScene scene = CapacityScene.loadGrowth().metric(Metric.CONNECTION_ATTEMPTS, repeat(600, 4));
    return scene;
  }

  private static CauseCase connectionStorm() {
    return new CauseCase(
        new ConnectionStormRule(), CauseRulesTest::storm,
        List.of(
            NO_LOOK, AT_REST,
            doubt("attempts not read", scene -> scene.without(Metric.CONNECTION_ATTEMPTS)),
            doubt("no hour before", scene -> scene.withSeries(Metric.CONNECTION_ATTEMPTS, new Series(List.of()))
            .metric(Metric.CONNECTION_ATTEMPTS, repeat(600, 10))),
            doubt("as many as ever", scene -> scene.metric(Metric.CONNECTION_ATTEMPTS, repeat(600, 100))),
            doubt("few of what may connect", scene -> scene.metric(Metric.CONNECTION_ATTEMPTS, repeat(300, 4))),
            seen("nobody knows how many may connect", snapshot -> snapshot.connections(Reading.unavailable("statement_timeout"))),
            doubt("nothing is short", scene -> {
              scene.capacity(repeat(6, 10)).metric(Metric.CPU, repeat(40, 10)).snapshot().everySample(onCpu(1));
              return scene;
            })));
  }

  @Test
  void aBurstOfThisMinuteShowsInTheSessionsThatBegan() {
    CapacityScene scene = CapacityScene.loadGrowth();
    scene.snapshot().connections(connections(900, 1660, 700, 0));

    Explanation storm = scene.suspect(new ConnectionStormRule()).orElseThrow();

    assertThat(storm.says().text()).contains("700 new connections a minute");
    assertThat(storm.says().facts().getFirst().source()).contains("sessions that began within a minute");
  }

  static CapacityScene reader(int tier) {
    String id = "orders-db-2";
    CapacityScene scene = healthy().with(member(id, false, tier)).pressed(id).metric(id, Metric.CPU, repeat(90, 5));
    scene.capacity(repeat(8, 10)).capacity(id, repeat(8, 10)).snapshot().everySample(onCpu(6));
    return scene;
  }

  private static CauseCase readerSaturated() {
    return new CauseCase(
        new ReaderSaturatedRule(), () -> reader(1),
        List.of(
            AT_REST,
            doubt("it is the writer", scene -> scene.metric(Metric.CPU, repeat(90, 5)).pressed(WRITER)),
            doubt("its CPU and load are low", scene -> scene.metric("orders-db-2", Metric.CPU, repeat(60, 5)))));
  }

  @Test
  void aReaderIsSaturatedByItsLoadToo() {
    CapacityScene scene = reader(1).metric("orders-db-2", Metric.CPU, repeat(60, 5)).metric("orders-db-2", Metric.DB_LOAD, repeat(2, 5));

    assertThat(scene.holds(new ReaderSaturatedRule())).isTrue();
  }

  @Test
  void onlyAReaderThatScalesAloneMayBeHelpedByAHigherMaxAndNeverWithoutAPerson() {
    Explanation follows = reader(1).suspect(new ReaderSaturatedRule()).orElseThrow();
    Explanation alone = reader(2).suspect(new ReaderSaturatedRule()).orElseThrow();

    assertThat(follows.strength()).isEqualTo(Strength.NONE);
    assertThat(alone.strength()).isEqualTo(Strength.PROPOSE);
    assertThat(alone.lever()).isEqualTo(io.auroraresponder.diagnosis.Lever.RAISE_MAX);
  }

  // ------------------------------------------------------------------ capacity

  private static CauseCase memoryPressure() {
    return new CauseCase(
        new MemoryPressureRule(), () -> ThresholdBoundaryTest.memoryScene(0.05, 95),
        List.of(
            NO_LOOK, NO_SAMPLES, AT_REST, NO_CAPACITY, NOT_AT_CEILING, READER,
            doubt("memory not read", scene -> scene.without(Metric.FREEABLE_MEMORY)),
            doubt("a minute of memory is missing", scene -> scene.withoutMinute(Metric.FREEABLE_MEMORY, 2)),
            doubt("memory was free in one of the minutes", scene -> scene.metric(Metric.FREEABLE_MEMORY, 4 * GIB, 0, 0, 0)),
            doubt("hit ratio not read", scene -> scene.without(Metric.BUFFER_CACHE_HIT_RATIO)),
            doubt("hit ratio as ever", scene -> scene.metric(Metric.BUFFER_CACHE_HIT_RATIO, repeat(99, 5))),
            seen("few wait for reads", snapshot -> snapshot.everySample(and(waiting(1, "IO", "DataFileRead"), onCpu(6)))),
            seen("one big reader", snapshot -> snapshot.everySample(session(1, "IO", "DataFileRead", 3, SHORT))),
            doubt("restarted just before", scene -> scene.metric(Metric.UPTIME, 900)),
            doubt("failed over just before", scene -> scene
            .event("orders-db", "Completed failover to DB instance: orders-db-1", Duration.ofMinutes(9))),
            doubt("scaled down just before", scene -> scene
            .capacity(CapacityScene.then(repeat(8, 5), CapacityScene.then(repeat(4, 3), repeat(8, 8)))))));
  }

  private static CauseCase loadGrowth() {
    return new CauseCase(
        new LoadGrowthRule(), CapacityScene::loadGrowth,
        List.of(
            NO_LOOK, NO_SAMPLES, AT_REST, NO_CAPACITY, NOT_AT_CEILING, READER,
            doubt("fewer commits than before", scene -> scene.metric(Metric.COMMIT_THROUGHPUT, repeat(80, 6))),
            doubt("CPU idle over the minutes", scene -> scene.metric(Metric.CPU, repeat(40, 10))),
            doubt("CPU neither short by the metric nor by the sessions", scene -> {
              scene.metric(Metric.CPU, repeat(70, 10)).snapshot().everySample(onCpu(1));
              return scene;
            }),
            seen("sessions want CPU in four samples only", snapshot -> snapshot.mixed(4, onCpu(6), onCpu(1))),
            seen("one session carries it", snapshot -> snapshot.everySample(
                and(onCpu(1), session(1, "", "", 5, SHORT), worker(2), worker(3)))),
            seen("one statement without a past carries it", snapshot -> snapshot.everySample(sharing(ONE, 6, SHORT))),
            seen("one statement that is not called more", snapshot ->
            snapshot.everySample(sharing(ONE, 6, SHORT)).statements(statement(ONE, 50, 12, 100))),
            seen("one statement called more, at twice the work", snapshot ->
            snapshot.everySample(sharing(ONE, 6, SHORT)).statements(statement(ONE, 90, 12, 200)))));
  }

  private static io.auroraresponder.probe.Snapshot.ActiveSession worker(int pid) {
    return new io.auroraresponder.probe.Snapshot.ActiveSession(pid, 1, "parallel worker", "orders", "app", "shop", "", "", 5, SHORT);
  }

  /** Every Monday at this hour; yesterday there was less. */
  private static CapacityScene rush() {
    return CapacityScene.loadGrowth()
        .sameHour(SameHour.YESTERDAY, Metric.COMMIT_THROUGHPUT, 60).sameHour(SameHour.LAST_WEEK, Metric.COMMIT_THROUGHPUT, 149)
        .metric(Metric.DB_LOAD, repeat(6, 10)).sameHour(SameHour.LAST_WEEK, Metric.DB_LOAD, 6);
  }

  @Test
  void aPeakThatComesAgainSaysWhatItIsHeldAgainst() {
    Diagnosis diagnosis = rush().diagnose();

    assertThat(diagnosis.headline().text())
        .endsWith("commits at 144 % of the hour before, 250 % of the same hour yesterday and 100 % of the same hour a week ago.");
    assertThat(diagnosis.cause()).isEqualTo(Cause.LOAD_GROWTH);
    assertThat(diagnosis.range().orElseThrow().strength()).as("sessions wait for CPU all the same").isEqualTo(Strength.ACT);
    assertThat(diagnosis.advice().getFirst().text().text()).contains("comes again");
  }

  @Test
  void moreThanAtTheSameHourIsNotSaidToComeAgain() {
    for (CapacityScene scene : List.of(
        rush().sameHour(SameHour.LAST_WEEK, Metric.COMMIT_THROUGHPUT, 124), rush().sameHour(SameHour.LAST_WEEK, Metric.DB_LOAD, 4.9),
        rush().sameHour(SameHour.LAST_WEEK, Metric.COMMIT_THROUGHPUT, 0))) {
      assertThat(scene.diagnose().advice().getFirst().text().text()).doesNotContain("comes again");
    }
  }

  @Test
  void oneStatementThatIsSimplyCalledMoreIsGrowth() {
    CapacityScene scene = CapacityScene.loadGrowth();
    scene.snapshot().everySample(sharing(ONE, 6, SHORT)).statements(statement(ONE, 90, 25, 105));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.LOAD_GROWTH);
    assertThat(scene.diagnose().range().orElseThrow().strength()).isEqualTo(Strength.ACT);
  }

  static CapacityScene climbing() {
    double[] capacity = {3, 4, 5, 6};
    CapacityScene scene = healthy().capacity(capacity)
        .metric(Metric.CPU, Arrays.stream(capacity).map(acu -> 0.95 * acu / 8 * 100).toArray());
    scene.snapshot().everySample(onCpu(4));
    return scene;
  }

  private static CauseCase rampLimited() {
    return new CauseCase(
        new RampLimitedRule(), CauseRulesTest::climbing,
        List.of(
            AT_REST, NO_CAPACITY,
            doubt("CPU not read", scene -> scene.without(Metric.CPU)),
            doubt("capacity stands still", scene -> scene.capacity(repeat(5, 4))),
            doubt("CPU had room in the capacity in force", scene -> scene.metric(Metric.CPU, 20, 25, 30, 35)),
            doubt("it reached max", scene -> scene.capacity(7.7, 7.8, 7.9, 8)),
            doubt("a minute is missing in the climb", scene -> scene.withoutMinute(Metric.CAPACITY, 1)),
            doubt("it ended three minutes ago", scene ->
            scene.capacity(3, 4, 5, 6, 5, 5, 5).metric(Metric.CPU, 36, 48, 60, 72, 30, 30, 30)),
            doubt("a reader that follows the writer", scene -> scene.onlyMember(member(WRITER, false, 1)))));
  }

  @Test
  void aClimbThatIsOverIsProposedOnly() {
    CapacityScene scene = climbing().capacity(3, 4, 5, 6, 5, 5).metric(Metric.CPU, 36, 48, 60, 72, 30, 30);

    assertThat(climbing().diagnose().range().orElseThrow().strength()).isEqualTo(Strength.ACT);
    assertThat(scene.diagnose().cause()).isEqualTo(Cause.RAMP_LIMITED);
    assertThat(scene.diagnose().range().orElseThrow().strength()).isEqualTo(Strength.PROPOSE);
  }

  private static CauseCase fullNotPressed() {
    return new CauseCase(
        new FullNotPressedRule(), () -> healthy().capacity(repeat(8, 10)).metric(Metric.CPU, repeat(20, 10)),
        List.of(
            NO_LOOK, NO_SAMPLES, NO_CAPACITY, NOT_AT_CEILING,
            doubt("CPU not read", scene -> scene.without(Metric.CPU)),
            doubt("CPU is used", scene -> scene.metric(Metric.CPU, repeat(55, 10))),
            seen("sessions want CPU", snapshot -> snapshot.everySample(onCpu(2))),
            seen("somebody waits for a lock", snapshot -> snapshot.everySample(waiting(1, "Lock", "tuple"))),
            seen("somebody waits for pages", snapshot -> snapshot.everySample(waiting(1, "IO", "DataFileRead"))),
            seen("somebody waits for a commit", snapshot -> snapshot.everySample(waiting(1, "IO", "WALSync"))),
            seen("somebody waits inside", snapshot -> snapshot.everySample(waiting(1, "LWLock", "WALInsert")))));
  }
}
