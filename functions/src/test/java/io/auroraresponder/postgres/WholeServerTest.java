package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.DatabaseActivity;
import io.auroraresponder.probe.Snapshot.HeldLock;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import io.auroraresponder.probe.Snapshot.MissingPart;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A look that begins in a database where nothing happens, as it does in production, and finds the work wherever it is. */
final class WholeServerTest {
  private static TestServer server;

  @BeforeAll
  static void start() throws SQLException {
    server = TestServer.started(Map.of("max_connections", "400", "pg_stat_statements.max", "100", "max_wal_senders", "2", "wal_level",
        "replica"));
    server.run("postgres", "CREATE EXTENSION pg_stat_statements", "CREATE DATABASE shop", "CREATE DATABASE closed ALLOW_CONNECTIONS false",
        "CREATE DATABASE private", "REVOKE CONNECT ON DATABASE private FROM PUBLIC", "CREATE ROLE plain LOGIN IN ROLE pg_monitor",
        "CREATE ROLE owner LOGIN", "GRANT CONNECT ON DATABASE private TO owner");
    server.run("shop", "CREATE SCHEMA sales", "CREATE TABLE sales.prices (id int PRIMARY KEY, n int)",
        "INSERT INTO sales.prices SELECT g, 0 FROM generate_series(1, 100) g", "GRANT ALL ON SCHEMA sales TO PUBLIC",
        "GRANT ALL ON sales.prices TO PUBLIC");
  }

  @AfterAll
  static void stop() throws IOException {
    server.stop();
  }

  @Test
  void namesTheLockedTableOfAnotherDatabase() throws SQLException {
    try (Actor root = app("repricing").does("BEGIN", "UPDATE sales.prices SET n = 1 WHERE id = 1");
        Actor ddl = app("deploy").begins("ALTER TABLE sales.prices ADD COLUMN currency text").untilItWaitsForALock();
        Actor reader = app("storefront").begins("SELECT n FROM sales.prices WHERE id = 2").untilItWaitsForALock()) {
      Snapshot seen = look();

      LockTree tree = Looks.known(seen.lockTrees()).getFirst();
      assertThat(tree.root().pid()).isEqualTo(root.pid());
      assertThat(tree.root().database()).isEqualTo("shop");
      assertThat(tree.waits()).extracting(LockWait::pid, LockWait::mode, LockWait::database, LockWait::relation)
          .containsExactlyInAnyOrder(
              tuple(ddl.pid(), "AccessExclusiveLock", "shop", "sales.prices"),
              tuple(reader.pid(), "AccessShareLock", "shop", "sales.prices"));
      assertThat(tree.held()).extracting(HeldLock::mode, HeldLock::relation).contains(tuple("RowExclusiveLock", "sales.prices"));
      assertThat(tree.held()).extracting(HeldLock::relation).doesNotContain("sales.prices_pkey");
      assertThat(tree.root().locks().all()).isEqualTo(tree.held().size());
      assertThat(Looks.known(seen.idleInTransaction())).filteredOn(one -> one.pid() == root.pid()).singleElement()
          .satisfies(one -> assertThat(one.locks().strongest()).contains(tree.held().getFirst()));
      assertThat(tree.amplifiers()).extracting(Backend::pid).containsExactly(ddl.pid());
      assertThat(seen.cost().connections()).isEqualTo(2);
      assertThat(activity(seen, "shop")).satisfies(shop -> {
        assertThat(shop.waiting()).isEqualTo(2);
        assertThat(shop.idleInTransaction()).isEqualTo(1);
        assertThat(shop.gap()).isEmpty();
      });
    }
  }

  @Test
  void countsStatementsAndRowsOfEveryDatabase() throws SQLException {
    try (Actor app = app("shop")) {
      app.does("SELECT sum(n) FROM sales.prices");
      Pause working = pause -> run(app, "SELECT pg_stat_force_next_flush()", "SELECT sum(n) FROM sales.prices");

      Snapshot seen = Looks.seen(Looks.look(request(TestServer.LOGIN), everywhere(), working));

      assertThat(Looks.known(seen.statements())).filteredOn(delta -> delta.statement().contains("sum(n)")).singleElement()
          .satisfies(delta -> {
            assertThat(delta.database()).isEqualTo("shop");
            assertThat(delta.calls()).isPositive();
          });
      assertThat(Looks.known(seen.statements())).extracting(StatementDelta::database).doesNotContain("postgres");
      assertThat(Looks.known(seen.rates()).rowsReturnedPerSecond()).isPositive();
      assertThat(Looks.known(seen.databases()).getFirst().name()).isEqualTo("shop");
    }
  }

