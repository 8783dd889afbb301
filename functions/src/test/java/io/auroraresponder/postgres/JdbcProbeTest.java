package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.probe.Plans;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.probe.Snapshot.Setting;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JdbcProbeTest {
  private static final TestServer SERVER = TestServer.shared();

  private String database = "";

  @BeforeEach
  void freshDatabase() throws SQLException {
    database = SERVER.database();
  }

  @Test
  void looksWithTheUsualSettingsAtAQuietDatabase() {
    JdbcProbe probe = new JdbcProbe(DatabaseLogin.trusted(), ProbeSettings.defaults(), InstantSource.system());

    Snapshot seen = Looks.seen(probe.look(request(), Deadline.after(Duration.ofSeconds(12))));

    assertThat(seen.serverVersion()).startsWith("17.");
    assertThat(seen.onReader()).isFalse();
    assertThat(seen.instanceAnswered()).isEmpty();
    assertThat(Looks.known(seen.waits())).hasSize(6).allSatisfy(sample -> assertThat(sample.sessions()).isEmpty());
    assertThat(Looks.known(seen.lockTrees())).isEmpty();
    assertThat(Looks.known(seen.running())).isEmpty();
    assertThat(Looks.known(seen.idleInTransaction())).isEmpty();
    assertThat(Looks.known(seen.statements())).isEmpty();
    assertThat(Looks.known(seen.rates()).window()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(Looks.known(seen.connections())).satisfies(connections -> {
      assertThat(connections.maxConnections()).isEqualTo(60);
      assertThat(connections.usable()).isEqualTo(57);
      assertThat(connections.hidden()).isZero();
    });
  }

  @Test
  void takesNoMoreStatementsThanItsParts() {
    Snapshot seen = Looks.seen(request());

    // 2 who answers, 2 connections, 2 x 3 counters, 3 samples, 5 lists (copy apart), 1 settings: locks are looked at only where somebody
    // waits, and texts only where a statement ran.
    assertThat(seen.cost().statements()).isEqualTo(19);
    assertThat(seen.cost().connections()).isEqualTo(1);
  }

  @Test
  void readsTheSettingsInForceAndThoseOfRolesButNoneThatMayHoldASecret() throws SQLException {
    String role = "tuned_" + database;
    SERVER.run("postgres", "CREATE ROLE " + role, "ALTER ROLE " + role + " SET work_mem = '64kB'",
        "ALTER ROLE " + role + " SET app.token = 'hunter2'",
        "ALTER ROLE " + role + " IN DATABASE " + database + " SET statement_timeout = '9s'",
        "ALTER ROLE " + role + " IN DATABASE postgres SET jit = off",
        "ALTER DATABASE " + database + " SET random_page_cost = 7");

    List<Setting> settings = Looks.known(Looks.seen(request()).settings());

    assertThat(settings).contains(new Setting("random_page_cost", "", "7"), new Setting("work_mem", "", "4MB"),
        new Setting("work_mem", "role " + role, "64kB"), new Setting("statement_timeout", "role " + role, "9s"));
    assertThat(settings).doesNotContain(new Setting("jit", "role " + role, "off"));
    assertThat(settings.toString()).doesNotContain("hunter2", "shared_buffers");
  }

  @Test
  void holdsOneConnectionAndLeavesNoneBehind() throws SQLException {
    List<Integer> connections = new ArrayList<>();
    Pause counting = duration -> connections.add(ours());

    Looks.look(request(), Looks.quick(), counting);

    assertThat(connections).isNotEmpty().containsOnly(1);
    Actor.await(SERVER, "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'aurora-responder')");
  }

  @Test
  void saysWhichInstanceAnsweredWhereTheServerIsAurora() throws SQLException {
    SERVER.run(database,
        "CREATE FUNCTION pg_catalog.aurora_db_instance_identifier() RETURNS text LANGUAGE sql AS $$ SELECT 'orders-db-instance-2' $$");

    Snapshot seen = Looks.seen(request());

    assertThat(seen.instanceAnswered()).isEqualTo("orders-db-instance-2");
  }

  @Test
  void namesTheAuroraReaderThatHoldsBackVacuum() throws SQLException {
    SERVER.run(database,
        "CREATE FUNCTION pg_catalog.aurora_db_instance_identifier() RETURNS text LANGUAGE sql AS $$ SELECT 'orders-db-instance-1' $$",
        "CREATE FUNCTION pg_catalog.aurora_replica_status() RETURNS TABLE (server_id text, session_id text, feedback_xmin bigint) "
        + "LANGUAGE sql AS"
            + " $$ VALUES ('orders-db-instance-1', 'MASTER_SESSION_ID', 3), ('orders-db-instance-2', 'a', 4), ('orders-db-instance-3', "
            + "'b', 0) $$");

    Snapshot seen = Looks.seen(request());

    assertThat(Looks.known(seen.horizon())).first().satisfies(holder -> {
      assertThat(holder.source()).isEqualTo("standby feedback");
      assertThat(holder.id()).isEqualTo("orders-db-instance-2");
      assertThat(holder.ageTransactions()).isPositive();
    });
    assertThat(Looks.known(seen.horizon())).extracting(holder -> holder.id())
        .doesNotContain("orders-db-instance-1", "orders-db-instance-3");
  }

  /** Aurora counts the calls of each plan; the statement below became slow while the server's own counters tell nothing of plans. */
  @Test
  void asksAuroraForThePlansOfAStatementThatBecameSlow() throws SQLException {
    SERVER.run(database, "CREATE FUNCTION pg_catalog.aurora_stat_plans(showtext boolean) RETURNS TABLE (dbid oid, queryid bigint, "
        + "calls bigint, total_exec_time float8, planid bigint, plan_captured_time timestamptz) LANGUAGE sql AS $$ "
        + "SELECT s.dbid, s.queryid, v.calls, v.ms, v.planid, now() - v.ago FROM public.pg_stat_statements s, (VALUES "
        + "(4, 400.0::float8, 22, interval '1 min'), (1000, 2000.0, 11, interval '2 days'), (9, 9.0, 33, interval '9 days'), "
        + "(7, 7.0, 44, NULL)) v(calls, ms, planid, ago) $$");
    try (Actor app = Actor.in(SERVER, database, "postgres", "app")) {
      app.does("SELECT pg_sleep(0.001)", "SELECT pg_sleep(0.001)");
      Pause working = duration -> quietly(() -> app.does("SELECT pg_sleep(0.2)"));

      Snapshot seen = Looks.seen(Looks.look(request(), Looks.quick(), working));

      StatementDelta delta = onlyIn(Looks.known(seen.statements()));
      assertThat(delta.plans()).isEqualTo(new Plans(22, 4, 100, 11, 1000, 2));
    }
  }

  @Test
  void listsSessionsIdleInTransactionWithTheirGuard() throws SQLException {
    SERVER.run(database, "CREATE TABLE t (id int)");
    try (Actor idle = Actor.in(SERVER, database, "postgres", "billing-export").does("BEGIN", "INSERT INTO t VALUES (4711)")) {
      idle.until("state = 'idle in transaction'");

      Snapshot seen = Looks.seen(request());

      Backend found = onlyIn(Looks.known(seen.idleInTransaction()));
      assertThat(found.pid()).isEqualTo(idle.pid());
      assertThat(found.application()).isEqualTo("billing-export");
      assertThat(found.hasWritten()).isTrue();
      assertThat(found.backendStart()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)?\\+00");
      assertThat(found.statement()).isEqualTo("INSERT INTO t VALUES (?)");
      assertThat(Looks.known(seen.running())).isEmpty();
      assertThat(Looks.known(seen.horizon())).anySatisfy(holder -> assertThat(holder.id()).isEqualTo(Integer.toString(idle.pid())));
    }
  }

  @Test
  void countsParallelWorkersToTheirLeader() throws SQLException {
    SERVER.run(database, "CREATE TABLE big AS SELECT g AS id FROM generate_series(1, 200000) g", "ANALYZE big");
    String heavy = "SELECT count(*) FROM big a, big b WHERE a.id % 1000 <> b.id % 999";
    try (Actor reporter = Actor.in(SERVER, database, "postgres", "report")) {
      reporter.does("SET max_parallel_workers_per_gather = 2", "SET min_parallel_table_scan_size = 0", "SET parallel_setup_cost = 0",
          "SET parallel_tuple_cost = 0").begins(heavy);
      Actor.await(SERVER, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE leader_pid = " + reporter.pid() + ")");

      Snapshot seen = Looks.seen(request());

      List<ActiveSession> sample = Looks.known(seen.waits()).get(0).sessions();
      assertThat(sample).hasSizeGreaterThan(1).allSatisfy(active -> assertThat(active.session()).isEqualTo(reporter.pid()));
      assertThat(sample).extracting(ActiveSession::statementId).containsOnly(sample.get(0).statementId());
      assertThat(Looks.known(seen.running())).extracting(Backend::session).containsOnly(reporter.pid());
    }
  }

  @Test
  void leavesSleepersAndItsOwnKindOutOfTheSamples() throws SQLException {
    try (Actor sleeper = Actor.in(SERVER, database, "postgres", "cron").begins("SELECT pg_sleep(60)");
        Actor twin = Actor.in(SERVER, database, "postgres", "aurora-responder")
            .begins("SELECT count(*) FROM generate_series(1, 1000000000)")) {
      sleeper.until("wait_event = 'PgSleep'");
      twin.until("state = 'active'");

      Snapshot seen = Looks.seen(request());

      assertThat(Looks.known(seen.waits())).allSatisfy(sample -> assertThat(sample.sessions()).isEmpty());
      assertThat(Looks.known(seen.running())).extracting(Backend::pid).containsExactly(sleeper.pid());
    }
  }

  @Test
  void comparesAStatementWithItsPast() throws SQLException {
    SERVER.run(database, "CREATE TABLE t AS SELECT g AS id FROM generate_series(1, 1000) g");
    try (Actor app = Actor.in(SERVER, database, "postgres", "app")) {
      app.does("SELECT count(*) FROM t WHERE id = 1", "SELECT count(*) FROM t WHERE id = 2");
      Pause working = duration -> quietly(() -> app.does("SELECT count(*) FROM t WHERE id = 3"));

      Snapshot seen = Looks.seen(Looks.look(request(), Looks.quick(), working));

      StatementDelta delta = onlyIn(Looks.known(seen.statements()));
      assertThat(delta.statement()).isEqualTo("SELECT count(*) FROM t WHERE id = ?");
      assertThat(delta.calls()).isEqualTo(3);
      assertThat(delta.baselineCalls()).isEqualTo(2);
      assertThat(delta.timeShare()).isEqualTo(1.0);
      assertThat(delta.blocksPerCall()).isGreaterThanOrEqualTo(5);
      assertThat(delta.baselineBlocksPerCall()).isGreaterThanOrEqualTo(5);
      assertThat(delta.meanMillis()).isPositive();
      assertThat(delta.baselineMeanMillis()).isPositive();
      assertThat(delta.baselineSeconds()).isPositive();
    }
  }

  @Test
  void bringsTheBaselineOfAStatementThatDoesNotEnd() throws SQLException {
    String statement = "SELECT count(*) FROM generate_series(1, 1000000000) long_one";
    SERVER.run(database, statement.replace("1000000000", "10"));
    try (Actor app = Actor.in(SERVER, database, "postgres", "app").begins(statement)) {
      app.until("state = 'active' AND query_id IS NOT NULL");

      Snapshot seen = Looks.seen(request());

      StatementDelta delta = onlyIn(Looks.known(seen.statements()));
      assertThat(delta.calls()).isZero();
      assertThat(delta.baselineCalls()).isEqualTo(1);
      assertThat(Looks.known(seen.waits()).get(0).sessions()).extracting(ActiveSession::statementId).containsExactly(delta.statementId());
    }
  }

  @Test
  void takesRatesOfWhatTheDatabaseDid() throws SQLException {
    SERVER.run(database, "CREATE TABLE t (id int)");
    try (Actor app = Actor.in(SERVER, database, "postgres", "app")) {
      Pause working = duration -> quietly(() -> app.does("INSERT INTO t SELECT generate_series(1, 5000)",
          "SELECT pg_stat_force_next_flush()"));

      Snapshot seen = Looks.seen(Looks.look(request(), Looks.quick(), working));

      assertThat(Looks.known(seen.rates()).rowsWrittenPerSecond()).isPositive();
      assertThat(Looks.known(seen.rates()).commitsPerSecond()).isPositive();
      assertThat(Looks.known(Looks.known(seen.rates()).hitRatio())).isBetween(0.0, 1.0);
    }
  }

  @Test
  void givesNoRatesAcrossAReset() {
    Pause resetting = duration -> quietly(() -> SERVER.run(database, "SELECT pg_stat_reset()", "SELECT pg_stat_statements_reset()"));

    Snapshot seen = Looks.seen(Looks.look(request(), Looks.quick(), resetting));

    assertThat(Looks.missing(seen.rates())).contains("reset");
    assertThat(Looks.missing(seen.statements())).contains("reset");
  }

  @Test
  void showsAnIndexBuildThatWaitsAndACopy() throws SQLException {
    SERVER.run(database, "CREATE TABLE t (id int)");
    try (Actor writer = Actor.in(SERVER, database, "postgres", "app").does("BEGIN", "INSERT INTO t VALUES (1)");
        Actor builder = Actor.in(SERVER, database, "postgres", "migration").begins("CREATE INDEX CONCURRENTLY t_id ON t (id)");
        Actor exporter = Actor.in(SERVER, database, "postgres", "export").begins("COPY (SELECT pg_sleep(60)) TO '/dev/null'")) {
      writer.until("state = 'idle in transaction'");
      builder.untilItWaitsForALock();
      exporter.until("wait_event = 'PgSleep'");

      Snapshot seen = Looks.seen(request());

      assertThat(Looks.known(seen.maintenance())).extracting(MaintenanceWork::pid, MaintenanceWork::kind, MaintenanceWork::relation)
          .containsExactlyInAnyOrder(
              tuple(builder.pid(), "create index", "public.t"),
              tuple(exporter.pid(), "copy", ""));
    }
  }

  @Test
  void keepsEverySecretOfAStatementOutOfTheSnapshot() throws SQLException {
    try (Actor app = Actor.in(SERVER, database, "postgres", "app")
        .does("BEGIN", "SET LOCAL app.token = hunter2bare", "SELECT 'hunter2quoted' /* hunter2comment */");
        Actor other = Actor.in(SERVER, database, "postgres", "app").begins("SELECT pg_sleep(60), $x$hunter2dollar$x$ -- hunter2tail")) {
      app.until("state = 'idle in transaction'");
      other.until("wait_event = 'PgSleep'");

      Snapshot seen = Looks.seen(request());

      assertThat(Looks.known(seen.running())).hasSize(1);
      assertThat(Looks.known(seen.idleInTransaction())).hasSize(1);
      assertThat(seen.toString()).doesNotContain("hunter2");
    }
  }

  @Test
  void survivesAClockThatIsSetBack() {
    InstantSource backwards = new InstantSource() {
      private Instant next = Instant.parse("2026-01-01T00:00:00Z");

      @Override
      public Instant instant() {
        next = next.minusSeconds(60);
        return next;
      }
    };
    JdbcProbe probe = Looks.probe(DatabaseLogin.trusted(), Looks.quick(), backwards, Pause.real());

    Snapshot seen = Looks.seen(probe.look(request(), Deadline.after(Duration.ofSeconds(12))));

    assertThat(Looks.known(seen.rates()).window()).isPositive();
    assertThat(Looks.known(seen.statements())).isEmpty();
  }

  @Test
  void runsEveryStatementWithTheColumnsOfOlderVersions() throws Exception {
    Capabilities old = new Capabilities("13.1", "", false, true, false, false, false, false, "public", false, Set.of("total_exec_time"));
    ProbeSettings settings = Looks.quick();
    try (Actor app = Actor.in(SERVER, database, "postgres", "app").begins("SELECT count(*) FROM generate_series(1, 1000000000)");
        Session session = new Session(() -> SERVER.connect(database, TestServer.LOGIN, settings.applicationName()), database, settings,
            Deadline.after(Duration.ofSeconds(12)), InstantSource.system(), Pause.real(), new Tally(System::nanoTime))) {
      app.until("state = 'active'");

      Snapshot seen = new SnapshotLook(session, old, settings, System::nanoTime, request().withHygiene()).finished();

      ActiveSession active = onlyIn(Looks.known(seen.waits()).get(0).sessions());
      assertThat(active.statementId()).isEqualTo(Redaction.idOf("select count(*) from generate_series(7, 9)"));
      assertThat(Looks.known(seen.statements())).isEmpty();
      assertThat(Looks.known(seen.rates()).newSessionsPerSecond()).isPositive();
      assertThat(Looks.known(seen.maintenance())).isEmpty();
      assertThat(Looks.known(seen.horizon())).hasSize(1);
      assertThat(new LocksLook(session, old, settings).take(List.of())).isEmpty();
    }
  }

  private ProbeRequest request() {
    return SERVER.request(database, TestServer.LOGIN);
  }

  private static int ours() {
    try (Actor watcher = Actor.in(SERVER, "postgres", "postgres", "watcher")) {
      return watcher.number("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'aurora-responder'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Step {
    void run() throws SQLException;
  }

  private static void quietly(Step step) {
    try {
      step.run();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T onlyIn(List<T> list) {
    assertThat(list).hasSize(1);
    return list.get(0);
  }
}
