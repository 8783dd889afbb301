package io.auroraresponder.postgres;

import io.auroraresponder.probe.ProbeRequest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;

/** A PostgreSQL 17 for tests: one that all share, a database of its own for each test class, and others to be broken. */
final class TestServer {
  /** The responder's login: nobody else's, so that its own statements can be told from others'. */
  static final String LOGIN = "responder";

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final EmbeddedPostgres server;

  private TestServer(EmbeddedPostgres server) {
    this.server = server;
  }

  private static final class Shared {
    static final TestServer SERVER = started();
  }

  /** Stopped by the shutdown hook of the embedded server. */
  static TestServer shared() {
    return Shared.SERVER;
  }

  static TestServer started() {
    return started(Map.of());
  }

  /** With settings beside the usual ones. */
  static TestServer started(Map<String, String> settings) {
    return started(EmbeddedPostgres.builder(), settings);
  }

  /** Of another version: {@code jar} holds its binaries. */
  static TestServer started(Path jar) {
    return started(EmbeddedPostgres.builder().setPgBinaryResolver((system, machine) -> onlyArchive(jar)), Map.of());
  }

  private static InputStream onlyArchive(Path jar) throws IOException {
    JarInputStream entries = new JarInputStream(Files.newInputStream(jar));
    for (JarEntry entry = entries.getNextJarEntry(); entry != null; entry = entries.getNextJarEntry()) {
      if (entry.getName().endsWith(".txz")) {
        return entries;
      }
    }
    throw new IOException("no server in " + jar);
  }

  private static TestServer started(EmbeddedPostgres.Builder usual, Map<String, String> settings) {
    try {
      EmbeddedPostgres.Builder builder = usual
          .setServerConfig("shared_preload_libraries", "pg_stat_statements")
          .setServerConfig("max_connections", "60")
          .setServerConfig("max_prepared_transactions", "5")
          .setServerConfig("max_worker_processes", "8")
          .setServerConfig("fsync", "off")
          .setServerConfig("autovacuum", "off");
      settings.forEach(builder::setServerConfig);
      TestServer started = new TestServer(builder.start());
      started.run("postgres", "CREATE ROLE " + LOGIN + " LOGIN SUPERUSER");
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new database with pg_stat_statements in it. */
  String database() throws SQLException {
    String name = "app_" + DATABASES.incrementAndGet();
    run("postgres", "CREATE DATABASE " + name);
    run(name, "CREATE EXTENSION pg_stat_statements");
    return name;
  }

  void stop() throws IOException {
    server.close();
  }

  int port() {
    return server.getPort();
  }

  ProbeRequest request(String database, String user) {
    return new ProbeRequest("127.0.0.1", port(), database, user, "orders-db-instance-1", "eu-west-1");
  }

  Connection connect(String database, String user, String application) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("ApplicationName", application);
    properties.setProperty("sslmode", "disable");
    return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/" + database, properties);
  }

  void run(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database, "postgres", "setup"); Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Kills the postmaster the hard way: every session ends by itself when it notices. */
  void kill(int backend, Path dataDirectory) throws IOException {
    ProcessHandle postmaster = ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow();
    postmaster.destroyForcibly();
    postmaster.onExit().join();
    // Else stopping the embedded server waits a minute for a process that nobody may have reaped yet.
    Files.delete(dataDirectory.resolve("postmaster.pid"));
  }
}