  @Test
  void findsTheStatisticsInTheDatabaseThatHasTheExtension() throws SQLException {
    server.run("postgres", "CREATE DATABASE bare");
    server.run("shop", "CREATE EXTENSION pg_stat_statements");
    try (Actor app = app("shop").begins("SELECT count(*) FROM generate_series(1, 1000000000)")) {
      app.until("state = 'active'");

      Snapshot seen = Looks.seen(Looks.look(request(TestServer.LOGIN).in("bare"), everywhere(), Pause.real()));

      assertThat(seen.statements().isKnown()).isTrue();
    } finally {
      server.run("shop", "DROP EXTENSION pg_stat_statements");
      server.run("postgres", "DROP DATABASE bare");
    }
  }

  @Test
  void saysWhichDatabaseItMayNotEnterAndNothingOfClosedOnes() throws SQLException {
    try (Actor owner = Actor.in(server, "private", "owner", "vault").does("BEGIN", "SELECT 1")) {
      assertThat(owner.pid()).isPositive();
      Snapshot seen = Looks.seen(Looks.look(request("plain").withHygiene(), everywhere(), Pause.real()));

      assertThat(activity(seen, "private").gap()).contains("GRANT CONNECT");
      assertThat(activity(seen, "closed").gap()).isEmpty();
      assertThat(Looks.known(seen.databases())).extracting(DatabaseActivity::name).doesNotContain("template1");
    }
  }

  @Test
  void readsHygieneWhereTheWorkIsAndSaysWhoseItIs() throws SQLException {
    server.run("shop", "CREATE TABLE sales.twice (a int)", "CREATE INDEX twice_a ON sales.twice (a)",
        "CREATE INDEX twice_b ON sales.twice (a)");
    try {
      Hygiene hygiene = Looks.known(Looks.seen(Looks.look(request(TestServer.LOGIN).withHygiene(), everywhere(), Pause.real())).hygiene());

      assertThat(Looks.known(hygiene.redundant())).extracting(one -> one.name().database()).containsOnly("shop");
    } finally {
      server.run("shop", "DROP TABLE sales.twice");
    }
  }

  @Test
  void opensNoMoreConnectionsThanAllowedAndSaysWhatWasLeftOut() throws SQLException {
    List<String> names = List.of("one", "two", "three", "four");
    List<Actor> actors = new ArrayList<>();
    try {
      for (String name : names) {
        server.run("postgres", "CREATE DATABASE " + name);
        actors.add(Actor.in(server, name, "postgres", "app").does("BEGIN", "SELECT 1"));
      }
      Snapshot seen = Looks.seen(Looks.look(request(TestServer.LOGIN).withHygiene(), everywhere(), Pause.real()));

      assertThat(seen.cost().connections()).isEqualTo(4);
      assertThat(Looks.known(seen.databases())).filteredOn(one -> names.contains(one.name()) && one.gap().contains("busier")).hasSize(1);
    } finally {
      for (Actor actor : actors) {
        actor.close();
      }
      for (String name : names) {
        server.run("postgres", "DROP DATABASE " + name);
      }
    }
  }

  @Test
  void countsThreeHundredWaitersBehindOneRoot() throws SQLException {
    List<Actor> waiters = new ArrayList<>();
    try (Actor root = app("console").does("BEGIN", "UPDATE sales.prices SET n = 2 WHERE id = 7")) {
      for (int i = 0; i < 300; i++) {
        waiters.add(app("shop").begins("UPDATE sales.prices SET n = n + 1 WHERE id = 7"));
      }
      waiters.getLast().untilItWaitsForALock();

      Snapshot seen = Looks.seen(Looks.look(request(TestServer.LOGIN), everywhere(), Pause.real()));

      assertThat(Looks.known(seen.lockTrees())).singleElement().satisfies(tree -> {
        assertThat(tree.root().pid()).isEqualTo(root.pid());
        assertThat(tree.blocked()).isGreaterThanOrEqualTo(295);
        assertThat(tree.amplifiers()).isEmpty();
      });
    } finally {
      for (Actor waiter : waiters) {
        waiter.close();
      }
    }
  }

