package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProbeTroubleTest {
  private static final TestServer SERVER = TestServer.shared();

  @Test
  void saysThatNothingListensAfterOneMoreAttempt() throws IOException {
    AtomicInteger pauses = new AtomicInteger();

    Look look = Looks.look(local(freePort()), Looks.quick(), duration -> pauses.incrementAndGet());

    assertThat(look).isInstanceOfSatisfying(Look.Failed.class, failed -> {
      assertThat(failed.sqlState()).isEqualTo("08001");
      assertThat(failed.sentence()).contains("nothing listens");
    });
    assertThat(pauses).hasValue(1);
  }

  @Test
  void givesUpOnAServerThatAcceptsAndStaysMute() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      JdbcProbe probe = Looks.probe(DatabaseLogin.trusted(), Looks.quick(), InstantSource.system(), Pause.real());

      Look look = probe.look(local(mute.getLocalPort()), Deadline.after(Duration.ofSeconds(2)));

      assertThat(look).isInstanceOfSatisfying(Look.Failed.class, failed -> assertThat(failed.sentence()).contains("No answer in time"));
    }
  }

  @Test
  void doesNotConnectWhenNoTimeIsLeft() {
    JdbcProbe probe = Looks.probe(DatabaseLogin.trusted(), Looks.quick(), InstantSource.system(), Pause.real());

    Look look = probe.look(SERVER.request("postgres", "postgres"), Deadline.after(Duration.ofSeconds(1)));

    assertThat(look).isInstanceOfSatisfying(Look.Failed.class, failed -> assertThat(failed.sentence()).contains("No time"));
  }

  @Test
  void saysWhichLimitKeptItOut() throws SQLException {
    SERVER.run("postgres", "CREATE ROLE narrow LOGIN CONNECTION LIMIT 1");
    try (Actor only = Actor.in(SERVER, "postgres", "narrow", "app")) {
      AtomicInteger pauses = new AtomicInteger();

      Look look = Looks.look(SERVER.request("postgres", "narrow"), Looks.quick(), duration -> pauses.incrementAndGet());

      assertThat(only.pid()).isPositive();
      assertThat(look).isInstanceOfSatisfying(Look.Failed.class, failed -> {
        assertThat(failed.sqlState()).isEqualTo("53300");
        assertThat(failed.sentence()).contains("role");
        assertThat(failed.ownLimit()).isTrue();
      });
      assertThat(pauses).hasValue(0);
    }
  }

  @Test
  void seesLimitsOfRolesThatAreNearlyUsedUp() throws SQLException {
    SERVER.run("postgres", "CREATE ROLE tight LOGIN CONNECTION LIMIT 1");
    try (Actor only = Actor.in(SERVER, "postgres", "tight", "app")) {
      Snapshot seen = Looks.seen(SERVER.request("postgres", "postgres"));

      assertThat(only.pid()).isPositive();
      assertThat(Looks.known(seen.connections()).limits()).anySatisfy(limit -> {
        assertThat(limit.name()).isEqualTo("tight");
        assertThat(limit.limit()).isEqualTo(1);
        assertThat(limit.used()).isEqualTo(1);
      });
    }
  }

  @Test
  void keepsWhatItHadReadWhenTheServerDies() throws SQLException {
    TestServer doomed = TestServer.started();
    String database = doomed.database();
    Actor bystander = Actor.in(doomed, database, "postgres", "app");
    Path data = Path.of(bystander.text("SHOW data_directory"));
    Pause deadly = once(() -> doomed.kill(bystander.pid(), data));

    Snapshot seen = Looks.seen(Looks.look(doomed.request(database, TestServer.LOGIN), Looks.quick(), deadly));

    assertThat(Looks.known(seen.connections()).maxConnections()).isEqualTo(60);
    assertThat(Looks.known(seen.waits())).hasSize(1);
    assertThat(Looks.missing(seen.running())).contains("the session had ended");
    assertThat(Looks.missing(seen.rates())).contains("the session had ended");
    assertThat(Looks.missing(seen.statements())).contains("the session had ended");
  }

  @Test
  void endsOnlyItselfWhenAPersonTerminatesIt() throws SQLException {
    String database = SERVER.database();
    Pause terminating =
        once(() -> SERVER.run("postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'aurora-responder'"));

    Snapshot seen = Looks.seen(Looks.look(SERVER.request(database, TestServer.LOGIN), Looks.quick(), terminating));

    assertThat(Looks.known(seen.waits())).hasSize(1);
    assertThat(Looks.missing(seen.running())).contains("the session had ended", "administrator");
  }

  /** After a failover the former writer comes back as a reader: it ends every session, and refuses new ones until it is up again. */
  @Test
  void keepsWhatItHadReadWhenTheServerFailsOver() throws SQLException {
    TestServer former = TestServer.started();
    String database = former.database();
    Pause failover = once(former::stop);

    Snapshot seen = Looks.seen(Looks.look(former.request(database, TestServer.LOGIN), Looks.quick(), failover));

    assertThat(Looks.known(seen.waits())).hasSize(1);
    assertThat(Looks.missing(seen.running())).contains("the session had ended");
    assertThat(Looks.missing(seen.statements())).contains("the session had ended");
  }

  @Test
  void losesOnlyThePartThatGetsNoAnswer() throws SQLException, IOException {
    String database = SERVER.database();
    AtomicLong frozen = new AtomicLong();
    Pause freezing = once(() -> {
      try (Actor other = Actor.in(SERVER, database, "postgres", "app")) {
        frozen.set(Long.parseLong(other.text("SELECT pid FROM pg_stat_activity WHERE application_name = 'aurora-responder'")));
      }
      signal("-STOP", frozen.get());
    });
    ProbeSettings twice = Looks.settings(Duration.ofSeconds(2), Duration.ofMillis(250), 3, Duration.ofMillis(50), 2);
    try {
      long begun = System.nanoTime();

      Snapshot seen = Looks.seen(Looks.look(SERVER.request(database, TestServer.LOGIN), twice, freezing));

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(12));
      assertThat(Looks.known(seen.waits())).hasSize(1);
      assertThat(seen.running().isKnown() && seen.statements().isKnown() && seen.lockTrees().isKnown()).isTrue();
      assertThat(seen.cost().connections()).isEqualTo(2);
    } finally {
      signal("-CONT", frozen.get());
    }
  }

  @Test
  void aServerThatTakesNoMoreSessionsIsSaidToBeFull() throws SQLException {
    TestServer small = TestServer.started(Map.of("max_connections", "5", "superuser_reserved_connections", "1"));
    small.run("postgres", "CREATE ROLE watching LOGIN IN ROLE pg_monitor");
    List<Actor> all = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        all.add(Actor.in(small, "postgres", "postgres", "app"));
      }

      Look look = Looks.look(small.request("postgres", "watching"), Looks.quick(), duration -> {});

      assertThat(look).isInstanceOfSatisfying(Look.Failed.class, failed -> assertThat(failed.sqlState()).isEqualTo("53300"));
    } finally {
      for (Actor one : all) {
        one.close();
      }
    }
  }

  @Test
  void aServerThatTakesNoWritesIsSeenWhole() throws SQLException {
    String database = SERVER.database();
    SERVER.run(database, "ALTER DATABASE " + database + " SET default_transaction_read_only = on");

    Snapshot seen = Looks.seen(SERVER.request(database, TestServer.LOGIN));

    assertThat(Looks.known(seen.waits())).hasSize(3);
    assertThat(Looks.known(seen.running())).isNotNull();
    assertThat(Looks.known(seen.statements())).isNotNull();
  }

  private static void signal(String which, long pid) throws IOException {
    try {
      int exit = new ProcessBuilder("kill", which, Long.toString(pid)).start().waitFor();
      assertThat(exit).as("kill " + which).isZero();
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }

  @Test
  void losesOnlyThePartThatWaitsForALock() throws SQLException {
    String database = SERVER.database();
    SERVER.run(database, "CREATE TABLE locked (id int)");
    replaceStatementStatistics(database, "locked");
    try (Actor locker = Actor.in(SERVER, database, "postgres", "locker").does("BEGIN", "LOCK TABLE locked")) {
      Snapshot seen = Looks.seen(SERVER.request(database, TestServer.LOGIN));

      assertThat(locker.pid()).isPositive();
      assertThat(Looks.missing(seen.statements())).contains("locked by someone else");
      assertThat(Looks.known(seen.waits())).hasSize(3);
      assertThat(Looks.known(seen.rates()).window()).isPositive();
    }
  }

  @Test
  void losesOnlyThePartThatTakesTooLong() throws SQLException {
    String database = SERVER.database();
    replaceStatementStatistics(database, "pg_sleep(30)");

    Snapshot seen = Looks.seen(SERVER.request(database, TestServer.LOGIN));

    assertThat(Looks.missing(seen.statements())).contains("took longer than it may");
    assertThat(Looks.known(seen.waits())).hasSize(3);
    assertThat(Looks.known(seen.rates()).window()).isPositive();
  }

  @Test
  void losesOnlyThePartThatFailsAmongItsRows() throws SQLException {
    String database = SERVER.database();
    replaceStatementStatistics(database, "generate_series(1, 9) AS n WHERE 1 / (n - 7) < 9");

    Snapshot seen = Looks.seen(SERVER.request(database, TestServer.LOGIN));

    assertThat(Looks.missing(seen.statements())).isNotBlank();
    assertThat(Looks.known(seen.waits())).hasSize(3);
    assertThat(Looks.known(seen.rates()).window()).isPositive();
  }

  /** A role's limits are for its applications: the look has its own. */
  @Test
  void looksUnderItsOwnLimitsWhateverTheRoleHas() throws SQLException {
    String database = SERVER.database();
    SERVER.run("postgres", "CREATE ROLE hasty LOGIN IN ROLE pg_monitor", "ALTER ROLE hasty SET statement_timeout = '1ms'",
        "ALTER ROLE hasty SET lock_timeout = '1ms'", "ALTER ROLE hasty SET idle_in_transaction_session_timeout = '1ms'",
        "ALTER ROLE hasty SET search_path = nowhere");

    Snapshot seen = Looks.seen(SERVER.request(database, "hasty"));

    assertThat(Looks.known(seen.waits())).hasSize(3);
    assertThat(seen.running().isKnown() && seen.rates().isKnown() && seen.statements().isKnown()).isTrue();
  }

  @Test
  void keepsWhatItHadReadWhenTheServerEndsSessionsThatRest() throws SQLException {
    String database = SERVER.database();
    SERVER.run("postgres", "CREATE ROLE restless LOGIN IN ROLE pg_monitor", "ALTER ROLE restless SET idle_session_timeout = '100ms'");
    ProbeSettings slow = Looks.settings(Duration.ofSeconds(2), Duration.ofMillis(250), 3, Duration.ofSeconds(1));

    Snapshot seen = Looks.seen(Looks.look(SERVER.request(database, "restless"), slow, Pause.real()));

    assertThat(Looks.known(seen.connections()).clients()).isPositive();
    assertThat(Looks.missing(seen.statements())).contains("the session had ended");
  }

  /** An ancient server, and a proxy in front of one, answer in the words of another protocol. */
  @ParameterizedTest
  @ValueSource(strings = {
      "EFATAL:  unsupported frontend protocol 3.0: server supports 1.0 to 2.0\n\0",
      "E\0\0\0@SFATAL\0C0A000\0Munsupported frontend protocol 3.0: server supports 1 to 2\0\0",
      "R\0\0\0\u0008\0\0\0c", "R\u00FF\u00FF\u00FF\u00FF", "R\u007F\u00FF\u00FF\u00F0", "v\0\0\0\u000C\0\0\0\0\0\0\0\0", ""})
  void whoeverAnswersInAnotherProtocolIsNotTakenForAServer(String bytes) throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerEach(listener, bytes));
      JdbcProbe probe = Looks.probe(DatabaseLogin.trusted(), Looks.quick(), InstantSource.system(), duration -> {});

      Look look = probe.look(local(listener.getLocalPort()), Deadline.after(Duration.ofSeconds(3)));

      assertThat(look).isInstanceOfSatisfying(Look.Failed.class, failed ->
          assertThat(failed.sentence()).isNotBlank().doesNotContain("unsupported", "FATAL"));
    }
  }

  private static void answerEach(ServerSocket listener, String bytes) {
    while (true) {
      try (Socket client = listener.accept()) {
        client.getInputStream().read(new byte[1024]);
        client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException over) {
        return;
      }
    }
  }

  @Test
  void isNotHeldUpByLocksOnEveryTable() throws SQLException {
    String database = SERVER.database();
    SERVER.run(database, "CREATE TABLE a (id int PRIMARY KEY)", "CREATE TABLE b (id int REFERENCES a)",
        "CREATE MATERIALIZED VIEW v AS SELECT * FROM a");
    try (Actor locker = Actor.in(SERVER, database, "postgres", "locker").does("BEGIN", "LOCK TABLE a, b IN ACCESS EXCLUSIVE MODE",
            "ALTER MATERIALIZED VIEW v SET (fillfactor = 90)");
        Actor reader = Actor.in(SERVER, database, "postgres", "app").begins("SELECT * FROM a").untilItWaitsForALock()) {
      Snapshot seen = Looks.seen(SERVER.request(database, TestServer.LOGIN));

      assertThat(Looks.known(seen.lockTrees())).hasSize(1).allSatisfy(tree -> {
        assertThat(tree.root().pid()).isEqualTo(locker.pid());
        assertThat(tree.blockedPids()).containsExactly(reader.pid());
      });
      assertThat(Looks.known(seen.connections()).lockWaiting()).isEqualTo(1);
      assertThat(seen.running().isKnown() && seen.rates().isKnown() && seen.maintenance().isKnown() && seen.horizon().isKnown()).isTrue();
    }
  }

  @Test
  void saysWhatALoginWithoutPgMonitorMayNotSee() throws SQLException {
    String database = SERVER.database();
    SERVER.run("postgres", "CREATE ROLE blind LOGIN");
    SERVER.run(database, "GRANT CONNECT ON DATABASE " + database + " TO blind", "CREATE TABLE t (id int)");
    try (Actor idle = Actor.in(SERVER, database, "postgres", "app").does("BEGIN", "INSERT INTO t VALUES (1)")) {
      idle.until("state = 'idle in transaction'");

      Snapshot seen = Looks.seen(SERVER.request(database, "blind"));

      assertThat(Looks.known(seen.connections()).hidden()).isPositive();
      assertThat(Looks.missing(seen.idleInTransaction())).contains("pg_monitor");
      assertThat(Looks.missing(seen.waits())).contains("pg_monitor");
      assertThat(Looks.missing(seen.lockTrees())).contains("pg_monitor");
      assertThat(Looks.missing(seen.statements())).contains("pg_monitor");
      assertThat(Looks.known(seen.rates()).window()).isPositive();
    }
  }

  @Test
  void seesAllWithPgMonitorAlone() throws SQLException {
    String database = SERVER.database();
    SERVER.run("postgres", "CREATE ROLE watching LOGIN", "GRANT pg_monitor TO watching");
    try (Actor idle = Actor.in(SERVER, database, "postgres", "app").does("BEGIN", "SELECT 1")) {
      Snapshot seen = Looks.seen(SERVER.request(database, "watching"));

      assertThat(Looks.known(seen.connections()).hidden()).isZero();
      assertThat(Looks.known(seen.idleInTransaction())).hasSize(1).allSatisfy(found -> assertThat(found.pid()).isEqualTo(idle.pid()));
      assertThat(seen.statements().isKnown() && seen.maintenance().isKnown() && seen.horizon().isKnown()).isTrue();
    }
  }

  @Test
  void namesTheExtensionThatIsMissing() throws SQLException {
    String database = SERVER.database();
    SERVER.run(database, "DROP EXTENSION pg_stat_statements");

    assertThat(Looks.missing(Looks.seen(SERVER.request(database, TestServer.LOGIN)).statements()))
        .contains("CREATE EXTENSION pg_stat_statements");
  }

  @Test
  void findsTheExtensionInAnOddlyNamedSchema() throws SQLException {
    String database = SERVER.database();
    SERVER.run(database, "DROP EXTENSION pg_stat_statements", "CREATE SCHEMA \"My Ext\"",
        "CREATE EXTENSION pg_stat_statements SCHEMA \"My Ext\"");

    assertThat(Looks.known(Looks.seen(SERVER.request(database, TestServer.LOGIN)).statements())).isEmpty();
  }

  @Test
  void stopsStartingStatementsWhenTimeRunsOut() throws SQLException {
    String database = SERVER.database();
    AtomicLong nanos = new AtomicLong();
    Pause slow = duration -> nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    JdbcProbe probe = Looks.probe(DatabaseLogin.trusted(), Looks.quick(), InstantSource.system(), slow);

    Snapshot seen = Looks.seen(probe.look(SERVER.request(database, TestServer.LOGIN), Deadline.after(Duration.ofSeconds(11), nanos::get)));

    assertThat(Looks.known(seen.waits())).hasSize(1);
    assertThat(Looks.missing(seen.running())).contains("used up");
    assertThat(Looks.missing(seen.rates())).contains("used up");
  }

  @Test
  void saysThatTheLoginCouldNotBePreparedWithoutItsSecret() {
    DatabaseLogin failing = request -> {
      throw new DependencyException("rds", "GenerateToken", "", false, "hunter2", null);
    };
    JdbcProbe probe = Looks.probe(failing, Looks.quick(), InstantSource.system(), Pause.real());

    Look look = probe.look(SERVER.request("postgres", "postgres"), Deadline.after(Duration.ofSeconds(12)));

    assertThat(look).isInstanceOf(Look.Failed.class);
    assertThat(look.toString()).contains("could not be prepared").doesNotContain("hunter2");
  }

  @Test
  void refusesAServerWithoutTlsWhereItMustBeVerified() {
    JdbcProbe probe = Looks.probe(DatabaseLogin.verified("/nowhere/roots.pem", request -> "hunter2"), Looks.quick(), InstantSource.system(),
        duration -> {});

    Look look = probe.look(SERVER.request("postgres", "postgres"), Deadline.after(Duration.ofSeconds(12)));

    assertThat(look).isInstanceOf(Look.Failed.class);
    assertThat(look.toString()).doesNotContain("hunter2");
  }

  @Test
  void takesNamesThatAUrlCouldNot() throws SQLException {
    SERVER.run("postgres", "CREATE DATABASE \"odd/na me?&user=x\"");

    assertThat(Looks.seen(SERVER.request("odd/na me?&user=x", "postgres")).serverVersion()).startsWith("17.");
  }

  /** Statistics with the columns of an extension older than PostgreSQL 13, that first read from something else. */
  private static void replaceStatementStatistics(String database, String from) throws SQLException {
    SERVER.run(database, "ALTER EXTENSION pg_stat_statements DROP VIEW pg_stat_statements", "DROP VIEW pg_stat_statements",
        "ALTER EXTENSION pg_stat_statements DROP FUNCTION pg_stat_statements(boolean)", "DROP FUNCTION pg_stat_statements(boolean)",
        "CREATE FUNCTION pg_stat_statements(boolean) RETURNS TABLE (userid oid, queryid bigint, calls bigint, total_time float8, "
        + "shared_blks_hit "
        + "bigint,"
            + " shared_blks_read bigint, temp_blks_written bigint, rows bigint, dbid oid, query text) LANGUAGE sql AS $$ SELECT 1::oid, "
            + "1::bigint, "
            + "1::bigint, 1.0::float8, "
            + "1::bigint, 1::bigint, 1::bigint, 1::bigint,"
            + " 1::oid, ''::text FROM public_source $$".replace("public_source", from.contains("(") ? from : "public." + from));
  }

  private interface Step {
    void run() throws SQLException, IOException;
  }

  private static Pause once(Step step) {
    AtomicInteger calls = new AtomicInteger();
    return duration -> {
      if (calls.getAndIncrement() == 0) {
        try {
          step.run();
        } catch (SQLException | IOException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  private static ProbeRequest local(int port) {
    return new ProbeRequest("127.0.0.1", port, "postgres", "postgres", "orders-db-instance-1", "eu-west-1");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
