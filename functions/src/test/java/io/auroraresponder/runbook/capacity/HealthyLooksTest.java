package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.database.SnapshotScene.sharing;
import static io.auroraresponder.runbook.capacity.CapacityScene.NOW;
import static io.auroraresponder.runbook.capacity.CapacityScene.WRITER;
import static io.auroraresponder.runbook.capacity.CapacityScene.healthy;
import static io.auroraresponder.runbook.capacity.CapacityScene.loadGrowth;
import static io.auroraresponder.runbook.capacity.CapacityScene.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.database.HealthLimit;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.fake.InMemoryHealth;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.observation.HealthyLook.MemberShape;
import io.auroraresponder.observation.HealthyLook.Shape;
import io.auroraresponder.observation.HealthyLook.Statement;
import io.auroraresponder.observation.HealthyLook.Work;
import io.auroraresponder.probe.Snapshot.Setting;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import io.auroraresponder.runbook.Examination;
import io.auroraresponder.runbook.HealthyLooks;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.Runbook;
import io.auroraresponder.runbook.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthyLooksTest {
  private static final Instant THEN = NOW.minus(Duration.ofHours(4));
  private static final long ONE = 71;

  private final InMemoryHealth health = new InMemoryHealth();

  /** A look at the scene by the whole runbook; what it remembers is the scene's. */
  private Examination examine(CapacityScene scene) {
    CapacityEvidence evidence = scene.evidence();
    return new Runbook<CapacityEvidence>(
            CapacityRunbook.NAME, (incident, deadline) -> evidence, CapacityRunbook.checks(),
            new CapacityDiagnostician(CapacityRunbook.causes()))
        .with(new HealthyLooks(health))
        .examine(evidence.incident(), Deadline.after(Duration.ofMinutes(1)));
  }

  private static List<Finding> changes(Examination examination) {
    return examination.findings().stream().filter(finding -> finding.check().equals("WhatChanged")).toList();
  }

  private static String told(Examination examination) {
    return String.join("\n", changes(examination).stream().map(finding -> finding.summary().text()).toList());
  }

  private static Shape shape(double max) {
    return new Shape(
        THEN, Reading.known(ScalingRange.of(0.5, max), THEN), "16.6", "3", "aurora",
        List.of(new MemberShape(WRITER, true, 1, "db.serverless", "in-sync")),
        List.of());
  }

  private static Statement statement(long id, long calls, double mean, double seconds) {
    return new Statement(THEN, WRITER, id, "select * from stock where id = $1", calls, mean, 100, seconds);
  }

  private static Work work(Statement... statements) {
    return new Work(THEN, WRITER, "17.5", 1670, List.of(), List.of(statements));
  }

  private static HealthyLook look(Shape shape, Work work) {
    return new HealthyLook(Reading.known(shape, THEN), Reading.known(work, THEN));
  }

  private static HealthyLook look(Statement... statements) {
    return look(shape(8), work(statements));
  }

  /** Nothing was kept before, but somebody looked. */
  private static HealthyLook nothing() {
    return new HealthyLook(Reading.unavailable("none yet"), Reading.unavailable("none yet"));
  }

  private static StatementDelta now(long calls, double mean, double share) {
    return new StatementDelta("orders", ONE, "select * from stock where id = $1", calls, mean, share, 100, 50_000, 10, 100, 1000);
  }

  private CapacityScene with(StatementDelta now, Statement... then) {
    CapacityScene scene = healthy().healthyBefore(look(then));
    scene.snapshot().statements(now);
    return scene;
  }

  // ------------------------------------------------------------------ keeping

  @Test
  void keepsRangeMembersAndStatementsOfAHealthyCluster() {
    CapacityScene scene = healthy().healthyBefore(nothing());
    scene.snapshot().statements(now(40, 10, 0.6));

    examine(scene);

    HealthyLook kept = health.writes().getFirst();
    Shape shape = kept.shape().orElse(shape(99));
    assertThat(shape.range().orElse(ScalingRange.of(1, 1))).isEqualTo(ScalingRange.of(0.5, 8));
    assertThat(shape.members()).containsExactly(new MemberShape(WRITER, true, 1, "db.serverless", "in-sync"));
    assertThat(kept.work().orElse(work()).statements())
        .containsExactly(new Statement(scene.seen().at(), WRITER, ONE, "select * from stock where id = $1", 50_000, 10, 100, 1000));
  }

  @Test
  void keepsNothingWhileSomethingIsWrong() {
    examine(loadGrowth().healthyBefore(look()));

    assertThat(health.writes()).isEmpty();
  }

  @Test
  void keepsTheLimitOfConnectionsWhateverTheLookFound() {
    examine(loadGrowth().healthyBefore(look()));
    examine(healthy().healthyBefore(nothing()).lease(Reading.known(LeaseHistory.Situation.IN_FORCE, NOW)));
    examine(healthy().healthyBefore(nothing()).lease(Reading.unavailable("silent")));

    int limit = healthy().seen().connections().map(all -> all.maxConnections()).orElse(0);
    assertThat(limit).isPositive();
    assertThat(health.limits()).containsExactly(
        WRITER + " " + limit, WRITER + " " + limit + " leased", WRITER + " " + limit + " leased");
  }

  @Test
  void keepsNothingUnderALease() {
    examine(healthy().healthyBefore(nothing()).lease(Reading.known(LeaseHistory.Situation.IN_FORCE, NOW)));

    assertThat(health.writes()).isEmpty();
  }

  @Test
  void keepsTheDatabaseOfARecoveredClusterOnlyWhereNoneWasKept() {
    CapacityScene healed = healthy().metric(Metric.CPU, 95, 95, 95, 95, 15, 15, 15, 15);

    examine(healed.healthyBefore(look()));
    examine(healed.healthyBefore(nothing()));

    assertThat(health.writes()).extracting(look -> look.work().isKnown()).containsExactly(false, true);
  }

  @Test
  void keepsNothingWhereTheMemoryCouldNotBeRead() {
    health.silent();

    Examination examination = examine(healthy());

    assertThat(examination.gaps()).anySatisfy(gap -> assertThat(gap.check()).isEqualTo("WhatChanged"));
    assertThat(health.writes()).isEmpty();
  }

  @Test
  void keepsEarlierStatementsBesideThoseAtWorkUpToTheLimit() {
    List<Statement> many = new ArrayList<>();
    for (int id = 1000; id < 1000 + HealthLimit.KEPT.count() + 20; id++) {
      many.add(statement(id, 100, 1, 60));
    }

    examine(with(now(40, 10, 0.6), many.toArray(new Statement[0])));

    List<Statement> kept = health.writes().getFirst().work().orElse(work()).statements();
    assertThat(kept).hasSize(HealthLimit.KEPT.count());
    assertThat(kept.getFirst().id()).isEqualTo(ONE);
  }

  @Test
  void keepsOnlyTheBeginningOfALongStatement() {
    CapacityScene scene = healthy().healthyBefore(nothing());
    scene.snapshot().statements(new StatementDelta("orders", ONE, "x".repeat(HealthLimit.TEXT_LENGTH.count() + 1), 4, 1, 1, 1, 50, 1, 1,
        60));

    examine(scene);

    assertThat(health.writes().getFirst().work().orElse(work()).statements().getFirst().text())
        .isEqualTo("x".repeat(HealthLimit.TEXT_LENGTH.count()) + "…");
  }

  // ------------------------------------------------------------------ comparing

  @Test
  void saysThatNothingChangedWhereNothingDid() {
    Examination examination = examine(healthy().healthyBefore(look()));

    assertThat(changes(examination)).extracting(Finding::severity).containsOnly(Severity.OK);
    assertThat(told(examination)).contains("nothing changed in the cluster").contains("nothing changed in its database");
  }

  @Test
  void leadsAmongTheWarningsWithRangeWriterAndClass() {
    Shape before =
        new Shape(
            THEN, Reading.known(ScalingRange.of(0.5, 16), THEN), "16.4", "2", "aurora-iopt1",
            List.of(new MemberShape(WRITER, false, 0, "db.r6g.large", "in-sync"),
            new MemberShape("orders-db-2", true, 1, "db.serverless", "in-sync")),
            List.of("global database earth"));

    Examination examination = examine(loadGrowth().healthyBefore(look(before, work())));

    assertThat(told(examination))
        .contains("max 16 ACU, now 8 ACU")
        .contains("engine version 16.4, now 16.6")
        .contains("platform version 2, now 3")
        .contains("storage aurora-iopt1, now aurora")
        .contains("writer orders-db-2, now orders-db-1")
        .contains("member orders-db-2 is gone")
        .contains("tier of orders-db-1 0, now 1")
        .contains("class of orders-db-1 db.r6g.large, now db.serverless")
        .contains("no longer: global database earth");
    List<Finding> warnings = examination.findings().stream().filter(finding -> finding.severity() == Severity.WARNING).toList();
    assertThat(warnings.getFirst().check()).isEqualTo("WhatChanged");
    assertThat(Told.unexplained(examination, "orders-db-1", "orders-db-2", "orders-db")).isEmpty();
  }

  @Test
  void everyDifferenceCarriesTheTimeOfBothLooks() {
    Finding finding = changes(examine(loadGrowth().healthyBefore(look(shape(16), work())))).getFirst();

    assertThat(finding.facts()).filteredOn(fact -> fact.value().equals("16")).allSatisfy(fact -> assertThat(fact.at()).isEqualTo(THEN));
    assertThat(finding.facts()).filteredOn(fact -> fact.value().equals("8")).allSatisfy(fact -> assertThat(fact.at()).isEqualTo(NOW));
    assertThat(finding.threshold().text()).isEqualTo("healthy look of 2026-11-24 06:15 UTC, 4 h before");
  }

  @Test
  void aRangeThatWeLeasedIsNamedAsOurs() {
    CapacityScene scene = loadGrowth().healthyBefore(look(shape(6), work())).lease(Reading.known(LeaseHistory.Situation.IN_FORCE, NOW));

    assertThat(told(examine(scene))).contains("max 6 ACU, now 8 ACU (the responder's lease)");
  }

  @Test
  void whoSetAnotherRangeIsNamedWhereCloudTrailHasToldTheLedger() {
    CapacityScene scene = loadGrowth().healthyBefore(look(shape(6), work()));

    assertThat(told(examine(scene))).contains("max 6 ACU, now 8 ACU (by whom only CloudTrail knows, which is not read in a look)");
    scene.lease(Reading.known(LeaseHistory.Situation.FREE.by("arn:aws:iam::111122223333:user/ada"), NOW));
    assertThat(told(examine(scene))).contains("max 6 ACU, now 8 ACU (set by ada (user))");
  }

  @Test
  void aNewMemberIsNamed() {
    assertThat(told(examine(healthy().with(member("orders-db-2", false, 2)).healthyBefore(look())))).contains("member orders-db-2 is new");
  }

  @Test
  void anOtherConnectionLimitIsNamed() {
    HealthyLook before = look(shape(8), new Work(THEN, WRITER, "17.4", 800, List.of(), List.of()));

    assertThat(told(examine(healthy().healthyBefore(before)))).contains("server version 17.4, now 17.5")
        .contains("max_connections 800, now 1670");
  }

  @Test
  void settingsOfTheServerAndOfItsRolesAreKeptAndCompared() {
    CapacityScene scene = healthy().healthyBefore(nothing());
    scene.snapshot().settings(new Setting("work_mem", "", "4MB"), new Setting("jit", "", "off"));
    examine(scene);
    Work kept = health.writes().getFirst().work().orElse(work());
    CapacityScene later = healthy().healthyBefore(look(shape(8), kept));
    later.snapshot().settings(new Setting("work_mem", "", "64kB"), new Setting("jit", "", "off"),
        new Setting("work_mem", "role reports {}", "1GB"));

    assertThat(kept.settings()).hasSize(2);
    assertThat(told(examine(later))).contains("work_mem 4MB, now 64kB; work_mem of role reports {} (not set), now 1GB")
        .doesNotContain("jit");
  }

  @Test
  void settingsThatOneOfBothLooksDidNotReadDifferInNothing() {
    Work kept = new Work(THEN, WRITER, "17.5", 1670, List.of(new HealthyLook.Setting("work_mem", "", "4MB")), List.of());
    CapacityScene unread = healthy().healthyBefore(look(shape(8), kept));
    CapacityScene firstRead = healthy().healthyBefore(look());
    firstRead.snapshot().settings(new Setting("work_mem", "", "4MB"));

    assertThat(told(examine(unread))).contains("nothing changed in its database");
    assertThat(told(examine(firstRead))).contains("nothing changed in its database");
  }

  @Test
  void settingsOfAnotherMemberAreNotCompared() {
    Work kept = new Work(THEN, "orders-db-2", "17.5", 1670, List.of(new HealthyLook.Setting("work_mem", "", "4MB")), List.of());
    CapacityScene scene = healthy().healthyBefore(look(shape(8), kept));
    scene.snapshot().settings(new Setting("work_mem", "", "64kB"));

    assertThat(told(examine(scene))).contains("nothing changed in its database");
  }

  @Test
  void manySettingsAreCounted() {
    List<HealthyLook.Setting> then = new ArrayList<>();
    List<Setting> now = new ArrayList<>();
    for (int i = 0; i < HealthLimit.SHOWN.count() + 2; i++) {
      then.add(new HealthyLook.Setting("s" + i, "", "on"));
      now.add(new Setting("s" + i, "", "off"));
    }
    CapacityScene scene = healthy().healthyBefore(look(shape(8), new Work(THEN, WRITER, "17.5", 1670, then, List.of())));
    scene.snapshot().settings(now.toArray(Setting[]::new));

    assertThat(told(examine(scene))).contains("s4 on, now off; and 2 settings more").doesNotContain("s5");
  }

  @Test
  void aStatementThatWasNotAtWorkThenIsNamedFromItsShareOn() {
    assertThat(told(examine(with(now(40, 10, HealthLimit.TIME_SHARE.value())))))
        .contains("not at work then, now 5 % of the execution time");
    assertThat(told(examine(with(now(40, 10, HealthLimit.TIME_SHARE.value() - 0.01))))).contains("nothing changed in its database");
  }

  @Test
  void aStatementIsSlowerFromTheFactorOn() {
    assertThat(told(examine(with(now(4, HealthLimit.SLOWER.value() * 10, 0.6), statement(ONE, 50_000, 10, 0)))))
        .contains("mean 10 ms, now 30 ms (100 blocks a call, now 100)");
    assertThat(told(examine(with(now(4, HealthLimit.SLOWER.value() * 10 - 0.1, 0.6), statement(ONE, 50_000, 10, 0)))))
        .contains("nothing changed in its database");
  }

  @Test
  void aMeanOfTooFewCallsIsNoPast() {
    assertThat(told(examine(with(now(4, 900, 0.6), statement(ONE, HealthLimit.BASELINE_CALLS.count(), 10, 0)))))
        .contains("mean 10 ms, now 900 ms");
    assertThat(told(examine(with(now(4, 900, 0.6), statement(ONE, HealthLimit.BASELINE_CALLS.count() - 1, 10, 0)))))
        .contains("nothing changed in its database");
  }

  @Test
  void aStatementIsCalledMoreFromTheFactorOn() {
    // 1,200 calls in 360 s are 200 a minute; 20 calls in the window of 2 s are 600.
    assertThat(told(examine(with(now(20, 10, 0.6), statement(ONE, 1200, 10, 360))))).contains("200 calls a minute, now 600");
    assertThat(told(examine(with(now(19, 10, 0.6), statement(ONE, 1200, 10, 360))))).contains("nothing changed in its database");
  }

  @Test
  void tooFewCallsInTheWindowAreNoRate() {
    assertThat(told(examine(with(now(HealthLimit.WINDOW_CALLS.count(), 10, 0.6), statement(ONE, 1200, 10, 36_000)))))
        .contains("2 calls a minute, now 300");
    assertThat(told(examine(with(now(HealthLimit.WINDOW_CALLS.count() - 1, 10, 0.6), statement(ONE, 1200, 10, 36_000)))))
        .contains("nothing changed in its database");
  }

  @Test
  void namesOnlySoManyStatements() {
    CapacityScene scene = healthy().healthyBefore(look());
    List<StatementDelta> many = new ArrayList<>();
    for (int id = 1; id <= HealthLimit.SHOWN.count() + 1; id++) {
      many.add(new StatementDelta("orders", id, "select " + "x".repeat(id), 4, 1, 0.1, 1, 50, 1, 1, 60));
    }
    scene.snapshot().statements(many.toArray(new StatementDelta[0]));

    assertThat(told(examine(scene)).split("not at work then", -1)).hasSize(HealthLimit.SHOWN.count() + 1);
  }

  @Test
  void aLookThatIsTooOldIsAGapAndNotADifference() {
    Instant old = NOW.minus(HealthLimit.OLDEST.duration());
    Shape just = new Shape(old, shape(16).range(), "16.6", "3", "aurora", shape(16).members(), List.of());
    Shape past = new Shape(old.minusSeconds(1), shape(16).range(), "16.6", "3", "aurora", shape(16).members(), List.of());

    Examination compared = examine(healthy().healthyBefore(look(just, work())));
    Examination refused = examine(healthy().healthyBefore(look(past, work())));

    assertThat(told(compared)).contains("max 16 ACU, now 8 ACU");
    assertThat(told(refused)).doesNotContain("max");
    assertThat(refused.gaps()).anySatisfy(gap -> assertThat(gap.reason().text()).contains("too old to compare with"));
    assertThat(Told.unexplained(refused, "orders-db-1", "orders-db")).isEmpty();
  }

  // ------------------------------------------------------------------ as the baseline of a regression

  /** A bad plan for so long that the counters' whole past is as slow as the present. */
  private static CapacityScene hiddenRegression() {
    CapacityScene scene = loadGrowth();
    scene.snapshot().everySample(sharing(ONE, 6, Duration.ofMillis(60)))
        .statements(new StatementDelta("orders", ONE, "select * from stock where id = $1", 40, 60, 0.9, 900, 50_000, 55, 850, 1000));
    return scene;
  }

  private static Statement healthyPast(double secondsBefore) {
    return new Statement(THEN, WRITER, ONE, "select * from stock where id = $1", 20_000, 10, 100, secondsBefore);
  }

  /** The statement now, its counters running for so long. */
  private static StatementDelta since(double seconds) {
    return new StatementDelta("orders", ONE, "select * from stock where id = $1", 40, 60, 0.9, 900, 50_000, 55, 850, seconds);
  }

  @Test
  void aRegressionThatOutweighsItsPastIsFoundByTheHealthyLook() {
    CapacityScene scene = hiddenRegression();
    scene.snapshot().statements(since((double) Duration.ofHours(28).toSeconds()));

    assertThat(scene.diagnose().cause()).isNotEqualTo(Cause.PLAN_REGRESSION);

    scene.healthyBefore(look(healthyPast((double) Duration.ofHours(24).toSeconds())));
    assertThat(scene.diagnose().cause()).isEqualTo(Cause.PLAN_REGRESSION);
    assertThat(scene.diagnose().headline().text()).contains(
        "6 times as slow as before (mean 10 ms when it was last healthy, 2026-11-24T06:15:00Z)");
  }

  @Test
  void countersThatBeganAnewAreNoContinuation() {
    double life = Duration.ofHours(28).toSeconds();
    double sameBeginning = life - Duration.between(THEN, hiddenRegression().seen().at()).toSeconds();
    double moved = HealthLimit.SAME_RESET.duration().toSeconds();
    CapacityScene scene = hiddenRegression();
    scene.snapshot().statements(since(life));

    assertThat(scene.healthyBefore(look(healthyPast(sameBeginning + moved))).diagnose().cause()).isEqualTo(Cause.PLAN_REGRESSION);
    assertThat(scene.healthyBefore(look(healthyPast(sameBeginning + moved + 1))).diagnose().cause()).isNotEqualTo(Cause.PLAN_REGRESSION);
  }

  @Test
  void countersThatShrankOrBelongToAnotherMemberAreNoContinuation() {
    CapacityScene scene = hiddenRegression();
    Statement more = new Statement(THEN, WRITER, ONE, "", 50_001, 10, 100, 0);
    Statement other = new Statement(THEN, "orders-db-2", ONE, "", 20_000, 10, 100, 0);

    assertThat(scene.healthyBefore(look(more)).diagnose().cause()).isNotEqualTo(Cause.PLAN_REGRESSION);
    assertThat(scene.healthyBefore(look(other)).diagnose().cause()).isNotEqualTo(Cause.PLAN_REGRESSION);
  }
}