  @Test
  void saysWhomAConcurrentIndexBuildWaitsFor() throws SQLException {
    try (Actor holder = app("migrate-1").does("SELECT pg_advisory_lock(42)");
        Actor pod = app("migrate-2").begins("SELECT pg_advisory_lock(42)").untilItWaitsForALock();
        Actor build = app("migrate-1").begins("CREATE INDEX CONCURRENTLY prices_n ON sales.prices (n)").untilItWaitsForALock()) {
      Snapshot seen = look();

      LockTree tree = Looks.known(seen.lockTrees()).getFirst();
      assertThat(tree.root().pid()).isEqualTo(holder.pid());
      assertThat(tree.held()).extracting(HeldLock::lockType).contains("advisory");
      assertThat(tree.waits()).filteredOn(wait -> wait.lockType().equals("virtualxid")).singleElement().satisfies(wait -> {
        assertThat(wait.pid()).isEqualTo(build.pid());
        assertThat(wait.behind()).containsExactly(pod.pid());
      });
      assertThat(tree.amplifiers()).extracting(Backend::pid).containsExactly(pod.pid());
    } finally {
      server.run("shop", "DROP INDEX IF EXISTS sales.prices_n");
    }
  }

  @Test
  void countsSessionsThatDoNotSayWhatTheyDo() throws SQLException {
    server.run("postgres", "CREATE ROLE silent LOGIN", "ALTER ROLE silent SET track_activities = off",
        "GRANT silent TO " + TestServer.LOGIN);
    try (Actor mute = Actor.in(server, "shop", "silent", "app").does("SELECT 1")) {
      assertThat(mute.pid()).isPositive();
      Snapshot seen = look();

      assertThat(Looks.known(seen.connections()).mute()).isEqualTo(1);
      assertThat(Looks.known(seen.connections()).hidden()).isZero();
    } finally {
      server.run("postgres", "DROP ROLE silent");
    }
  }

  @Test
  void believesNoTextAboutPrivileges() throws SQLException {
    try (Actor joker = app("app")) {
      run(joker, "SELECT 1 /* <insufficient privilege> */");
      run(joker, "<insufficient privilege>");

      assertThat(Looks.known(look().connections()).hidden()).isZero();
    }
  }

  @Test
  void losesOneViewAndNothingElse() throws SQLException {
    server.run("postgres", "REVOKE SELECT ON pg_stat_progress_basebackup, pg_replication_slots FROM PUBLIC",
        "REVOKE SELECT ON pg_stat_progress_basebackup, pg_replication_slots FROM pg_monitor");
    try (Actor holder = app("app").does("BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT n FROM sales.prices LIMIT 1")) {
      Snapshot seen = Looks.seen(Looks.look(request("plain"), everywhere(), Pause.real()));

      assertThat(seen.maintenance().isKnown()).isTrue();
      assertThat(Looks.known(seen.horizon())).extracting(one -> one.id()).contains(String.valueOf(holder.pid()));
      assertThat(seen.missing()).extracting(MissingPart::part).contains("base backups", "replication slots that hold back vacuum");
    } finally {
      server.run("postgres", "GRANT SELECT ON pg_stat_progress_basebackup, pg_replication_slots TO PUBLIC");
    }
  }

  @Test
  void saysHowManyStatementsWereThrownOut() throws SQLException {
    try (Actor app = app("app")) {
      for (int i = 0; i < 150; i++) {
        run(app, "SELECT " + "1 + ".repeat(i) + "1");
      }
      Snapshot seen = look();

      assertThat(Looks.known(seen.evictions()).sinceReset()).isPositive();
      assertThat(Looks.known(seen.evictions()).room()).isEqualTo(100);
    }
  }

  private static DatabaseActivity activity(Snapshot seen, String name) {
    return Looks.known(seen.databases()).stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static Snapshot look() {
    return Looks.seen(Looks.look(request(TestServer.LOGIN), everywhere(), Pause.real()));
  }

  private static ProbeSettings everywhere() {
    return Looks.settings(Duration.ofSeconds(2), Duration.ofMillis(250), 3, Duration.ofMillis(50), 4);
  }

  private static ProbeRequest request(String login) {
    return server.request("postgres", login);
  }

  private static Actor app(String name) throws SQLException {
    return Actor.in(server, "shop", "postgres", name);
  }

  private static void run(Actor actor, String... statements) {
    try {
      actor.does(statements);
    } catch (SQLException expected) {
      // Some of these are no SQL on purpose.
      assertThat(expected.getSQLState()).isEqualTo("42601");
    }
  }
}
