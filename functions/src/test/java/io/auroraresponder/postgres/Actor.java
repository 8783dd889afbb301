package io.auroraresponder.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A session of a test that does something in the background and can be waited for. */
final class Actor implements AutoCloseable {
  private static final int PATIENCE = 1500;

  private final TestServer server;
  private final Connection connection;
  private final int pid;

  private Actor(TestServer server, Connection connection, int pid) {
    this.server = server;
    this.connection = connection;
    this.pid = pid;
  }

  static Actor in(TestServer server, String database, String user, String application) throws SQLException {
    Connection connection = server.connect(database, user, application);
    return new Actor(server, connection, new Actor(server, connection, 0).number("SELECT pg_backend_pid()"));
  }

  int pid() {
    return pid;
  }

  /** Runs to the end, in this thread. */
  Actor does(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return this;
  }

  /** The first column of the first row. */
  int number(String sql) throws SQLException {
    return Integer.parseInt(text(sql));
  }

  String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  /** Runs in the background; how it ends is of no interest. */
  Actor begins(String sql) {
    Thread.ofVirtual().start(() -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        // Cancelled, terminated or closed by the test: that is how these end.
      }
    });
    return this;
  }

  /** Until a row of pg_stat_activity for this session fulfils the condition. */
  Actor until(String condition) throws SQLException {
    await(server, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + pid + " AND " + condition + ")");
    return this;
  }

  Actor untilItWaitsForALock() throws SQLException {
    return until("wait_event_type = 'Lock'");
  }

  /** Asks until the answer is true. */
  static void await(TestServer server, String question) throws SQLException {
    try (Connection watcher = server.connect("postgres", "postgres", "watcher");
        PreparedStatement statement = watcher.prepareStatement(question)) {
      for (int i = 0; i < PATIENCE; i++) {
        try (ResultSet result = statement.executeQuery()) {
          if (result.next() && result.getBoolean(1)) {
            return;
          }
        }
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }
    throw new AssertionError("never became true: " + question);
  }

  /** Leaves nothing running: a server goes on with a statement whose client has vanished. */
  @Override
  public void close() throws SQLException {
    connection.abort(Runnable::run);
    server.run("postgres", "SELECT pg_terminate_backend(" + pid + ")");
    await(server, "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + pid + ")");
  }
}
