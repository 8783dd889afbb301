package io.auroraresponder.database;

import static io.auroraresponder.database.DatabaseLimitTest.all;
import static io.auroraresponder.database.DatabaseLimitTest.and;
import static io.auroraresponder.database.DatabaseLimitTest.holds;
import static io.auroraresponder.database.SnapshotScene.backend;
import static io.auroraresponder.database.SnapshotScene.session;
import static io.auroraresponder.database.SnapshotScene.sharing;
import static io.auroraresponder.database.SnapshotScene.tree;
import static io.auroraresponder.database.SnapshotScene.unstable;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.probe.Snapshot.HeldLock;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import io.auroraresponder.probe.Snapshot.Locks;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers and names by which a person decides, in the sentences of checks and cause rules. */
class LookWordsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private static List<String> said(DatabaseCheck<?> check, SnapshotScene scene) {
    return check.examine(scene.look()).orElse(List.of()).stream().map(finding -> finding.summary().text()).toList();
  }

  private static Explanation told(CauseRule<DatabaseLook> rule, SnapshotScene scene) {
    return rule.suspect(scene.look()).orElseThrow();
  }

  // ------------------------------------------------------------------ locks

  @Test
  void fiveTreesAreShownAndShortOnesAreCounted() {
    LockTree[] six =
        IntStream.rangeClosed(1, 6).mapToObj(pid -> tree(backend(pid, "active", LONG), 6, LONG)).toArray(LockTree[]::new);
    LockTree brief = tree(backend(7, "active", LONG), 1, Duration.ofSeconds(4));

    assertThat(said(new BlockerTreeCheck(), new SnapshotScene().trees(six))).hasSize(5);
    assertThat(said(new BlockerTreeCheck(), new SnapshotScene().trees(six[0], brief))).hasSize(1);
    assertThat(said(new BlockerTreeCheck(), new SnapshotScene().trees(brief))).containsExactly("1 short lock wait");
    assertThat(said(new BlockerTreeCheck(), new SnapshotScene().trees(brief, brief))).containsExactly("2 short lock waits");
    assertThat(said(new BlockerTreeCheck(), new SnapshotScene())).containsExactly("no session waits for a lock");
  }

  @ParameterizedTest
  @CsvSource({
      "relation, sales.stock, orders, for AccessShareLock (relation) on sales.stock",
          "object, '', orders, for AccessShareLock (object) in orders",
      "object, '', '', for AccessShareLock (object)", "transactionid, '', '', for the end of its transaction"})
  void whatIsWaitedForIsNamedAsFarAsItIsKnown(String type, String relation, String database, String words) {
    LockTree plain = tree(backend(41, "active", LONG), 6, LONG);
    Locks held = new Locks(4, List.of(
        new HeldLock("relation", "ShareLock", "orders", 7, ""), new HeldLock("relation", "AccessShareLock", "orders", 8, "a.b"),
        new HeldLock("relation", "RowExclusiveLock", "orders", 9, ""), new HeldLock("relation", "RowExclusiveLock", "orders", 9, "c.d")));
    LockTree tree = new LockTree(
        plain.root().holding(held), true, 6, 1, List.of(900), LONG,
        List.of(new LockWait(900, 900, type, "AccessShareLock", database, 0, relation, LONG, List.of(41))), List.of());

    assertThat(said(new BlockerTreeCheck(), new SnapshotScene().trees(tree)).getFirst())
        .startsWith("6 sessions behind shop (pid 41, ").endsWith(
        ", which holds ShareLock on a relation of database orders, AccessShareLock on a.b, RowExclusiveLock on a relation of database "
        + "orders + 1 more, runs: update stock set n = $1; longest wait 5 min, " + words);
    assertThat(BlockerTreeCheck.written(tree)).contains("c.d");
  }

  @Test
  void oneWhoQueuesQueuesAndManyQueue() {
    assertThat(told(new LockPileup(), new SnapshotScene().trees(tree(backend(41, "active", LONG), 1, LONG))).says().text())
        .startsWith("orders-db is waiting, not working: 1 session queues behind shop (pid 41, active for 5 min");
    assertThat(told(new LockPileup(), new SnapshotScene().trees(tree(backend(41, "active", LONG), 9, LONG))).says().text())
        .startsWith("orders-db is waiting, not working: 9 sessions queue behind shop (pid 41, ");
  }

  // ------------------------------------------------------------------ contention

  /** Of what stands out the largest is named, whatever else is larger. */
  @Test
  void theLargestWaitOfItsKindIsNamed() {
    SnapshotScene internal = new SnapshotScene().everySample(
        and(and(all(4, "", ""), all(1, "LWLock", "WALInsert")), all(3, "LWLock", "BufferContent")));
    SnapshotScene locks = new SnapshotScene().everySample(and(all(5, "Lock", "tuple"), all(6, "IO", "DataFileRead"))).trees(
        unstable(tree(backend(41, "active", LONG), 5, Duration.ofSeconds(1))));

    assertThat(told(new InternalContention(), internal).says().text())
        .isEqualTo("orders-db is contended inside: 50 % of 8 active sessions wait for internal locks, most for LWLock:BufferContent.");
    assertThat(holds(new InternalContention(), locks)).as("less than half").isFalse();
    assertThat(told(new InternalContention(), new SnapshotScene().everySample(all(5, "Lock", "tuple"))).says().text()).isEqualTo(
        "orders-db has a hot spot: 100 % of 5 active sessions wait for locks that change hands all the time, most for Lock:tuple.");
  }

  @Test
  void aRootThatStaysOrLocksThatWereNotReadAreNoHotSpot() {
    SnapshotScene scene = new SnapshotScene().everySample(all(5, "Lock", "tuple"));
    LockTree stays = tree(backend(41, "active", LONG), 5, Duration.ofSeconds(1));

    assertThat(InternalContention.locksChangeHands(scene.look())).isTrue();
    assertThat(InternalContention.locksChangeHands(scene.trees(stays).look())).isFalse();
    assertThat(InternalContention.locksChangeHands(scene.trees(unstable(stays)).look())).isTrue();
    assertThat(InternalContention.locksChangeHands(scene.trees(Reading.unavailable("no right")).look())).isFalse();
    assertThat(InternalContention.locksChangeHands(new SnapshotScene().everySample(all(4, "Lock", "tuple")).look())).isFalse();
  }

  @Test
  void fewSessionsThatCommitAreNoBoundary() {
    assertThat(holds(new CommitBound(), new SnapshotScene().everySample(all(4, "IO", "XactSync")))).isFalse();
    assertThat(told(new CommitBound(), new SnapshotScene().everySample(and(all(6, "IO", "XactSync"), all(2, "", "")))).says().text())
        .isEqualTo("orders-db waits for storage: 75 % of 8 active sessions wait for a commit or sync.");
  }

  // ------------------------------------------------------------------ statements

  @Test
  void aStatementInMoreSessionsThanARunawayHasIsNone() {
    assertThat(holds(new RunawayStatement(), new SnapshotScene().everySample(sharing(77, 2, LONG)))).isTrue();
    assertThat(holds(new RunawayStatement(), new SnapshotScene().everySample(sharing(77, 3, LONG)))).isFalse();
    assertThat(holds(new RunawayStatement(), new SnapshotScene().everySample(and(sharing(77, 1, LONG), all(1, "", ""))))).isTrue();
    assertThat(holds(new RunawayStatement(), new SnapshotScene().everySample(session(1, "", "", 0, LONG)))).as("without an id").isTrue();
  }

  @Test
  void aRunawayIsNamedAndCancelledWhereItsSessionWasListed() {
    SnapshotScene scene = new SnapshotScene().everySample(sharing(77, 1, LONG));
    Backend listed = backend(5000, "active", LONG);

    Explanation alone = told(new RunawayStatement(), scene);
    assertThat(alone.says().text())
        .isEqualTo("orders-db is slowed by 1 statement: 100 % of the active load, of pid 5000, running for 5 min.");
    assertThat(alone.severity()).isEqualTo(Severity.WARNING);
    assertThat(alone.advice()).containsExactly(RunawayStatement.LASTING);

    Explanation known = told(new RunawayStatement(), scene.running(backend(4, "active", LONG), listed));
    assertThat(known.says().text()).contains("shop (pid 5000, active for 5 min, app@");
    assertThat(known.advice()).hasSize(2);
    assertThat(known.advice().getFirst().command().text()).contains("pg_cancel_backend", "a.pid = 5000");
  }

  @ParameterizedTest
  @CsvSource({
      // part of the execution time, factor over its past, told
      "0.5, 3, true", "0.49, 3, false", "0.5, 2.9, false"})
  void aStatementIsSlowByItsFinishedCallsToo(double share, double factor, boolean slow) {
    StatementDelta other = new StatementDelta("orders", 5, "select 2", 80, 900, 0.1, 9000, 50_000, 10, 100, 1000);
    StatementDelta one = new StatementDelta("orders", 77, "select 1", 80, 10 * factor, share, 100 * factor, 50_000, 10, 100, 1000);
    SnapshotScene scene = new SnapshotScene().statements(other, one);

    assertThat(holds(new PlanRegression(), scene)).isEqualTo(slow);
    if (slow) {
      assertThat(told(new PlanRegression(), scene).says().text())
          .isEqualTo("orders-db runs one statement 3 times as slow as before (mean 10 ms before): 50 % of the execution time.");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1 session", "2, 2 sessions"})
  void aSlowStatementIsSaidToCarryTheLoadOverItsSessions(int sessions, String words) {
    StatementDelta one = new StatementDelta("orders", 77, "select 1", 80, 30, 0.1, 300, 50_000, 10, 100, 1000);
    SnapshotScene scene = new SnapshotScene().everySample(sharing(77, sessions, Duration.ofMillis(5))).statements(one);

    assertThat(told(new PlanRegression(), scene).says().text()).endsWith("): 100 % of the active load over " + words + ".");
  }

  @ParameterizedTest
  @CsvSource({"80, false", "81, true"})
  void aStatementIsShownUpToEightyCharacters(int length, boolean cut) {
    assertThat(StatementWords.of(new SnapshotScene().look().probed(), "x".repeat(length)).text())
        .isEqualTo("x".repeat(80) + (cut ? "…" : ""));
  }

  // ------------------------------------------------------------------ maintenance, cache, sight

  @Test
  void maintenanceIsSaidWithWhatIsKnownOfIt() {
    MaintenanceWork build = SnapshotScene.work(4000, "create index");
    MaintenanceWork bare =
        new MaintenanceWork(4001, "2026-11-24 10:00:00.01+00", "vacuum", "orders", 0, "", "", 0, true, Duration.ofMinutes(3));

    assertThat(said(new MaintenanceCheck(), new SnapshotScene().maintenance(build, bare))).containsExactly(
        "create index of public.stock, pid 4000 for 8 min, 40 % done, database orders; vacuum, pid 4001 for 3 min, against "
        + "wraparound, database orders");
    assertThat(said(new MaintenanceCheck(), new SnapshotScene().maintenance(build).running(backend(4000, "active", LONG))).getFirst())
        .endsWith("40 % done, of application shop, app@10.0.0.8, database orders, holds RowExclusiveLock on public.stock");
    assertThat(said(new MaintenanceCheck(), new SnapshotScene().maintenance(bare, bare, bare, bare)).getFirst().split("; ", -1)).hasSize(3);
  }

  @Test
  void theLoadOfMaintenanceIsNamedOrItIsAutovacuum() {
    var vacuum = new Snapshot.ActiveSession(20, 0, "autovacuum worker", "orders", "", "", "", "", 0, LONG);
    SnapshotScene scene = new SnapshotScene().everySample(vacuum);

    assertThat(told(new io.auroraresponder.database.MaintenanceWork(), scene).says().text())
        .isEqualTo("orders-db is busy with maintenance: 100 % of the active load is autovacuum.");
    assertThat(told(new io.auroraresponder.database.MaintenanceWork(), scene.maintenance(SnapshotScene.work(20, "copy"))).says().text())
        .startsWith("orders-db is busy with maintenance: 100 % of the active load is copy of public.stock, pid 20 for 8 min");
  }

  @Test
  void theCacheIsSaidInPercentAndBlocks() {
    DatabaseRates rates = new DatabaseRates(
        Duration.ofSeconds(2), 100, 1, 1500, 1000, Reading.known(0.875, SnapshotScene.NOW), 100, 100, 10, 0, 0, 0.1);

    assertThat(said(new CacheHitsCheck(), new SnapshotScene().rates(Reading.known(rates, SnapshotScene.NOW))))
        .containsExactly("87 % of the blocks found in the cache, 1500 blocks read per second");
  }

  @ParameterizedTest
  @CsvSource({"0, OK, the login sees all sessions", "1, WARNING, 1 session hidden from the login",
      "2, WARNING, 2 sessions hidden from the login"})
  void sessionsThatAreHiddenAreCounted(int hidden, Severity severity, String words) {
    SnapshotScene scene = new SnapshotScene().connections(SnapshotScene.connections(20, 100, 0, hidden));
    Finding finding = new VisibilityCheck().examine(scene.look()).orElse(List.of()).getFirst();

    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.summary().text()).isEqualTo(words);
  }

  @Test
  void sessionsThatSayNothingAreCounted() {
    assertThat(LookGaps.blind(mute(1)).getFirst().reason().text()).startsWith("1 session does not say what they do");
    assertThat(LookGaps.blind(mute(2)).getFirst().reason().text()).startsWith("2 sessions do not say what they do");
    assertThat(LookGaps.blind(mute(0))).isEmpty();
  }

  private static Probed mute(int sessions) {
    return new SnapshotScene().connections(
        new Snapshot.Connections(20, 2, 6, 0, 0, 0, 0, 0, sessions, 100, 90, List.of(), List.of())).look().probed();
  }

  // ------------------------------------------------------------------ who and when

  @Test
  void aLookThatWasNotMadeIsOfTheTimeWhenItWasAskedFor() {
    Probed none = new Probed("orders-db-1", new Look.NotTried("not asked"), SnapshotScene.NOW);

    assertThat(none.at()).isEqualTo(SnapshotScene.NOW);
    assertThat(new SnapshotScene().look().probed().at()).isEqualTo(SnapshotScene.NOW.plusSeconds(3));
    assertThat(LookGaps.cost(none).isEmpty()).isTrue();
    assertThat(LookGaps.of(none)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, less than 1 s", "999, less than 1 s", "1000, 1 s", "119999, 119 s", "120000, 2 min", "3600000, 60 min"})
  void anAgeIsInSecondsBelowTwoMinutes(long millis, String words) {
    assertThat(SessionWords.age(new SnapshotScene().look().probed(), Duration.ofMillis(millis)).words()).isEqualTo(words);
  }

  @Test
  void anIdleSessionHasTheAgeOfItsStateAndABusyOneThatOfItsStatement() {
    assertThat(named("idle in transaction", "shop").text()).startsWith("shop (pid 7, idle in transaction for 3 min, ");
    assertThat(named("active", "shop").text()).startsWith("shop (pid 7, active for 9 min, ");
  }

  private static io.auroraresponder.incident.Phrase named(String state, String application) {
    return SessionWords.of(new SnapshotScene().look().probed(), new Backend(
        7, 0, "2026-11-24 09:00:00.12+00", "orders", "app", application, "10.0.0.8", "client backend", state, "", "", Duration.ofMinutes(9),
        Duration.ofMinutes(20), Duration.ofMinutes(3), true, 0, 7, "select 1"));
  }

  @ParameterizedTest
  @CsvSource({"gid-7, select 1, gid-7", "'', gid-8, gid-8"})
  void aPreparedTransactionIsNamedByItsGid(String application, String statement, String gid) {
    Backend prepared = new Backend(
        0, 0, "", "orders", "app", application, "", "", "", "", "", LONG, LONG, LONG, true, 0, 0, statement);

    assertThat(SessionWords.of(new SnapshotScene().look().probed(), prepared).text()).isEqualTo("a prepared transaction (" + gid + ")");
  }
}
