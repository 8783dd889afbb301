package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.database.SnapshotScene.backend;
import static io.auroraresponder.database.SnapshotScene.connections;
import static io.auroraresponder.database.SnapshotScene.tree;
import static io.auroraresponder.runbook.capacity.CapacityScene.NOW;
import static io.auroraresponder.runbook.capacity.CapacityScene.healthy;
import static io.auroraresponder.runbook.capacity.CapacityScene.loadGrowth;
import static io.auroraresponder.runbook.capacity.CapacityScene.onCpu;
import static io.auroraresponder.runbook.capacity.CapacityScene.policy;
import static io.auroraresponder.runbook.capacity.CapacityScene.repeat;
import static io.auroraresponder.runbook.capacity.CapacityScene.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.database.SnapshotScene;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.RangeQuestion.Strength;
import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report.RefusedLever;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.probe.Snapshot.DatabaseActivity;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.capacity.CauseRulesTest.CauseCase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;


class CapacityDiagnosticianTest {
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

  @Test
  void precedenceIsTheOrderInWhichWaitingComesBeforeWorking() {
    assertThat(Cause.values())
        .startsWith(
            Cause.IDLE_TRANSACTION_LEAK, Cause.LOCK_PILEUP, Cause.CONNECTION_SATURATION, Cause.INTERNAL_CONTENTION,
            Cause.COMMIT_OR_STORAGE_BOUND,
            Cause.COLD_CACHE, Cause.MAINTENANCE_WORK, Cause.RUNAWAY_STATEMENT, Cause.PLAN_REGRESSION, Cause.CONNECTION_STORM,
            Cause.READER_SATURATED,
            Cause.MEMORY_PRESSURE, Cause.LOAD_GROWTH, Cause.RAMP_LIMITED, Cause.FULL_NOT_PRESSED)
        .endsWith(Cause.UNKNOWN, Cause.NONE);
    assertThat(new CapacityDiagnostician(CapacityRunbook.causes().reversed()).causes()).isSorted();
  }

  @ParameterizedTest
  @EnumSource(value = Cause.class, names = {"NONE", "UNKNOWN"}, mode = EnumSource.Mode.EXCLUDE)
  void onlyTheRaiseCausesLeaveRaisingMaxUnrefused(Cause cause) {
    boolean raises = cause == Cause.LOAD_GROWTH || cause == Cause.MEMORY_PRESSURE;

    assertThat(cause.refused().contains(Lever.RAISE_MAX)).isEqualTo(!raises);
    assertThat(cause.lever() == Lever.RAISE_MAX).isEqualTo(raises);
  }

  @ParameterizedTest
  @MethodSource("io.auroraresponder.runbook.capacity.CauseRulesTest#cases")
  void refusesByNameWhatTheCauseDoesNotSupport(CauseCase one) {
    Diagnosis diagnosis = one.scene().get().diagnose();

    List<String> refused = diagnosis.range().orElseThrow().refused().stream().map(RefusedLever::lever).toList();
    assertThat(refused).containsExactlyElementsOf(diagnosis.cause().refused().stream().map(Lever::word).toList());
    assertThat(diagnosis.range().orElseThrow().refused()).allSatisfy(lever -> assertThat(lever.reason().text()).isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("io.auroraresponder.runbook.capacity.CauseRulesTest#cases")
  void onlyThreeCausesEverAct(CauseCase one) {
    Strength strength = one.scene().get().diagnose().range().orElseThrow().strength();

    boolean acts = List.of(Cause.MEMORY_PRESSURE, Cause.LOAD_GROWTH, Cause.RAMP_LIMITED).contains(one.rule().cause());
    assertThat(strength).isEqualTo(acts ? Strength.ACT : Strength.NONE);
  }

  @Test
  void lockPileupLeadsAndLoadGrowthIsARunnerUp() {
    CapacityScene scene = loadGrowth();
    scene.snapshot()
        .everySample(CapacityScene.and(onCpu(6), waiting(6, "Lock", "tuple")))
        .trees(tree(backend(42, "active", Duration.ofMinutes(2)), 6, Duration.ofSeconds(40)));

    Diagnosis diagnosis = scene.diagnose();

    assertThat(diagnosis.cause()).isEqualTo(Cause.LOCK_PILEUP);
    assertThat(diagnosis.otherCauses()).containsExactly(Cause.LOAD_GROWTH);
    assertThat(diagnosis.lever()).isEqualTo(Lever.END_BLOCKER);
    assertThat(diagnosis.range().orElseThrow().strength()).isEqualTo(Strength.NONE);
  }

  @Test
  void aPileBehindAnIdleTransactionIsALeakWithThePileAsRunnerUp() {
    CapacityScene scene = healthy();
    scene.snapshot()
        .everySample(waiting(7, "Lock", "tuple"))
        .trees(tree(backend(42, "idle in transaction", Duration.ofMinutes(2)), 7, Duration.ofSeconds(40)));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.IDLE_TRANSACTION_LEAK);
    assertThat(scene.diagnose().otherCauses()).containsExactly(Cause.LOCK_PILEUP);
  }

  @Test
  void aPileBehindADdlInTheMiddleIsNoLeak() {
    CapacityScene scene = healthy();
    var plain = tree(backend(42, "idle in transaction", Duration.ofMinutes(2)), 7, Duration.ofSeconds(40));
    scene.snapshot()
        .everySample(waiting(7, "Lock", "relation"))
        .trees(
            new io.auroraresponder.probe.Snapshot.LockTree(
                plain.root(), true, 7, 2, plain.blockedPids(), plain.longestWait(), plain.waits(), List.of(SnapshotScene.ddl(77))));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.LOCK_PILEUP);
    assertThat(scene.diagnose().otherCauses()).isEmpty();
  }

