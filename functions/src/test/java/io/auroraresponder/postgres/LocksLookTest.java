package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.GuardedSql;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.HeldLock;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LocksLookTest {
  private static final TestServer SERVER = TestServer.shared();
  private static final String BUMP = "UPDATE accounts SET balance = balance + 1 WHERE id = 1";

  private String database = "";

  @BeforeEach
  void accounts() throws SQLException {
    database = SERVER.database();
    SERVER.run(database, "CREATE TABLE accounts (id int PRIMARY KEY, balance int)", "INSERT INTO accounts VALUES (1, 0), (2, 0)");
  }

  /** Whoever wants the same as the one in front of him has to wait for the holder all the same. */
  @Test
  void whoeverStandsInAQueueOfEqualsIsNobodysReasonToWait() throws SQLException {
    SERVER.run(database, "CREATE MATERIALIZED VIEW sums AS SELECT id, balance FROM accounts", "CREATE UNIQUE INDEX ON sums (id)");
    try (Actor root = actor("cron-a").does("BEGIN", "REFRESH MATERIALIZED VIEW CONCURRENTLY sums");
        Actor second = actor("cron-b").begins("REFRESH MATERIALIZED VIEW CONCURRENTLY sums").untilItWaitsForALock();
        Actor third = actor("cron-c").begins("REFRESH MATERIALIZED VIEW CONCURRENTLY sums").untilItWaitsForALock()) {

      LockTree tree = onlyIn(Looks.known(Looks.seen(SERVER.request(database, TestServer.LOGIN)).lockTrees()));

      assertThat(tree.root().pid()).isEqualTo(root.pid());
      assertThat(tree.blockedPids()).containsExactlyInAnyOrder(second.pid(), third.pid());
      assertThat(tree.amplifiers()).isEmpty();
      assertThat(tree.held().getFirst()).extracting(HeldLock::mode, HeldLock::relation).containsExactly("ExclusiveLock", "public.sums");
    }
  }

  /** Its lock is one of the session: it makes as many transactions as it likes, and holds it all the while. */
  @Test
  void aLeaderThatWorksKeepsItsAdvisoryLockOverItsTransactions() throws SQLException {
    try (Actor leader = actor("leader").does("SELECT pg_advisory_lock(7)", BUMP);
        Actor follower = actor("follower").begins("SELECT pg_advisory_lock(7)").untilItWaitsForALock()) {
      leader.begins("DO $$ BEGIN FOR i IN 1..4000 LOOP UPDATE accounts SET balance = i WHERE id = 2; COMMIT; PERFORM pg_sleep(0.001); "
          + "END LOOP; END $$");
      Looks.seen(SERVER.request(database, TestServer.LOGIN));

      LockTree tree = onlyIn(Looks.known(Looks.seen(SERVER.request(database, TestServer.LOGIN)).lockTrees()));

      assertThat(tree.root().pid()).isEqualTo(leader.pid());
      assertThat(tree.isAdvisory()).isTrue();
      assertThat(tree.stable()).isTrue();
      assertThat(follower.pid()).isEqualTo(tree.blockedPids().getFirst());
    }
  }

  @Test
  void findsTheRootTheQueueAndTheDdlThatMakesReadersWait() throws SQLException {
    try (Actor root = actor("billing-export").does("BEGIN", BUMP);
        Actor writer = actor("shop").begins(BUMP).untilItWaitsForALock();
        Actor ddl = actor("migration").begins("ALTER TABLE accounts ADD COLUMN note text").untilItWaitsForALock();
        Actor reader = actor("shop").begins("SELECT count(*) FROM accounts").untilItWaitsForALock()) {

      Snapshot seen = Looks.seen(SERVER.request(database, TestServer.LOGIN));

      LockTree tree = onlyIn(Looks.known(seen.lockTrees()));
      assertThat(tree.root().pid()).isEqualTo(root.pid());
      assertThat(tree.root().state()).isEqualTo("idle in transaction");
      assertThat(tree.root().application()).isEqualTo("billing-export");
      assertThat(tree.stable()).isTrue();
      assertThat(tree.blocked()).isEqualTo(3);
      assertThat(tree.depth()).isEqualTo(3);
      assertThat(tree.blockedPids()).containsExactlyInAnyOrder(writer.pid(), ddl.pid(), reader.pid());
      assertThat(tree.longestWait()).isPositive();
      assertThat(tree.amplifiers()).extracting(Backend::pid).containsExactly(ddl.pid());
      assertThat(tree.waits()).extracting(LockWait::pid, LockWait::lockType, LockWait::relation).containsExactlyInAnyOrder(
          tuple(writer.pid(), "transactionid", ""), tuple(ddl.pid(), "relation", "public.accounts"),
          tuple(reader.pid(), "relation", "public.accounts"));
      assertThat(Looks.known(seen.connections()).lockWaiting()).isEqualTo(3);

      run(GuardedSql.cancel(onlyIn(tree.amplifiers()), GuardedSql.While.BLOCKING, seen.at()));
      reader.until("state = 'idle'");
      run(GuardedSql.terminateIdle(tree.root(), GuardedSql.While.BLOCKING, seen.at()));
      Actor.await(SERVER, "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + root.pid() + ")");
    }
  }

  @Test
  void guardedSqlDoesNothingOnceNobodyWaits() throws SQLException {
    try (Actor root = actor("billing-export").does("BEGIN", BUMP); Actor writer = actor("shop").begins(BUMP).untilItWaitsForALock()) {
      Snapshot seen = Looks.seen(SERVER.request(database, TestServer.LOGIN));
      Backend found = onlyIn(Looks.known(seen.lockTrees())).root();
      run(GuardedSql.cancel(backend(seen, writer.pid()), GuardedSql.While.RUNNING_SAME_STATEMENT, seen.at()));
      Actor.await(SERVER, "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock')");

      run(GuardedSql.terminateIdle(found, GuardedSql.While.BLOCKING, seen.at()));

      assertThat(root.number("SELECT 1")).isEqualTo(1);
    }
  }

  @Test
  void guardedSqlLeavesABlockerAloneThatWorksAgain() throws SQLException {
    try (Actor root = actor("billing-export").does("BEGIN", BUMP); Actor writer = actor("shop").begins(BUMP).untilItWaitsForALock()) {
      Snapshot seen = Looks.seen(SERVER.request(database, "postgres"));
      Backend found = onlyIn(Looks.known(seen.lockTrees())).root();
      root.begins("SELECT pg_sleep(600)").until("state = 'active'");

      run(GuardedSql.terminateIdle(found, GuardedSql.While.BLOCKING, seen.at()));

      root.until("state = 'active'");
      writer.untilItWaitsForALock();
    }
  }

  @Test
  void namesThePreparedTransactionThatOthersWaitFor() throws SQLException {
    SERVER.run(database, "BEGIN", BUMP, "PREPARE TRANSACTION 'transfer one'");
    try (Actor writer = actor("shop").begins(BUMP).untilItWaitsForALock()) {
      Snapshot seen = Looks.seen(SERVER.request(database, TestServer.LOGIN));

      LockTree tree = onlyIn(Looks.known(seen.lockTrees()));
      assertThat(tree.root().pid()).isZero();
      assertThat(tree.root().application()).isEqualTo("transfer one");
      assertThat(tree.root().backendType()).isEqualTo("prepared transaction");
      assertThat(tree.stable()).isTrue();
      assertThat(tree.blockedPids()).containsExactly(writer.pid());
      assertThat(GuardedSql.rollbackPrepared(tree.root(), seen.at()).text()).isEqualTo("ROLLBACK PREPARED 'transfer one';");
    } finally {
      SERVER.run(database, "ROLLBACK PREPARED 'transfer one'");
    }
  }

  @Test
  void aRootThatRestsIsStableAtTheFirstLook() throws Exception {
    try (Actor root = actor("console").does("BEGIN", BUMP); Actor writer = actor("shop").begins(BUMP).untilItWaitsForALock()) {
      Actor.await(SERVER, "SELECT state_change < clock_timestamp() - interval '5 seconds' FROM pg_stat_activity WHERE pid = " + root.pid());
      ProbeSettings settings = Looks.quick();
      try (Session session = new Session(() -> SERVER.connect(database, TestServer.LOGIN, settings.applicationName()), database, settings,
          Deadline.after(Duration.ofSeconds(12)), InstantSource.system(), Pause.real(), new Tally(System::nanoTime))) {
        LockTree tree = onlyIn(new LocksLook(session, Capabilities.of(session), settings).take(List.of()));

        assertThat(tree.stable()).isTrue();
        assertThat(tree.blockedPids()).containsExactly(writer.pid());
      }
    }
  }

  @Test
  void doesNotCallARootStableThatHasChanged() throws SQLException {
    try (Actor first = actor("first").does("BEGIN", BUMP); Actor second = actor("second").begins("BEGIN; " + BUMP).untilItWaitsForALock();
        Actor third = actor("third").begins(BUMP).untilItWaitsForALock()) {
      // One pause before each wait sample but the first, then the one between the two looks at the tree.
      int[] pauses = {0};
      Pause changing = duration -> {
        pauses[0]++;
        if (pauses[0] == Looks.quick().waitSamples()) {
          release(first, second);
        }
      };

      Snapshot seen = Looks.seen(Looks.look(SERVER.request(database, TestServer.LOGIN), Looks.quick(), changing));

      LockTree tree = onlyIn(Looks.known(seen.lockTrees()));
      assertThat(tree.root().pid()).isEqualTo(second.pid());
      assertThat(tree.stable()).isFalse();
      assertThat(tree.blockedPids()).containsExactly(third.pid());
    }
  }

  @Test
  void doesNotCallARootStableThatHasBegunAnotherTransaction() throws SQLException {
    try (Actor busy = actor("busy").does("BEGIN", BUMP); Actor other = actor("other").begins(BUMP).untilItWaitsForALock()) {
      int[] pauses = {0};
      ProbeSettings apart = Looks.settings(Duration.ofSeconds(2), Duration.ofMillis(250), 3, Duration.ofSeconds(5));
      Pause changing = duration -> {
        pauses[0]++;
        if (pauses[0] == apart.waitSamples()) {
          begunAnew(busy, other);
        }
      };

      Snapshot seen = Looks.seen(Looks.look(SERVER.request(database, TestServer.LOGIN), apart, changing));

      LockTree tree = onlyIn(Looks.known(seen.lockTrees()));
      assertThat(tree.root().pid()).isEqualTo(busy.pid());
      assertThat(tree.stable()).isFalse();
    }
  }

  /** The root lets the other through, changes the row in another transaction, and the other queues again. */
  private static void begunAnew(Actor busy, Actor other) {
    try {
      busy.does("COMMIT");
      busy.does("BEGIN", BUMP);
      other.begins(BUMP).untilItWaitsForALock();
    } catch (SQLException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  @Test
  void quotesOddNamesOfTables() throws SQLException {
    SERVER.run(database, "CREATE TABLE \"T \"\"x; ix\" (id int)");
    try (Actor root = actor("a").does("BEGIN", "LOCK TABLE \"T \"\"x; ix\""); Actor waiter = actor("b")
        .begins("SELECT * FROM \"T \"\"x; ix\"").untilItWaitsForALock()) {
      LockTree tree = onlyIn(Looks.known(Looks.seen(SERVER.request(database, TestServer.LOGIN)).lockTrees()));

      assertThat(tree.root().pid()).isEqualTo(root.pid());
      assertThat(onlyIn(tree.waits()).pid()).isEqualTo(waiter.pid());
      assertThat(onlyIn(tree.waits()).relation()).isEqualTo("public.\"T \"\"x; ix\"");
    }
  }

  private Actor actor(String application) throws SQLException {
    return Actor.in(SERVER, database, "postgres", application);
  }

  private static Backend backend(Snapshot seen, int pid) {
    return Looks.known(seen.running()).stream().filter(running -> running.pid() == pid).findFirst().orElseThrow();
  }

  private void run(Phrase sql) throws SQLException {
    assertThat(sql.isEmpty()).isFalse();
    SERVER.run(database, sql.text());
  }

  private static void release(Actor first, Actor second) {
    try {
      first.does("ROLLBACK");
      second.until("state = 'idle in transaction'");
      Actor.await(SERVER, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND " + second
          .pid() + " = ANY (pg_blocking_pids(pid)))");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T onlyIn(List<T> list) {
    assertThat(list).hasSize(1);
    return list.get(0);
  }
}
