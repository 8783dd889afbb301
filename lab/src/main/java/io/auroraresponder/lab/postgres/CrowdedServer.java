package io.auroraresponder.lab.postgres;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.postgres.DatabaseLogin;
import io.auroraresponder.postgres.JdbcProbe;
import io.auroraresponder.postgres.ProbeSettings;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A server that is crowded in one way, and what the urgent look costs it. */
public final class CrowdedServer {
  private static final String DATABASE = "crowded";
  private static final int ROUNDS = 5;
  private static final Duration BUDGET = Duration.ofSeconds(12);
  private static final int TABLES = 5_000;
  private static final int SESSIONS = 1_000;
  private static final int WAITERS = 300;

  /** As many as pg_stat_statements keeps by default, of a length that makes 220 MB of them. */
  private static final int TEXTS = 5_000;
  private static final int TEXT_LENGTH = 44_200;
  private static final long TEXT_BYTES = 220_000_000;

  private static final String OWN_TIME =
      "SELECT coalesce(sum(total_exec_time + total_plan_time), 0) FROM pg_stat_statements(false) WHERE userid = '" + LabPostgres.RESPONDER
      + "'::regrole";

  /** One kind of crowd; what it opens stays open until the crowd is closed. */
  public enum Crowd {
    TABLES_AND_INDEXES("5,000 tables, 15,000 indexes", "max_locks_per_transaction", "2000") {
      @Override
      void fill(LabDatabase database, Company company) throws SQLException {
        company.says(
            database,
            "DO $$ BEGIN FOR i IN 1.." + TABLES + " LOOP EXECUTE format('CREATE TABLE t%1$s (id int PRIMARY KEY, a int, b int)', i); "
            + "EXECUTE format('CREATE INDEX ON t%1$s (a)', i); EXECUTE format('CREATE INDEX ON t%1$s (b)', i); END LOOP; END $$",
            "VACUUM ANALYZE pg_catalog.pg_class", "VACUUM ANALYZE pg_catalog.pg_attribute", "VACUUM ANALYZE pg_catalog.pg_index");
      }
    },
    CONNECTIONS("1,000 sessions", "max_connections", "1100") {
      @Override
      void fill(LabDatabase database, Company company) throws SQLException {
        company.says(database, "CREATE TABLE work (id int PRIMARY KEY, note text)", "INSERT INTO work SELECT i, '' FROM generate_series(1, "
            + SESSIONS + ") i");
        for (int i = 0; i < SESSIONS; i++) {
          Connection connection = company.joins(database, "worker-" + i % 7);
          switch (i % 4) {
            case 0 -> company.begins(connection, "SELECT pg_sleep(3600) /* a report of session " + i + " */");
            case 1 -> Company.says(connection, "BEGIN", "UPDATE work SET note = 'kept' WHERE id = " + i);
            default -> Company.says(connection, "SELECT count(*) FROM work WHERE id < " + i);
          }
        }
      }
    },
    QUEUE("300 waiters", "max_connections", "400") {
      @Override
      void fill(LabDatabase database, Company company) throws SQLException {
        company.says(database, "CREATE TABLE account (id int PRIMARY KEY, balance int)", "INSERT INTO account VALUES (1, 0)");
        Company.says(company.joins(database, "root"), "BEGIN", "UPDATE account SET balance = balance + 1 WHERE id = 1");
        for (int i = 0; i < WAITERS; i++) {
          company.begins(company.joins(database, "waiter"), "UPDATE account SET balance = balance + " + i + " WHERE id = 1");
        }
        company.until(database, "SELECT count(*) >= " + WAITERS + " FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      }
    },
    LONG_TEXTS("220 MB of statement texts", "pg_stat_statements.max", "6000") {
      @Override
      void fill(LabDatabase database, Company company) throws SQLException {
        String padding = "/*" + "x".repeat(TEXT_LENGTH) + "*/";
        Connection connection = company.joins(database, "generator");
        for (int i = 0; i < TEXTS; i++) {
          // Values and names make no other statement for pg_stat_statements, operators do.
          String operators = Integer.toBinaryString(i).replace("0", " + x").replace("1", " - x").replace("x", "1");
          Company.says(connection, "SELECT 1" + operators + " " + padding);
        }
        company.until(database, "SELECT size >= " + TEXT_BYTES + " FROM pg_stat_file('pg_stat_tmp/pgss_query_texts.stat')");
      }
    };

    private final String what;
    private final String setting;
    private final String value;

    /** A server of the lab with one setting beside the usual ones. */
    Crowd(String what, String setting, String value) {
      this.what = what;
      this.setting = setting;
      this.value = value;
    }

    /** For people. */
    public String what() {
      return what;
    }

    abstract void fill(LabDatabase database, Company company) throws SQLException;
  }

  /**
   * What looks cost.
   *
   * @param millis of the database, for each look: its time as pg_stat_statements has it, planning included
   * @param roundTrips milliseconds of as many {@code SELECT 1} one after the other, for each look
   * @param memory most private bytes of the look's backend; empty where this machine does not tell
   */
  public record Cost(List<Double> millis, List<Double> roundTrips, OptionalLong memory) {
    public Cost {
      millis = List.copyOf(millis);
      roundTrips = List.copyOf(roundTrips);
    }
  }

  private CrowdedServer() {}

  /**
   * Crowds a server, looks at it some times, and lets it go.
   *
   * @throws LabException when this machine does not allow it
   */
  public static Cost looked(LabPostgres server, Crowd crowd) {
    Map<String, String> settings = Map.of("pg_stat_statements.track_planning", "on", crowd.setting, crowd.value);
    LabDatabase database = server.database(DATABASE, new ServerSettings(settings));
    try (Company company = new Company()) {
      crowd.fill(database, company);
      return looked(database);
    } catch (SQLException refused) {
      throw new LabException("The server could not be crowded with " + crowd.what + ": " + refused.getMessage(), refused);
    }
  }

  private static Cost looked(LabDatabase database) throws SQLException {
    BackendMemory memory = new BackendMemory();
    DatabaseProbe probe =
        memory.watching(new JdbcProbe(DatabaseLogin.trusted(), ProbeSettings.defaults(), Clock.systemUTC()), database);
    ProbeRequest request =
        new ProbeRequest(database.host(), database.port(), LabPostgres.FIRST, LabPostgres.RESPONDER, "member", "eu-west-1");
    List<Double> time = new ArrayList<>();
    List<Double> trips = new ArrayList<>();
    try (Connection watcher = database.connect(LabPostgres.SUPERUSER, "bench"); Connection caller = database
        .connect(LabPostgres.RESPONDER, "bench")) {
      // The first look fills the server's caches.
      int statements = statements(probe, request);
      for (int round = 0; round < ROUNDS; round++) {
        double before = number(watcher, OWN_TIME);
        int said = statements(probe, request);
        time.add(number(watcher, OWN_TIME) - before);
        trips.add(roundTrips(caller, Math.max(said, statements)));
      }
    }
    return new Cost(time, trips, memory.most());
  }

  /** How many statements a whole look took. */
  private static int statements(DatabaseProbe probe, ProbeRequest request) {
    if (probe.look(request, Deadline.after(BUDGET)) instanceof Look.Seen seen) {
      return seen.snapshot().cost().statements();
    }
    throw new LabException("The crowded server could not be looked at.");
  }

  private static double roundTrips(Connection caller, int number) throws SQLException {
    long begun = System.nanoTime();
    for (int i = 0; i < number; i++) {
      var unused = number(caller, "SELECT 1");
    }
    return (System.nanoTime() - begun) / 1e6;
  }

  private static double number(Connection connection, String query) throws SQLException {
    try (Statement sql = connection.createStatement(); ResultSet row = sql.executeQuery(query)) {
      if (!row.next()) {
        throw new SQLException("no row from " + query);
      }
      return row.getDouble(1);
    }
  }

  /** The sessions of one crowd. */
  static final class Company implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final List<Connection> present = new ArrayList<>();

    Connection joins(LabDatabase database, String application) throws SQLException {
      Connection connection = database.connect(LabPostgres.APPLICATION, application);
      present.add(connection);
      return connection;
    }

    static void says(Connection connection, String... statements) throws SQLException {
      try (Statement sql = connection.createStatement()) {
        for (String statement : statements) {
          sql.execute(statement);
        }
      }
    }

    /** As the superuser, with a connection of its own. */
    void says(LabDatabase database, String... statements) throws SQLException {
      try (Connection connection = database.connect(LabPostgres.SUPERUSER, "bench")) {
        says(connection, statements);
        says(connection, "GRANT ALL ON ALL TABLES IN SCHEMA public TO " + LabPostgres.APPLICATION);
      }
    }

    /** Begins a statement that does not end before the crowd is closed. */
    void begins(Connection connection, String statement) {
      var unused = Thread.ofVirtual().start(() -> {
        try {
          says(connection, statement);
        } catch (SQLException closed) {
          // The crowd was closed.
          return;
        }
      });
    }

    /** Waits until the query says yes. */
    void until(LabDatabase database, String query) throws SQLException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      try (Connection connection = database.connect(LabPostgres.SUPERUSER, "bench")) {
        while (number(connection, "SELECT CASE WHEN (" + query + ") THEN 1 ELSE 0 END") != 1) {
          if (System.nanoTime() > end) {
            throw new SQLException("after " + PATIENCE.toSeconds() + " s still not: " + query);
          }
          Thread.sleep(50);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new SQLException("interrupted while waiting for " + query, stopped);
      }
    }

    @Override
    public void close() {
      for (Connection connection : present) {
        try {
          connection.abort(Runnable::run);
        } catch (SQLException gone) {
          // It is closed already.
        }
      }
    }
  }
}
