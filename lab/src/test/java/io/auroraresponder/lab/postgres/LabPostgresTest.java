package io.auroraresponder.lab.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a real server; one for the class. */
class LabPostgresTest {
  private static final Instant ALARM = Instant.parse("2026-03-01T10:00:00Z");

  @SuppressWarnings("NullAway.Init")
  private static LabPostgres postgres;

  @BeforeAll
  static void open() {
    postgres = LabPostgres.open();
  }

  @AfterAll
  static void close() {
    postgres.close();
  }

  private static String one(LabDatabase database, String user, String sql) throws SQLException {
    try (Connection connection = database.connect(user, "aurora-responder");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return String.valueOf(rows.getString(1));
    }
  }

  private static SessionGroup group(String name, int count, boolean hold, Duration before, String... sql) {
    return new SessionGroup(name, count, "app", List.of(sql), false, hold, false, Duration.ZERO, before, "", Map.of());
  }

  private static Workload workload(List<String> setup, SessionGroup... groups) {
    return new Workload(
        "orders", true, ServerSettings.defaults(), List.of(), setup, List.of(), Duration.ZERO, List.of(), List.of(groups),
        Duration.ofMillis(200));
  }

  @Test
  void givesAnEmptyDatabaseWithStatementsCountedForAResponderWhoMayOnlyWatch() throws SQLException {
    LabDatabase database = postgres.database("orders", ServerSettings.defaults());

    assertThat(one(database, "responder", "SELECT current_setting('is_superuser')")).isEqualTo("off");
    assertThat(one(database, "responder", "SELECT pg_has_role('pg_monitor', 'MEMBER')")).isEqualTo("t");
    assertThat(one(database, "responder", "SELECT count(*) >= 0 FROM pg_stat_statements")).isEqualTo("t");
    assertThat(one(database, "responder", "SELECT count(*) FROM pg_stat_user_tables")).isEqualTo("0");
  }

  @Test
  void restartsForOtherSettings() throws SQLException {
    LabDatabase database = postgres.database("orders", new ServerSettings(Map.of("max_connections", "37")));

    assertThat(one(database, "responder", "SHOW max_connections")).isEqualTo("37");
  }