  @Test
  void theSeverityIsThatOfTheWorstCauseThatHolds() {
    CapacityScene scene = loadGrowth().metric(Metric.UPTIME, 600).metric(Metric.BUFFER_CACHE_HIT_RATIO, repeat(90, 5));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.COLD_CACHE);
    assertThat(scene.diagnose().severity()).isEqualTo(Severity.CRITICAL);
  }

  // ------------------------------------------------------------------ present proof

  static List<CauseRulesTest.Doubt> missingProofs() {
    return List.of(
        new CauseRulesTest.Doubt("limits", scene -> scene.limits(Reading.unavailable("Throttling"))),
        new CauseRulesTest.Doubt("policy", scene -> scene.policy(Reading.unavailable("no tag list"))),
        new CauseRulesTest.Doubt("ledger", scene -> scene.lease(Reading.unavailable("Throttling"))),
        new CauseRulesTest.Doubt("events", scene -> scene.events(Reading.unavailable("a page stayed missing"))),
        new CauseRulesTest.Doubt("CPU", scene -> scene.without(Metric.CPU)),
        new CauseRulesTest.Doubt("the max in force", scene -> scene.withoutMinute(Metric.ACU_UTILIZATION, 2)),
        new CauseRulesTest.Doubt("connection attempts", scene -> scene.without(Metric.CONNECTION_ATTEMPTS)),
        new CauseRulesTest.Doubt("commits", scene -> scene.without(Metric.COMMIT_THROUGHPUT)),
        new CauseRulesTest.Doubt("hit ratio and uptime", scene -> scene.without(Metric.BUFFER_CACHE_HIT_RATIO).without(Metric.UPTIME)),
        new CauseRulesTest.Doubt("newest minutes below the ceiling", scene -> scene.capacity(8, 8, 8, 8, 7)),
        new CauseRulesTest.Doubt("a max that was raised meanwhile", scene -> scene.range(0.5, 16)),
        new CauseRulesTest.Doubt("lock trees", scene -> snapshot(scene, s -> s.trees(Reading.unavailable("canceled")))),
        new CauseRulesTest.Doubt("connections", scene -> snapshot(scene, s -> s.connections(Reading.unavailable("canceled")))),
        new CauseRulesTest.Doubt("sight of all sessions", scene -> snapshot(scene, s -> s.connections(connections(20, 1660, 1, 2)))),
        new CauseRulesTest.Doubt("maintenance", scene -> snapshot(scene, s -> s.maintenance(Reading.unavailable("canceled")))),
        new CauseRulesTest.Doubt("no locks for half of the sessions",
            scene -> snapshot(scene, s -> s.everySample(CapacityScene.and(onCpu(4), waiting(4, "Lock", "tuple")))
            .trees(tree(backend(1, "active", Duration.ZERO), 4, Duration.ZERO)))));
  }

  private static CapacityScene snapshot(CapacityScene scene, java.util.function.Consumer<SnapshotScene> change) {
    change.accept(scene.snapshot());
    return scene;
  }

  @Test
  void actsWithPresentProofOfEverything() {
    Diagnosis diagnosis = loadGrowth().diagnose();

    assertThat(diagnosis.cause()).isEqualTo(Cause.LOAD_GROWTH);
    assertThat(diagnosis.range().orElseThrow().strength()).isEqualTo(Strength.ACT);
    assertThat(diagnosis.lever()).isEqualTo(Lever.RAISE_MAX);
    assertThat(diagnosis.range().orElseThrow().proof()).isNotEmpty();
    assertThat(diagnosis.range().orElseThrow().evidenceAt()).isEqualTo(CapacityScene.NEWEST.plusSeconds(60));
  }

  @ParameterizedTest
  @MethodSource("missingProofs")
  void proposesAtMostWhereAProofIsMissing(CauseRulesTest.Doubt doubt) {
    assertThat(doubt.change().apply(loadGrowth()).diagnose().range().orElseThrow().strength()).isNotEqualTo(Strength.ACT);
  }

  @Test
  void statementsAreAProofOnlyWhereOneCouldHaveRegressed() {
    Reading<List<io.auroraresponder.probe.Snapshot.StatementDelta>> missing = Reading.unavailable("pg_stat_statements is not installed");
    CapacityScene spread = loadGrowth();
    spread.snapshot().statements(missing);
    CapacityScene carried = loadGrowth();
    carried.snapshot().everySample(CapacityScene.and(SnapshotScene.sharing(7, 6, Duration.ZERO), onCpu(5))).statements(missing);

    assertThat(spread.diagnose().range().orElseThrow().strength()).isEqualTo(Strength.ACT);
    assertThat(carried.diagnose().range().orElseThrow().strength()).isEqualTo(Strength.PROPOSE);
  }

  // ------------------------------------------------------------------ conditions

  @Test
  void atTheEngineLimitTheLeverIsTheLimit() {
    Diagnosis diagnosis = loadGrowth().limits(Reading.known(new RangeLimits(0, 8), NOW)).diagnose();

    assertThat(diagnosis.conditions()).containsExactly(Condition.AT_ENGINE_LIMIT);
    assertThat(diagnosis.lever()).isEqualTo(Lever.CHANGE_LIMIT);
    assertThat(diagnosis.range().orElseThrow().strength()).isEqualTo(Strength.NONE);
    assertThat(diagnosis.range().orElseThrow().refused()).singleElement().satisfies(one ->
        assertThat(one.reason().text()).contains("the most that this engine"));
  }

  @Test
  void atThePolicyCeilingTheLeverIsThePolicy() {
    Diagnosis at = loadGrowth().policy(Reading.known(policy(8), NOW)).diagnose();
    Diagnosis below = loadGrowth().policy(Reading.known(policy(8.5), NOW)).diagnose();

    assertThat(at.conditions()).containsExactly(Condition.AT_POLICY_CEILING);
    assertThat(at.lever()).isEqualTo(Lever.CHANGE_LIMIT);
    assertThat(at.range().orElseThrow().strength()).isEqualTo(Strength.NONE);
    assertThat(below.range().orElseThrow().strength()).isEqualTo(Strength.ACT);
  }

  @Test
  void aLimitOfMaxSaysNothingWhereMaxIsNotTheLever() {
    assertThat(CauseRulesTest.pile().policy(Reading.known(policy(8), NOW)).diagnose().conditions()).isEmpty();
  }

  @Test
  void aRangeThatSomebodyPutBackIsNotChangedAgain() {
    Diagnosis diagnosis = loadGrowth().lease(Reading.known(LeaseHistory.Situation.RESET, NOW)).diagnose();

    assertThat(diagnosis.cause()).isEqualTo(Cause.LOAD_GROWTH);
    assertThat(diagnosis.conditions()).containsExactly(Condition.RANGE_RESET);
    assertThat(diagnosis.range().orElseThrow().strength()).isEqualTo(Strength.NONE);
    assertThat(diagnosis.forbidsRangeChange()).isTrue();
    assertThat(diagnosis.range().orElseThrow().refused().getLast().reason().text()).contains("the range was put back from outside");
  }

  @Test
  void contradictoryNumbersForbidActing() {
    Diagnosis diagnosis = CauseRulesTest.climbing().metric(Metric.CPU, 60, 75, 90, 99).diagnose();

    assertThat(diagnosis.conditions()).containsExactly(Condition.CONTRADICTORY);
    assertThat(diagnosis.range().orElseThrow().strength()).isEqualTo(Strength.NONE);
    assertThat(diagnosis.lever().changesRange()).isFalse();
  }

  @Test
  void aMaxThatWasJustRaisedIsNoContradiction() {
    Diagnosis diagnosis = loadGrowth().range(0.5, 16).diagnose();

    assertThat(diagnosis.conditions()).doesNotContain(Condition.CONTRADICTORY);
  }

  @Test
  void stoppedAndProvisionedClustersEndTheLook() {
    Diagnosis stopped = healthy().status("stopped").look(new Look.NotTried("the cluster is stopped; not probed")).diagnose();
    Diagnosis v1 = healthy().engineMode("serverless").diagnose();
    Diagnosis noRange = healthy().range(Reading.unavailable("it has none")).diagnose();

    assertThat(stopped.conditions()).containsExactly(Condition.STOPPED);
    assertThat(v1.conditions()).containsExactly(Condition.NOT_SERVERLESS);
    assertThat(noRange.conditions()).containsExactly(Condition.NOT_SERVERLESS);
    assertThat(List.of(stopped, v1, noRange)).allMatch(one -> one.range().orElseThrow().strength() == Strength.NONE
        && one.cause() == Cause.NONE
        && one.lever() == Lever.NONE);
  }

  @Test
  void conditionsAreFoundInTheOrderOfTheirEffect() {
    assertThat(Arrays.stream(Condition.values()).map(Condition::effect).toList()).isSorted();
  }

  // ------------------------------------------------------------------ unknown, healed, nothing

  @Test
  void anUnknownCauseNeverActsAndRefusesBothRaises() {
    CapacityScene scene = loadGrowth();
    scene.snapshot().waits(Reading.unavailable("cut short after 2 samples"));

    Diagnosis diagnosis = scene.diagnose();

    assertThat(diagnosis.cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(diagnosis.range().orElseThrow().strength()).isEqualTo(Strength.NONE);
    assertThat(diagnosis.range().orElseThrow().refused()).extracting(RefusedLever::lever).containsExactly("raise-max", "raise-min");
    assertThat(diagnosis.headline().facts()).anyMatch(fact -> fact.value().equals("2"));
  }

  @Test
  void aDatabaseThatCannotBeReachedLeavesTheCauseUnknown() {
    Diagnosis diagnosis = loadGrowth().look(new Look.Failed("08001", "connect timed out after 3 s", NOW)).diagnose();

    assertThat(diagnosis.cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(diagnosis.headline().text()).contains("at its ceiling").contains("connect timed out after 3 s");
  }

  @Test
  void pressureByTheMetricsAndRestNowAreFromDifferentTimes() {
    CapacityScene scene = loadGrowth();
    scene.snapshot().everySample();

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(scene.diagnose().headline().text()).contains("the evidence is of different times");
  }

  @Test
  void aClimbByTheMetricsAndRestNowAreFromDifferentTimes() {
    CapacityScene scene = CauseRulesTest.climbing();
    scene.snapshot().everySample();

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(scene.diagnose().headline().text()).contains("the evidence is of different times");
  }

  @Test
  void workNowAndCalmMetricsAreFromDifferentTimes() {
    CapacityScene scene = healthy();
    scene.snapshot().everySample(onCpu(6));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(scene.diagnose().headline().text()).contains("the evidence is of different times");
  }

  @Test
  void threeCalmMinutesAfterPressureAreHealed() {
    Diagnosis diagnosis = healthy().capacity(CapacityScene.then(repeat(8, 10), 3, 3, 3)).diagnose();

    assertThat(diagnosis.conditions()).containsExactly(Condition.HEALED);
    assertThat(diagnosis.severity()).isEqualTo(Severity.INFO);
    assertThat(diagnosis.range().orElseThrow().strength()).isEqualTo(Strength.NONE);
  }

  @Test
  void somebodyWhoStillWaitsIsNotHealed() {
    CapacityScene scene = healthy().capacity(CapacityScene.then(repeat(8, 10), 3, 3, 3));
    scene.snapshot().trees(tree(backend(1, "active", Duration.ofSeconds(4)), 2, Duration.ofSeconds(4)));

    assertThat(scene.diagnose().headline().text()).contains("but sessions wait for a lock");
    assertThat(scene.diagnose().cause()).isEqualTo(Cause.NO_SINGLE_CAUSE);
  }

  @Test
  void pressureThatIsSeenWholeAndHasManyCausesIsNotUnknown() {
    CapacityScene scene = loadGrowth().metric(Metric.COMMIT_THROUGHPUT, repeat(50, 6));

    Diagnosis diagnosis = scene.diagnose();

    assertThat(diagnosis.cause()).isEqualTo(Cause.NO_SINGLE_CAUSE);
    assertThat(diagnosis.headline().text()).contains("at its ceiling").contains("no single cause explains it").contains("on CPU");
    assertThat(diagnosis.advice()).isNotEmpty();
    assertThat(diagnosis.range().orElseThrow().strength()).isEqualTo(Strength.NONE);
  }

  @Test
  void pressureOverADatabaseThatWasNotLookedIntoStaysUnknown() {
    CapacityScene scene = loadGrowth().metric(Metric.COMMIT_THROUGHPUT, repeat(50, 6));
    scene.snapshot().connections(new Connections(20, 2, 6, 0, 0, 0, 0, 0, 1, 100, 90, List.of(), List.of()));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.UNKNOWN);
  }

  @Test
  void aLockWaitOfAMomentIsOrdinary() {
    CapacityScene scene = healthy();
    scene.snapshot().trees(SnapshotScene.unstable(tree(backend(1, "active", Duration.ZERO), 1, Duration.ofMillis(40))));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.NONE);
  }

  @Test
  void nothingIsCalledInOrderWhenNobodyCouldSeeTheLocks() {
    CapacityScene scene = healthy();
    scene.snapshot().trees(Reading.unavailable("canceled after 2 s"));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(scene.diagnose().headline().text()).contains("canceled after 2 s");
  }

  @Test
  void nothingIsCalledInOrderWithoutItsMetrics() {
    assertThat(healthy().without(Metric.CPU).diagnose().cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(healthy().withoutMinute(Metric.CAPACITY, 1).diagnose().cause()).isEqualTo(Cause.UNKNOWN);
  }

  @Test
  void nothingIsCalledInOrderOverSessionsThatSayNothing() {
    CapacityScene scene = healthy();
    scene.snapshot().connections(new Connections(20, 2, 6, 0, 0, 0, 0, 0, 1, 100, 90, List.of(), List.of()));

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(scene.diagnose().severity()).isEqualTo(Severity.WARNING);
    assertThat(scene.diagnose().headline().text()).contains("track_activities");
  }

  @Test
  void nothingIsCalledInOrderOverADatabaseThatWasNotLookedInto() {
    Snapshot all = healthy().seen();
    List<DatabaseActivity> unread = List.of(new DatabaseActivity("billing", 0, 3, 0, 4, 0, 0, 0, 0, "permission denied to connect"));
    Snapshot partial =
        new Snapshot(
            all.at(), all.instanceAnswered(), all.onReader(), all.serverVersion(), all.connections(), all.running(), all.waits(),
            all.lockTrees(), all.idleInTransaction(), all.rates(), Reading.known(unread, all.at()), all.statements(), all.evictions(),
            all.maintenance(), all.horizon(), all.hygiene(), all.settings(), all.missing(), all.cost());

    Diagnosis diagnosis = healthy().look(new Look.Seen(partial)).diagnose();

    assertThat(diagnosis.cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(diagnosis.headline().text()).contains("not under pressure as far as could be seen", "billing", "permission denied");
  }

  @Test
  void aHealthyClusterIsSaidToBeInOrder() {
    Diagnosis diagnosis = healthy().diagnose();

    assertThat(diagnosis.cause()).isEqualTo(Cause.NONE);
    assertThat(diagnosis.severity()).isEqualTo(Severity.OK);
    assertThat(diagnosis.conditions()).isEmpty();
  }

  @Test
  void withoutTheClusterNothingIsKnown() {
    Diagnosis diagnosis = healthy().cluster(Reading.unavailable("rds answered with Throttling"))
        .look(new Look.NotTried("rds answered with Throttling")).diagnose();

    assertThat(diagnosis.cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(diagnosis.headline().text()).startsWith("orders-db was not examined");
  }

  // ------------------------------------------------------------------ advice

  @Test
  void aBlockerIsCancelledOnlyWhileItStillBlocks() {
    assertThat(CauseRulesTest.pile().diagnose().advice().getFirst().command().text())
        .isEqualTo(
            "SELECT pg_cancel_backend(a.pid) FROM pg_stat_activity a WHERE a.pid = 42 AND a.backend_start = '2026-11-24 09:00:00.12+00' "
            + "AND "
                + "EXISTS (SELECT FROM pg_stat_activity w WHERE w.wait_event_type = 'Lock' AND a.pid = ANY (pg_blocking_pids(w.pid)));");
  }

  @Test
  void aWaitingDdlInTheMiddleIsCancelledFirst() {
    CapacityScene scene = pileBehind(backend(42, "active", Duration.ofMinutes(2)), SnapshotScene.ddl(77));

    assertThat(commands(scene)).hasSize(2);
    assertThat(commands(scene).getFirst()).startsWith("SELECT pg_cancel_backend").contains("a.pid = 77", "pg_blocking_pids");
  }

  @Test
  void autovacuumIsNeverEnded() {
    Backend vacuum = autovacuum(42);

    assertThat(commands(pileBehind(vacuum))).isEmpty();
    assertThat(pileBehind(vacuum).diagnose().advice().getFirst().text().text()).startsWith("The blocker is autovacuum: let it finish");
    assertThat(commands(pileBehind(backend(42, "active", Duration.ofMinutes(2)), autovacuum(77))))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("a.pid = 42");
  }

  @Test
  void aRunawayIsCancelledOnlyWhileTheSameStatementRuns() {
    CapacityScene scene = CauseRulesTest.runawayScene();

    assertThat(scene.diagnose().cause()).isEqualTo(Cause.RUNAWAY_STATEMENT);
    assertThat(commands(scene).getFirst()).startsWith("SELECT pg_cancel_backend")
        .contains("a.state = 'active' AND clock_timestamp() - a.query_start >= interval '");
  }

  @Test
  void withoutBackendStartNoCommandIsGiven() {
    Backend hidden = new Backend(42, 0, "", "", "", "", "", "", "", "", "", TWO_MINUTES, TWO_MINUTES, TWO_MINUTES, false, 0, 0, "");

    assertThat(pileBehind(hidden).diagnose().cause()).isEqualTo(Cause.LOCK_PILEUP);
    assertThat(commands(pileBehind(hidden))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"back\\slash", "two\nlines", "\u001b[31mred", "gr\u00f6n"})
  void aPreparedTransactionWhoseGidIsNotSafeToPasteGetsNoCommand(String gid) {
    assertThat(commands(pileBehind(prepared(gid)))).isEmpty();
  }

  @Test
  void thePreparedTransactionsNameIsQuotedAsALiteral() {
    assertThat(commands(pileBehind(prepared("it's one")))).containsExactly("ROLLBACK PREPARED 'it''s one';");
  }

  private static Backend prepared(String gid) {
    return new Backend(
        0, 0, "", "orders", "app", gid, "", "prepared transaction", "prepared", "", "", Duration.ZERO, Duration.ZERO, Duration.ZERO, true,
        0,
        0, "");
  }

  private static CapacityScene pileBehind(Backend root, Backend... middle) {
    CapacityScene scene = CauseRulesTest.pile();
    LockTree plain = tree(root, 6, Duration.ofSeconds(40));
    scene.snapshot()
        .trees(new LockTree(root, true, 6, 2, plain.blockedPids(), plain.longestWait(), plain.waits(), List.of(middle)));
    return scene;
  }

  private static List<String> commands(CapacityScene scene) {
    return scene.diagnose().advice().stream().map(advice -> advice.command().text()).filter(sql -> !sql.isEmpty()).toList();
  }

  private static Backend autovacuum(int pid) {
    return new Backend(
        pid, 0, "2026-11-24 09:00:00.12+00", "orders", "", "", "local", "autovacuum worker", "active", "Lock", "relation", TWO_MINUTES,
        TWO_MINUTES, TWO_MINUTES, false, 0, 0, "autovacuum: VACUUM public.orders (to prevent wraparound)");
  }
}
