package io.auroraresponder.lab.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One embedded PostgreSQL 17 on a free port of 127.0.0.1, for as long as the JVM lives.
 *
 * <p>Not for use by several threads at once. Nothing survives: a shutdown hook stops the server and removes its folder; what a JVM
 * that was killed outright leaves behind is stopped by the next {@link #open}.
 */
public final class LabPostgres implements AutoCloseable {
  /** Runs everything that is not application or responder. */
  static final String SUPERUSER = "postgres";

  /** Owns each incident's database. */
  public static final String APPLICATION = "app";

  /** The responder's login, a member of pg_monitor and of nothing else. */
  public static final String RESPONDER = "responder";

  /** The database that every server has, where the responder's first connection goes unless told otherwise. */
  public static final String FIRST = "postgres";

  private static final int START_SECONDS = 60;

  private final RunFolder folder;
  private final Binaries binaries;
  private final UnprivilegedUser disguise;
  private final Thread hook;
  private ServerSettings settings = ServerSettings.defaults();
  private int port;

  private LabPostgres(RunFolder folder, Binaries binaries, UnprivilegedUser disguise) {
    this.folder = folder;
    this.binaries = binaries;
    this.disguise = disguise;
    this.hook = new Thread(folder::destroy, "stop-postgres");
  }

  /**
   * Stops leftovers of killed runs, unpacks PostgreSQL where needed and makes an empty cluster, of which each {@link #database} gets a
   * copy and a server of its own.
   *
   * @throws LabException with one sentence where this machine does not allow it
   */
  public static LabPostgres open() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    String user = System.getProperty("user.name", "");
    RunFolder.destroyLeftovers(temporary, user);
    UnprivilegedUser disguise = UnprivilegedUser.find(user);
    Binaries binaries = Binaries.unpacked(temporary, user);
    LabPostgres postgres = new LabPostgres(RunFolder.create(temporary), binaries, disguise);
    Runtime.getRuntime().addShutdownHook(postgres.hook);
    postgres.initialise();
    return postgres;
  }

  private void initialise() {
    try {
      Files.createDirectory(folder.pristine(), java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
          java.nio.file.attribute.PosixFilePermissions.fromString("rwx------")));
      if (!disguise.owner().isEmpty()) {
        Shell.run(List.of("chown", disguise.owner(), folder.pristine().toString()), 5);
      }
    } catch (IOException e) {
      throw new LabException("The data folder " + folder.pristine() + " cannot be made: " + e.getMessage(), e);
    }
    Shell.Outcome made =
        Shell.run(
            disguise.command(
                binaries.program("initdb"),
                List.of("-D", folder.pristine().toString(), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")),
            120);
    if (!made.succeeded()) {
      throw new LabException("PostgreSQL could not make its data folder: " + lastLine(made.output()));
    }
  }

  /** One empty database with pg_stat_statements, on a server of its own, see {@link #databases}. */
  public LabDatabase database(String name, ServerSettings wanted) {
    return databases(Map.of(name, true), wanted).getFirst();
  }

  /**
   * Empty databases under the given names, owned by {@link #APPLICATION}, on a server that nobody used before: what an incident leaves
   * behind (slots, roles, prepared transactions, settings) goes with its data. The database {@code postgres} is always there, with
   * pg_stat_statements, as docs/operations/install.md has it made.
   *
   * @param extensions by the names of the databases, in order, whether each has pg_stat_statements
   */
  public List<LabDatabase> databases(Map<String, Boolean> extensions, ServerSettings wanted) {
    startAnew(wanted);
    LabDatabase first = new LabDatabase("127.0.0.1", port, FIRST);
    List<LabDatabase> made = new ArrayList<>();
    try (Connection connection = first.connect(SUPERUSER, "lab"); Statement sql = connection.createStatement()) {
      sql.execute("CREATE ROLE " + APPLICATION + " LOGIN IN ROLE pg_checkpoint, pg_signal_backend");
      sql.execute("CREATE ROLE " + RESPONDER + " LOGIN IN ROLE pg_monitor");
      for (String name : extensions.keySet()) {
        if (!name.equals(FIRST)) {
          sql.execute("CREATE DATABASE \"" + name.replace("\"", "\"\"") + "\" OWNER " + APPLICATION);
        }
      }
    } catch (SQLException e) {
      throw new LabException("The databases " + String.join(", ", extensions.keySet()) + " could not be made: " + e.getMessage(), e);
    }
    prepare(first, !Boolean.FALSE.equals(extensions.get(FIRST)));
    extensions.forEach((name, extension) -> {
      LabDatabase database = new LabDatabase("127.0.0.1", port, name);
      if (!name.equals(FIRST)) {
        prepare(database, extension);
      }
      made.add(database);
    });
    return made;
  }

  private static void prepare(LabDatabase database, boolean extension) {
    try (Connection connection = database.connect(SUPERUSER, "lab"); Statement sql = connection.createStatement()) {
      if (extension) {
        sql.execute("CREATE EXTENSION pg_stat_statements");
        sql.execute("SELECT pg_stat_statements_reset()");
      }
      sql.execute("GRANT ALL ON SCHEMA public TO " + APPLICATION);
    } catch (SQLException e) {
      throw new LabException("The database " + database.name() + " could not be prepared: " + e.getMessage(), e);
    }
  }

  private void startAnew(ServerSettings wanted) {
    kill();
    Folders.delete(folder.data());
    Shell.Outcome copied = Shell.run(List.of("cp", "-a", folder.pristine().toString(), folder.data().toString()), 60);
    if (!copied.succeeded()) {
      throw new LabException("The data folder " + folder.data() + " cannot be made: " + lastLine(copied.output()));
    }
    settings = wanted;
    for (int attempt = 1; !start(); attempt++) {
      if (attempt == 3) {
        throw new LabException("PostgreSQL found no free port on 127.0.0.1 in three attempts.");
      }
    }
  }

  /** False where another process took the port between choosing and using it. */
  private boolean start() {
    port = freePort();
    List<String> arguments = new ArrayList<>(List.of("-D", folder.data().toString(), "-p", Integer.toString(port)));
    arguments.addAll(settings.arguments());
    Process process;
    try {
      process =
          new ProcessBuilder(disguise.command(binaries.program("postgres"), arguments))
              .redirectErrorStream(true)
              .redirectOutput(folder.log().toFile())
              .start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new LabException("PostgreSQL could not be started: " + e.getMessage(), e);
    }
    return answers(process);
  }

  private boolean answers(Process process) {
    long end = System.nanoTime() + START_SECONDS * 1_000_000_000L;
    LabDatabase maintenance = new LabDatabase("127.0.0.1", port, SUPERUSER);
    while (System.nanoTime() < end) {
      try (Connection connection = maintenance.connect(SUPERUSER, "lab")) {
        return connection.isValid(5);
      } catch (SQLException e) {
        if (!process.isAlive()) {
          return explainedEnd();
        }
        sleep(30);
      }
    }
    throw new LabException("PostgreSQL did not answer within " + START_SECONDS + " s: " + lastLine(logText()));
  }

  private boolean explainedEnd() {
    String log = logText();
    if (log.toLowerCase(Locale.ROOT).contains("address already in use")) {
      return false;
    }
    throw new LabException("PostgreSQL ended while starting: " + firstFatal(log));
  }

  /** Ends the server at once, as a crash would: open sessions break, later connections are refused. */
  public void kill() {
    folder.server().ifPresent(process -> RunFolder.end(process, "QUIT", 10));
  }

  /** Stops the server and removes its folder. */
  @Override
  public void close() {
    folder.destroy();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is already going down and the hook does the same work again.
      return;
    }
  }

  private String logText() {
    try {
      return Files.readString(folder.log(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static String firstFatal(String log) {
    return log.lines().filter(line -> line.contains("FATAL:")).findFirst().map(line -> line.substring(line.indexOf("FATAL:") + 6).strip())
        .orElseGet(() -> lastLine(log));
  }

  private static String lastLine(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "it left no message" : lines.getLast().strip();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new LabException("No free port on 127.0.0.1: " + e.getMessage(), e);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("Interrupted while PostgreSQL was starting.", e);
    }
  }
}
