package io.auroraresponder.database;

import static io.auroraresponder.database.SnapshotScene.backend;
import static io.auroraresponder.database.SnapshotScene.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.HeldLock;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import io.auroraresponder.probe.Snapshot.Locks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A waiter is not a root, a lock has a kind, idle is idle: what is said of trees of each kind. */
class LocksAsTheyAreTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private static LockWait wait(int pid, String type, String mode, String relation, Duration waited, int behind) {
    return new LockWait(pid, pid, type, mode, "orders", relation.isEmpty() ? 0 : 16_400, relation, waited, List.of(behind));
  }

  private static LockTree tree(Backend root, boolean stable, int blocked, Duration longest, List<Backend> middle, LockWait... waits) {
    Locks held = new Locks(1, List.of(new HeldLock("relation", "RowExclusiveLock", "orders", 16_400, "sales.stock")));
    return new LockTree(root.holding(held), stable, blocked, 2, List.of(900), longest, List.of(waits), middle);
  }

  private static Backend autovacuum(int pid) {
    return new Backend(
        pid, 0, "2026-11-24 09:00:00.12+00", "orders", "", "", "", "autovacuum worker", "active", "", "", LONG, LONG, LONG, true, 0, 0,
        "autovacuum: VACUUM sales.stock (to prevent wraparound)");
  }

  private static Finding found(SnapshotScene scene) {
    Reading<List<Finding>> findings = new BlockerTreeCheck().examine(scene.look());
    return findings.orElse(List.of()).getFirst();
  }

  private static List<String> commands(List<Advice> advice) {
    return advice.stream().map(one -> one.command().text()).filter(text -> !text.isEmpty()).toList();
  }

  private static String advised(Finding finding) {
    return String.join("\n", finding.advice().stream().map(one -> one.text() + " " + one.command()).toList());
  }

  @Test
  void theMessageHasLockTypeModeRelationWithSchemaAndBothStatements() {
    Backend root = backend(41, "idle in transaction", LONG);
    Backend waiting = new Backend(
        900, 0, "2026-11-24 09:00:00.12+00", "orders", "app", "shop", "10.0.0.9", "client backend", "active", "Lock", "relation", LONG,
        LONG, LONG, false, 0, 9, "select note from stock where id = ?");
    SnapshotScene scene =
        new SnapshotScene().running(waiting)
            .trees(tree(root, true, 7, LONG, List.of(), wait(900, "relation", "AccessShareLock", "sales.stock", LONG, 41)));

    List<Phrase> chain = ActorChain.of(scene.look().probed(), Cause.IDLE_TRANSACTION_LEAK);

    assertThat(found(scene).summary().text())
        .contains("for AccessShareLock (relation) on sales.stock", "which holds RowExclusiveLock on sales.stock");
    assertThat(chain.getFirst().text()).contains("Last statement: update stock set n = $1");
    assertThat(chain.getLast().text()).contains("7 sessions wait", "for sales.stock", "select note from stock where id = ?");
  }

  /** Each of so many waiters looks for deadlocks now and then, and then they meet at the lock manager. */
  @ParameterizedTest
  @CsvSource({"0, true", "100, true", "250, false"})
  void contentionThatAPileUpMakesIsThePileUp(int strangers, boolean byThePile) {
    List<Integer> pids = IntStream.range(1000, 1200).boxed().toList();
    LockTree tree =
        new LockTree(backend(41, "idle in transaction", LONG), true, 200, 2, pids, LONG,
            List.of(wait(1000, "tuple", "ExclusiveLock", "sales.stock", LONG, 41)), List.of());
    List<ActiveSession> all = new ArrayList<>();
    pids.forEach(pid -> all.add(session(pid, pid % 4 == 0 ? "Lock" : "LWLock", pid % 4 == 0 ? "tuple" : "LockManager", 5, LONG)));
    IntStream.range(0, strangers).forEach(i -> all.add(session(5000 + i, "LWLock", "LockManager", 6, Duration.ofMillis(20))));
    DatabaseLook look = new SnapshotScene().everySample(all.toArray(ActiveSession[]::new)).trees(tree).look();

    List<Cause> ranked = Explanation.ranked(
            Stream.of(new InternalContention(), new IdleTransactionLeak(), new LockPileup()).flatMap(rule -> rule.suspect(look).stream())
                .toList())
        .stream().map(Explanation::cause).toList();

    assertThat(ranked.getFirst()).isEqualTo(byThePile ? Cause.IDLE_TRANSACTION_LEAK : Cause.INTERNAL_CONTENTION);
    assertThat(ranked.contains(Cause.INTERNAL_CONTENTION)).isEqualTo(!byThePile);
  }

  @Test
  void followersOfALeaderAreNeitherTheCauseNorItsActorsHoweverMany() {
    Duration hours = Duration.ofHours(3);
    LockTree election = tree(backend(61, "active", LONG), true, 40, hours, List.of(),
        wait(900, "advisory", "ExclusiveLock", "", hours, 61));
    LockTree moving = tree(backend(51, "active", Duration.ofMillis(80)), false, 9, Duration.ofMillis(80), List.of(),
        wait(902, "tuple", "ExclusiveLock", "sales.basket", Duration.ofMillis(80), 51));
    LockTree leak = tree(backend(41, "idle in transaction", LONG), true, 12, LONG, List.of(),
        wait(901, "tuple", "", "sales.stock", LONG, 41));
    DatabaseLook look =
        new SnapshotScene().connections(SnapshotScene.connections(60, 100, 0, 0)).trees(election, leak, moving).look();

    Explanation why = new IdleTransactionLeak().suspect(look).orElseThrow();

    assertThat(why.says().text()).contains("12 sessions wait", "pid 41");
    for (Cause cause : List.of(Cause.IDLE_TRANSACTION_LEAK, Cause.LOCK_PILEUP)) {
      assertThat(ActorChain.of(look.probed(), cause).getFirst().text()).contains("pid 41");
    }
    assertThat(LockPileup.queue(look.probed()).orElseThrow().root().pid()).isEqualTo(41);
  }

  @Test
  void contentionBesideAQueueThatNobodyCouldLookIntoIsNotProven() {
    ActiveSession[] inside = IntStream.range(0, 9).mapToObj(i -> session(900 + i, "LWLock", "LockManager", 5, Duration.ofMillis(300)))
        .toArray(ActiveSession[]::new);
    ActiveSession[] both = inside.clone();
    both[0] = session(900, "Lock", "tuple", 5, LONG);

    SnapshotScene blind = new SnapshotScene().trees(Reading.unavailable("it took too long"));

    assertThat(new InternalContention().suspect(blind.everySample(both).look())).isEmpty();
    assertThat(new InternalContention().suspect(blind.everySample(inside).look())).isPresent();
  }

  @Test
  void anIdleHolderOfASessionLockIsEndedAndNotCancelled() {
    Backend root = backend(41, "idle", LONG);
    LockTree tree =
        tree(root, true, 7, LONG, List.of(backend(77, "active", LONG)), wait(900, "advisory", "ExclusiveLock", "", LONG, 41));

    List<String> commands = commands(SessionSql.unblock(new SnapshotScene().look().probed(), tree));

    assertThat(commands.getLast()).contains("pg_terminate_backend", "a.pid = 41", "a.state = 'idle'");
    assertThat(commands).noneMatch(one -> one.contains("pg_cancel_backend") && one.contains("a.pid = 41"));
  }

  @ParameterizedTest
  @CsvSource({
      // state of the leader, followers, clients, seconds of the longest wait
      "idle, 6, 8, 10200, INFO",
      "idle, 6, 8, 300, INFO",
      "active, 6, 40, 300, INFO",
      "active, 6, 8, 10200, INFO",
      "active, 6, 8, 300, CRITICAL",
      "idle in transaction, 30, 40, 60, CRITICAL",
      "idle in transaction, 4, 6, 60, INFO",
      "idle, 6, 8, 3, OK"})
  void anElectionThatWaitsByDesignIsNoPileUpAndRequestsThatWaitForAMutexAreOne(
      String state, int followers, int clients, int seconds, Severity wanted) {
    Duration waited = Duration.ofSeconds(seconds);
    LockTree tree =
        tree(backend(41, state, LONG), true, followers, waited, List.of(), wait(900, "advisory", "ExclusiveLock", "", waited, 41));
    SnapshotScene scene = new SnapshotScene().connections(SnapshotScene.connections(clients, 100, 0, 0)).trees(tree);

    assertThat(BlockerTreeCheck.severity(scene.look().probed(), tree)).isEqualTo(wanted);
    assertThat(new LockPileup().suspect(scene.look()).isPresent()).isEqualTo(wanted == Severity.CRITICAL);
    assertThat(found(scene).advice().isEmpty()).isEqualTo(wanted != Severity.CRITICAL);
  }

  @Test
  void theCircleOfAConcurrentIndexBuildIsOpenedByTheSessionInItsMiddle() {
    Backend pod = new Backend(
        77, 0, "2026-11-24 10:00:00.01+00", "orders", "app", "worker-migrate", "", "client backend", "active", "Lock", "advisory", LONG,
        LONG, LONG, false, 3, 8, "select pg_advisory_lock(?)");
    LockTree tree =
        tree(backend(41, "idle", LONG), true, 2, LONG, List.of(pod), wait(77, "advisory", "ExclusiveLock", "", LONG, 41),
            wait(78, "virtualxid", "ShareLock", "", LONG, 77));
    SnapshotScene scene = new SnapshotScene().trees(tree);

    assertThat(commands(SessionSql.unblock(scene.look().probed(), tree)).getFirst()).contains("pg_cancel_backend", "a.pid = 77");
    assertThat(BlockerTreeCheck.severity(scene.look().probed(), tree)).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void aWaitForAVirtualTransactionIsCalledTheIndexBuildsAlone() {
    LockTree tree = tree(backend(41, "idle in transaction", LONG), true, 1, LONG, List.of(),
        wait(900, "virtualxid", "ShareLock", "", LONG, 41));

    assertThat(found(new SnapshotScene().trees(tree)).summary().text())
        .contains("for the end of its snapshot, as a concurrent index build does");
  }

  @Test
  void theCommitLockOfNotifyIsNamed() {
    LockTree tree = tree(backend(41, "active", Duration.ofMillis(300)), false, 9, Duration.ofMillis(300), List.of(),
        wait(900, "notify", "AccessExclusiveLock", "", Duration.ofMillis(300), 41));
    ActiveSession[] queue = IntStream.range(0, 9).mapToObj(i -> session(900 + i, "Lock", "object", 5, Duration.ofMillis(300)))
        .toArray(ActiveSession[]::new);
    SnapshotScene scene = new SnapshotScene().everySample(queue).trees(tree);

    Explanation why = new InternalContention().suspect(scene.look()).orElseThrow();

    assertThat(why.says().text()).contains("commits one transaction at a time", "NOTIFY");
    assertThat(why.advice().get(1).text().text()).contains("notify once for a batch");
    assertThat(found(scene).summary().text()).contains("for the one commit at a time that NOTIFY allows");
  }

  @Test
  void autovacuumAgainstWraparoundIsNeverEndedAndTheDdlBehindItGoesFirst() {
    LockTree tree = tree(autovacuum(41), true, 12, LONG, List.of(SnapshotScene.ddl(77)),
        wait(77, "relation", "AccessExclusiveLock", "sales.stock", LONG, 41));
    SnapshotScene scene = new SnapshotScene().trees(tree).idle(autovacuum(41));

    List<Advice> advice = new ArrayList<>(SessionSql.unblock(scene.look().probed(), tree));
    advice.addAll(new LockPileup().suspect(scene.look()).orElseThrow().advice());
    advice.add(SessionSql.endIdle(scene.look().probed(), autovacuum(41), io.auroraresponder.probe.GuardedSql.While.IDLE_IN_TRANSACTION));
    advice.add(SessionSql.cancel(scene.look().probed(), autovacuum(41)));

    assertThat(commands(advice)).isNotEmpty().allMatch(one -> one.contains("a.pid = 77"));
    assertThat(advised(found(scene))).contains("let it finish").doesNotContain("a.pid = 41");
    assertThat(found(scene).summary().text()).contains("autovacuum");
  }

  @Test
  void aQueueThatMovesNamesNobodyAndNobodyIsEnded() {
    LockTree tree = tree(backend(41, "active", Duration.ZERO), false, 9, Duration.ofMillis(400), List.of(),
        wait(900, "tuple", "ExclusiveLock", "", Duration.ofMillis(400), 41));

    Finding finding = found(new SnapshotScene().trees(tree));

    assertThat(finding.summary().text())
        .isEqualTo("9 sessions in a queue that moves, the longest for less than 1 s, for rows that the others change of sales.stock")
        .doesNotContain("41", "0 s");
    assertThat(commands(finding.advice())).isEmpty();
    assertThat(advised(finding)).contains("End nobody");
  }
}
