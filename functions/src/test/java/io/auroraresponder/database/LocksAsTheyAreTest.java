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

  private static LockTree advisory(Backend holder, int blocked, Duration... waits) {
    List<LockWait> listed = IntStream.range(0, waits.length)
        .mapToObj(i -> wait(900 + i, "advisory", "ExclusiveLock", "", waits[i], holder.pid())).toList();
    return new LockTree(holder, true, blocked, 1, IntStream.range(900, 900 + blocked).boxed().toList(), waits[0], listed, List.of());
  }

  private static Backend asks(int pid, String statement, Duration waited, Duration inTransaction, boolean written) {
    return new Backend(
        pid, 0, "2026-11-24 10:00:00.01+00", "orders", "app", "shop", "10.0.0.9", "client backend", "active", "Lock", "advisory", waited,
        inTransaction, waited, written, 0, 8, statement);
  }

  private static Backend holder(String state, boolean written) {
    return new Backend(
        41, 0, "2026-11-24 09:00:00.12+00", "orders", "app", "shop", "10.0.0.8", "client backend", state, "", "", LONG,
        state.equals("idle") ? Duration.ZERO : LONG, LONG, written, 0, 7, "select pg_advisory_lock(?)");
  }

  @ParameterizedTest
  @CsvSource({
      // state of the holder, sessions that wait, seconds of the longest wait and of the others
      "idle, 6, 10200, 10200, INFO",
      "active, 6, 10200, 10200, INFO",
      "idle in transaction, 6, 10200, 10200, INFO",
      "idle, 6, 1800, 1800, INFO",
      "idle, 6, 1799, 1799, WARNING",
      "idle, 6, 300, 300, WARNING",
      "active, 6, 300, 12, WARNING",
      "idle in transaction, 40, 300, 2, WARNING",
      "idle, 4, 30, 30, WARNING",
      "idle, 4, 29, 29, INFO",
      "idle, 5, 5, 5, WARNING",
      "idle, 6, 4, 4, OK"})
  void whoeverOnlyAsksForTheLockIsAFollowerAfterHalfAnHourAndUntilThenEither(
      String state, int blocked, int longest, int others, Severity wanted) {
    Duration[] waits = IntStream.range(0, Math.min(blocked, 20)).mapToObj(i -> Duration.ofSeconds(i == 0 ? longest : others))
        .toArray(Duration[]::new);
    LockTree tree = advisory(holder(state, false), blocked, waits);
    Backend[] followers = tree.waits().stream()
        .map(wait -> asks(wait.pid(), "select pg_advisory_lock(?)", wait.waited(), wait.waited(), false)).toArray(Backend[]::new);
    SnapshotScene scene =
        new SnapshotScene().connections(SnapshotScene.connections(blocked + 2, 100, 0, 0)).running(followers).trees(tree).idle(tree.root());

    assertThat(BlockerTreeCheck.severity(scene.look().probed(), tree)).isEqualTo(wanted);
    assertThat(Stream.of(new IdleTransactionLeak(), new LockPileup()).flatMap(rule -> rule.suspect(scene.look()).stream())).isEmpty();
    assertThat(new IdleTransactionsCheck().examine(scene.look()).orElse(List.of())).extracting(Finding::severity)
        .doesNotContain(Severity.CRITICAL);
    assertThat(LockPileup.queue(scene.look().probed()).isPresent()).isEqualTo(longest < 1800);
    if (wanted == Severity.WARNING) {
      assertThat(found(scene).summary().text()).contains("may be followers of a leader or requests");
      assertThat(found(scene).advice()).hasSize(3).first().satisfies(first ->
          assertThat(first.command().text()).contains("l.locktype = 'advisory'").doesNotContain("_backend("));
      assertThat(found(scene).advice().get(1).text().text()).startsWith("Only where requests wait: ");
      assertThat(commands(found(scene).advice()).get(1)).contains("_backend(", "a.pid = 41");
      assertThat(ActorChain.of(scene.look().probed(), Cause.LOCK_PILEUP).getLast().text()).doesNotContain("requests");
    } else {
      assertThat(found(scene).advice()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      // statement, seconds in the transaction before it, has written, state of the holder, holder has written, clients
      "select pg_advisory_lock(?); 0; false; idle; false; 8; WARNING",
      "select pg_advisory_lock(?); 0; true; idle; false; 8; CRITICAL",
      "select pg_advisory_lock(?); 2; false; idle; false; 8; CRITICAL",
      "select pg_advisory_lock(?); 2; false; idle; false; 40; WARNING",
      "insert into orders select pg_advisory_xact_lock(?), ?; 0; false; idle; false; 8; CRITICAL",
      "select book_seat(?); 0; false; active; false; 8; CRITICAL",
      "select pg_advisory_xact_lock(?, ?); 0; false; active; true; 8; CRITICAL",
      "select pg_advisory_xact_lock(?, ?); 0; false; active; false; 8; CRITICAL",
      "select pg_advisory_xact_lock(?, ?); 0; false; idle in transaction; true; 8; CRITICAL",
      "select pg_advisory_xact_lock(?, ?); 0; false; idle in transaction; false; 8; WARNING",
      "''; 0; false; active; true; 8; WARNING"})
  void whoeverWaitsInTheMidstOfItsWorkIsARequest(
      String statement, int before, boolean written, String state, boolean works, int clients, Severity wanted) {
    Duration waited = Duration.ofSeconds(90);
    LockTree tree = advisory(holder(state, works), 6, waited, waited, waited, waited, waited, waited);
    Backend[] waiting = IntStream.range(900, 906).mapToObj(pid -> asks(pid, statement, waited, waited.plusSeconds(before), written))
        .toArray(Backend[]::new);
    SnapshotScene scene =
        new SnapshotScene().connections(SnapshotScene.connections(clients, 100, 0, 0)).running(waiting).trees(tree);

    assertThat(BlockerTreeCheck.severity(scene.look().probed(), tree)).isEqualTo(wanted);
    assertThat(new LockPileup().suspect(scene.look()).isPresent()).isEqualTo(wanted == Severity.CRITICAL);
    assertThat(LockPileup.ofRequests(scene.look())).isEqualTo(wanted == Severity.CRITICAL);
  }

  @Test
  void arrivalsThatGoOnAfterHalfAnHourAreNotFollowersForSure() {
    Duration hour = Duration.ofHours(1);
    Duration now = Duration.ofSeconds(20);
    Probed look = new SnapshotScene().look().probed();

    assertThat(AdvisoryQueue.of(look, advisory(holder("idle", false), 60, hour, hour, now, now, now, now))).isEqualTo(
        AdvisoryQueue.FOLLOWERS);
    assertThat(AdvisoryQueue.of(look, advisory(holder("idle", false), 60, hour, hour, now, now, now, now, now))).isEqualTo(
        AdvisoryQueue.EITHER);
  }

  @Test
  void aMutexThatChangesHandsIsAQueueThatMovesOfWhichNobodyIsEnded() {
    Duration waited = Duration.ofSeconds(40);
    LockTree one = advisory(holder("active", true), 6, waited, waited);
    LockTree tree = new LockTree(one.root(), false, 6, 1, one.blockedPids(), waited, one.waits(), List.of());

    Finding finding = found(new SnapshotScene().trees(tree));

    assertThat(finding.summary().text()).startsWith("6 sessions in a queue that moves").contains("for an advisory lock");
    assertThat(commands(finding.advice())).isEmpty();
    assertThat(advised(finding)).contains("End nobody").doesNotContain("rows");
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

  /** By the time that anybody pastes a cancel it has given up by itself, and tries again. */
  @Test
  void aDdlThatTriesAgainAndAgainIsNotCancelledButItsRootIs() {
    Duration moment = Duration.ofMillis(700);
    LockTree tree = tree(backend(41, "idle in transaction", LONG), true, 6, moment,
        List.of(backend(77, "active", moment)), wait(77, "relation", "AccessExclusiveLock", "sales.stock", moment, 41));

    assertThat(commands(SessionSql.unblock(new SnapshotScene().look().probed(), tree))).singleElement().asString()
        .contains("pg_terminate_backend", "a.pid = 41");
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