  @Test
  void leavesNothingOfOneIncidentToTheNext() throws SQLException {
    LabDatabase first =
        postgres.database("orders", new ServerSettings(Map.of("max_prepared_transactions", "5", "wal_level", "logical")));
    try (Connection connection = first.connect("postgres", "lab"); Statement sql = connection.createStatement()) {
      sql.execute("REVOKE pg_monitor FROM responder");
      sql.execute("ALTER ROLE responder SET statement_timeout = '1ms'");
      sql.execute("CREATE ROLE somebody SUPERUSER");
      sql.execute("ALTER SYSTEM SET work_mem = '1GB'");
      sql.execute("CREATE DATABASE another OWNER somebody");
      sql.execute("SELECT pg_create_logical_replication_slot('forgotten', 'pgoutput')");
      sql.execute("BEGIN");
      sql.execute("CREATE TABLE t (i int)");
      sql.execute("PREPARE TRANSACTION 'it''s mine'");
    }

    LabDatabase next = postgres.database("orders", ServerSettings.defaults());

    assertThat(one(next, "responder", "SELECT count(*) FROM pg_prepared_xacts")).isEqualTo("0");
    assertThat(one(next, "responder", "SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
    assertThat(one(next, "responder", "SELECT count(*) FROM pg_roles WHERE rolname = 'somebody'")).isEqualTo("0");
    assertThat(one(next, "responder", "SELECT count(*) FROM pg_database WHERE datname = 'another'")).isEqualTo("0");
    assertThat(one(next, "responder", "SHOW work_mem")).isEqualTo("4MB");
    assertThat(one(next, "responder", "SHOW statement_timeout")).isEqualTo("0");
    assertThat(one(next, "responder", "SELECT pg_has_role('pg_monitor', 'MEMBER')")).isEqualTo("t");
  }

  @Test
  void refusesASettingThatPostgresDoesNotKnowInOneSentence() {
    ServerSettings wrong = new ServerSettings(Map.of("shared_bufers", "1MB"));

    assertThatThrownBy(() -> postgres.database("orders", wrong)).isInstanceOf(LabException.class).hasMessageContaining("shared_bufers");
  }

  @Test
  void blocksOneGroupBehindAnotherAndTellsHowOldThatIsInSimulatedTime() throws SQLException {
    LabDatabase database = postgres.database("orders", ServerSettings.defaults());
    Workload workload =
        workload(
            List.of("CREATE TABLE t (id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (1, 0)"),
            group("holder", 1, true, Duration.ofMinutes(9), "BEGIN", "UPDATE t SET n = 1"),
            group("waiter", 3, false, Duration.ofMinutes(4), "UPDATE t SET n = 2 WHERE id = 1"));

    try (SessionsAtWork work = SessionsAtWork.begin(database, workload, ALARM, Clock.systemUTC())) {
      String waiting = one(database, "responder",
          "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'waiter' AND wait_event_type = 'Lock'");
      Instant held = began(database, "holder", "xact_start");
      Instant waited = began(database, "waiter", "query_start");

      assertThat(waiting).isEqualTo("3");
      assertThat(work.sessions()).isEqualTo(4);
      assertThat(Duration.between(work.timeline().simulated(held), ALARM)).isBetween(Duration.ofSeconds(535), Duration.ofSeconds(541));
      assertThat(Duration.between(work.timeline().simulated(waited), ALARM)).isBetween(Duration.ofSeconds(235), Duration.ofSeconds(241));
    }
    assertThat(one(database, "responder", "SELECT count(*) FROM pg_stat_activity WHERE application_name IN ('holder', 'waiter')"))
        .isEqualTo("0");
  }

  private static Instant began(LabDatabase database, String application, String column) throws SQLException {
    String epoch = one(database, "responder",
        "SELECT extract(epoch FROM min(" + column + ")) * 1000 FROM pg_stat_activity WHERE application_name = '" + application + "'");
    return Instant.ofEpochMilli((long) Double.parseDouble(epoch));
  }

  @Test
  void runsRepeatingAndReconnectingSessionsUntilTheyAreToldToStop() throws SQLException {
    LabDatabase database = postgres.database("orders", ServerSettings.defaults());
    SessionGroup repeating =
        new SessionGroup("loop", 2, "batch", List.of("INSERT INTO t VALUES (:id)"), true, false, false, Duration.ofMillis(1),
            Duration.ofMinutes(2), "", Map.of("id", new SessionGroup.Drawn(1, 9)));
    SessionGroup reconnecting =
        new SessionGroup("storm", 2, "app", List.of("SELECT 1"), true, false, true, Duration.ofMillis(1), Duration.ofMinutes(1), "",
            Map.of());

    try (SessionsAtWork work =
        SessionsAtWork.begin(database, workload(List.of("CREATE TABLE t (id int)"), repeating, reconnecting), ALARM, Clock.systemUTC())) {
      assertThat(work.troubles()).isEmpty();
    }

    assertThat(Long.parseLong(one(database, "app", "SELECT count(*) FROM t"))).isGreaterThan(4);
    assertThat(one(database, "app", "SELECT bool_and(id BETWEEN 1 AND 9) FROM t")).isEqualTo("t");
    assertThat(one(database, "responder", "SELECT count(*) FROM pg_stat_activity WHERE application_name IN ('loop', 'storm')"))
        .isEqualTo("0");
  }

  @Test
  void namesTheStatementOfTheSetUpThatFails() {
    LabDatabase database = postgres.database("orders", ServerSettings.defaults());
    Workload workload = workload(List.of("CREATE TABEL t (id int)"));

    assertThatThrownBy(() -> SessionsAtWork.begin(database, workload, ALARM, Clock.systemUTC()))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("CREATE TABEL t (id int)");
  }

  @Test
  void namesTheSessionsWhoseStatementFails() {
    LabDatabase database = postgres.database("orders", ServerSettings.defaults());
    Workload workload = workload(List.of(), group("broken", 1, true, Duration.ofMinutes(1), "SELECT nothing"));

    assertThatThrownBy(() -> SessionsAtWork.begin(database, workload, ALARM, Clock.systemUTC()))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("broken");
  }

  @Test
  void canDieInTheMiddleAndServeTheNextIncident() throws SQLException {
    LabDatabase database = postgres.database("orders", ServerSettings.defaults());

    postgres.kill();

    assertThatThrownBy(() -> database.connect("responder", "x")).isInstanceOf(SQLException.class);
    LabDatabase next = postgres.database("orders", ServerSettings.defaults());
    assertThat(one(next, "responder", "SELECT 1")).isEqualTo("1");
  }

  /** A process of its own that opens a server and then stands still. */
  public static final class Victim {
    private Victim() {}

    public static void main(String[] none) throws InterruptedException {
      LabPostgres own = LabPostgres.open();
      LabDatabase database = own.database("orders", ServerSettings.defaults());
      System.err.println("port " + database.port());
      Thread.sleep(60_000);
    }
  }

  private static Process victim(Path temporary) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path"), Victim.class.getName())
        .redirectErrorStream(true)
        .start();
  }

  private static int portOf(Process victim) throws IOException {
    BufferedReader output = new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("port ")) {
        return Integer.parseInt(line.substring(5));
      }
    }
    throw new AssertionError("the victim never said its port");
  }

  @Test
  void leavesNothingWhenTerminatedAndIsCleanedUpAfterWhenKilled() throws IOException, InterruptedException {
    Path temporary = Files.createTempDirectory("lab-leftovers");
    Process terminated = victim(temporary);
    LabDatabase first = new LabDatabase("127.0.0.1", portOf(terminated), "orders");

    terminated.destroy();

    assertThat(terminated.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> first.connect("responder", "x")).isInstanceOf(SQLException.class);
    assertThat(RunFolder.destroyLeftovers(temporary, System.getProperty("user.name"))).isZero();

    Process killed = victim(temporary);
    LabDatabase second = new LabDatabase("127.0.0.1", portOf(killed), "orders");
    assertThat(RunFolder.destroyLeftovers(temporary, System.getProperty("user.name"))).isZero();

    killed.destroyForcibly();

    assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(RunFolder.destroyLeftovers(temporary, System.getProperty("user.name"))).isEqualTo(1);
    assertThatThrownBy(() -> second.connect("responder", "x")).isInstanceOf(SQLException.class);
    Folders.delete(temporary);
    assertThat(temporary).doesNotExist();
  }
}
