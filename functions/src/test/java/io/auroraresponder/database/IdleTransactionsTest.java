package io.auroraresponder.database;

import static io.auroraresponder.database.SnapshotScene.unstable;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who left a transaction open, whom that harms, and when it is the story. */
class IdleTransactionsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String IDLE = "idle in transaction";

  private static final AtomicInteger NEXT = new AtomicInteger(900);

  private static Backend idle(int pid, String state, Duration age, boolean written, long xminAge) {
    return new Backend(
        pid, 0, "2026-11-24 09:00:00.12+00", "orders", "app", "shop", "10.0.0.8", "client backend", state, "", "", age, age, age, written,
        xminAge, 7, "update stock set n = ?");
  }

  /** Everybody waits in one queue only. */
  private static LockTree tree(Backend root, int blocked, int seconds, Backend... middle) {
    int first = NEXT.getAndAdd(blocked);
    return tree(root, IntStream.range(first, first + blocked).boxed().toList(), seconds, middle);
  }

  private static LockTree tree(Backend root, List<Integer> blocked, int seconds, Backend... middle) {
    Duration longest = Duration.ofSeconds(seconds);
    return new LockTree(
        root, true, blocked.size(), 1, blocked, longest,
        List.of(new LockWait(900, 900, "transactionid", "ShareLock", "", 0, "", longest, List.of(root.pid()))), List.of(middle));
  }

  private static List<Finding> found(SnapshotScene scene) {
    return new IdleTransactionsCheck().examine(scene.look()).orElse(List.of());
  }

  @ParameterizedTest
  @CsvSource({
      // written, age of its snapshot in transactions, seconds idle, severity
      "true, 0, 3600, CRITICAL", "true, 0, 3599, WARNING", "false, 500000, 3600, CRITICAL",
      "false, 499999, 3600, WARNING", "false, 0, 3600, WARNING", "false, 0, 59, OK"})
  void anHourIsCriticalWhereItHoldsLocksOrKeepsVacuumFromItsWork(boolean written, long xminAge, int seconds, Severity severity) {
    assertThat(found(new SnapshotScene().idle(idle(1, IDLE, Duration.ofSeconds(seconds), written, xminAge))))
        .extracting(Finding::severity).containsExactly(severity);
  }

  @Test
  void whoeverBlocksIsALeakAndWhoeverDoesNotHoldsTheHorizon() {
    Backend session = idle(41, IDLE, Duration.ofSeconds(9), true, 0);
    SnapshotScene waited = new SnapshotScene().idle(session).trees(tree(session, 1, 5));
    SnapshotScene notWorthAWord = new SnapshotScene().idle(session).trees(tree(session, 1, 4));
    SnapshotScene another = new SnapshotScene().idle(session).trees(tree(idle(42, IDLE, HOUR, true, 0), 9, 90));
    IdleTransactionsCheck check = new IdleTransactionsCheck();

    assertThat(check.cause(waited.look())).isEqualTo(Cause.IDLE_TRANSACTION_LEAK);
    assertThat(found(waited)).extracting(Finding::severity).as("as bad as the wait behind it").containsExactly(Severity.WARNING);
    assertThat(found(new SnapshotScene().idle(session).trees(tree(session, 5, 1)))).extracting(Finding::severity)
        .containsExactly(Severity.CRITICAL);
    assertThat(check.cause(notWorthAWord.look())).isEqualTo(Cause.HORIZON_HELD);
    assertThat(check.cause(another.look())).isEqualTo(Cause.HORIZON_HELD);
    assertThat(found(another)).extracting(Finding::severity).containsExactly(Severity.OK);
    assertThat(check.cause(new SnapshotScene().look())).isEqualTo(Cause.HORIZON_HELD);
  }

  @Test
  void fiveAreShown() {
    Backend[] six = IntStream.rangeClosed(1, 6).mapToObj(pid -> idle(pid, IDLE, HOUR, true, 0)).toArray(Backend[]::new);

    assertThat(found(new SnapshotScene().idle(six))).hasSize(5);
    assertThat(found(new SnapshotScene().idle(Arrays.copyOf(six, 5)))).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "idle in transaction | true | shop (pid 1, idle in transaction for 60 min, app@10.0.0.8, database orders), which has "
          + "written, last statement: update stock set n = ?",
      "idle in transaction | false | shop (pid 1, idle in transaction for 60 min, app@10.0.0.8, database orders), last "
          + "statement: update stock set n = ?",
      "idle in transaction (aborted) | true | shop (pid 1, idle in transaction (aborted) for 60 min, app@10.0.0.8, database "
          + "orders), which has written, its application swallowed an error, last statement: update stock set n = ?"})
  void whatItHasDoneIsSaid(String state, boolean written, String words) {
    assertThat(found(new SnapshotScene().idle(idle(1, state, HOUR, written, 3))).getFirst().summary().text()).isEqualTo(words);
  }

  @Test
  void anAbortedOneThatBlocksOrHoldsASnapshotIsNotHarmless() {
    String aborted = IDLE + " (aborted)";
    Backend blocks = idle(41, aborted, HOUR, false, 0);
    Backend young = idle(1, aborted, Duration.ofSeconds(59), false, 0);

    assertThat(found(new SnapshotScene().idle(blocks)).getFirst().summary().text()).startsWith("1 session stays idle in transaction");
    assertThat(found(new SnapshotScene().idle(blocks).trees(tree(blocks, 1, 120))).getFirst().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(found(new SnapshotScene().idle(idle(1, aborted, HOUR, false, 500_000))).getFirst().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(found(new SnapshotScene().idle(idle(1, aborted, HOUR, false, 1))).getFirst().severity()).isEqualTo(Severity.WARNING);
    assertThat(found(new SnapshotScene().idle(young)).getFirst().summary().text()).isEqualTo("1 idle in transaction, all short");
    assertThat(found(new SnapshotScene()).getFirst().summary().text()).isEqualTo("no session is idle in transaction");
  }

  // ------------------------------------------------------------------ as the cause

  private static boolean leak(LockTree... trees) {
    return DatabaseLimitTest.holds(new IdleTransactionLeak(), new SnapshotScene().trees(trees));
  }

  private static LockTree behind(String state, int stateSeconds, int blocked, int seconds) {
    return tree(idle(41, state, Duration.ofSeconds(stateSeconds), true, 0), blocked, seconds);
  }

  @ParameterizedTest
  @CsvSource({
      // state of the root, seconds in it, sessions behind it, seconds of the longest wait
      "idle in transaction, 60, 1, 1, true", "idle in transaction, 59, 1, 1, false", "idle in transaction, 9, 1, 30, true",
      "idle in transaction, 9, 1, 29, false", "idle in transaction, 9, 5, 1, true", "idle in transaction, 9, 4, 1, false",
      "idle in transaction, 3600, 0, 0, false", "active, 3600, 9, 90, false", "idle, 3600, 9, 90, false"})
  void aLeakHasWaitersAndLasts(String state, int stateSeconds, int blocked, int seconds, boolean leak) {
    assertThat(leak(behind(state, stateSeconds, blocked, seconds))).isEqualTo(leak);
    assertThat(leak(unstable(behind(state, stateSeconds, blocked, seconds)))).isFalse();
  }

  @Test
  void itIsTheStoryWhereHalfOfAllWaitersStandDirectlyBehindIt() {
    LockTree leak = behind(IDLE, 90, 3, 40);
    Backend ddl = SnapshotScene.ddl(77);

    assertThat(leak(leak, behind("active", 90, 3, 40))).isTrue();
    assertThat(leak(leak, behind("active", 90, 4, 40))).isFalse();
    assertThat(leak(tree(idle(41, IDLE, HOUR, true, 0), 3, 40, ddl))).isFalse();
    assertThat(leak(leak, behind(IDLE, 1, 1, 1))).as("one lasts, the other is a part of it").isTrue();
  }

  @Test
  void whoeverWaitsForTwoOfThemIsOneSession() {
    List<Integer> both = List.of(901, 902, 903);
    Explanation shared = explained(tree(idle(1, IDLE, HOUR, true, 0), both, 40), tree(idle(2, IDLE, HOUR, true, 0), both, 40));

    assertThat(shared.says().text()).startsWith(
        "orders-db has 2 idle transactions that hold locks: 3 sessions wait, first behind shop (pid 1, ");
  }

  @Test
  void itSaysWhoAndHowManyAndAdvisesOnThreeAtMost() {
    Explanation one = explained(behind(IDLE, 90, 1, 40));
    LockTree[] four = IntStream.rangeClosed(1, 4).mapToObj(pid -> tree(idle(pid, IDLE, HOUR, true, 0), 2, 40)).toArray(LockTree[]::new);
    Explanation many = explained(four);

    assertThat(one.says().text()).isEqualTo(
        "orders-db has 1 idle transaction that holds locks: 1 session waits, first behind shop (pid 41, idle in transaction for 90 s, "
        + "app@10.0.0.8, database orders).");
    assertThat(many.says().text()).startsWith(
        "orders-db has 4 idle transactions that hold locks: 8 sessions wait, first behind shop (pid 1, ");
    assertThat(many.advice()).extracting(advice -> advice.command().text()).satisfiesExactly(
        first -> assertThat(first).contains("pg_terminate_backend", "a.pid = 1 "),
        second -> assertThat(second).contains("pg_terminate_backend", "a.pid = 2 "),
        third -> assertThat(third).contains("pg_terminate_backend", "a.pid = 3 "),
        last -> assertThat(last).isEqualTo("ALTER ROLE \"app\" SET idle_in_transaction_session_timeout = '60s';"));
  }

  private static Explanation explained(LockTree... trees) {
    return new IdleTransactionLeak().suspect(new SnapshotScene().trees(trees).look()).orElseThrow();
  }

  /** Of the samples' eight active sessions so many wait. */
  @ParameterizedTest
  @CsvSource({"8, 2, 0.25", "8, 8, 1", "8, 9, 1", "0, 3, 1"})
  void thePartOfThePressureIsThatOfThoseWhoWait(int active, int waiting, double share) {
    SnapshotScene scene = new SnapshotScene().everySample(DatabaseLimitTest.all(active, "", ""));

    assertThat(LockPileup.share(scene.look(), waiting)).isEqualTo(share);
  }

  @ParameterizedTest
  @CsvSource({"app, true", "app_2, true", "App, false", "'x\"y', false", "'', false", "2app, false"})
  void aRoleIsNamedInACommandOnlyWhereItsNameIsPlain(String user, boolean command) {
    Backend session = idle(1, IDLE, HOUR, true, 0);
    Backend named = new Backend(
        1, 0, session.backendStart(), "orders", user, "shop", "", "client backend", IDLE, "", "", HOUR, HOUR, HOUR, true, 0, 7, "");

    assertThat(SessionSql.boundIdle(new SnapshotScene().look().probed(), named).command().isEmpty()).isEqualTo(!command);
  }
}
