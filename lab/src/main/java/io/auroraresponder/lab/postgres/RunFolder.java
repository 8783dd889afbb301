package io.auroraresponder.lab.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The folder of one run: the data of its PostgreSQL, its log, and a mark of the JVM that made it.
 *
 * <p>A JVM that is killed outright leaves its PostgreSQL running; the mark lets the next run find and stop it.
 */
record RunFolder(Path path) {
  private static final String PREFIX = "aurora-responder-run-";

  static RunFolder create(Path temporary) {
    try {
      Path path = Files.createTempDirectory(temporary, PREFIX);
      // Root may start the server as nobody, who has to get through to the data folder (itself closed to all others).
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
      RunFolder folder = new RunFolder(path);
      Files.writeString(folder.mark(), mark(ProcessHandle.current()));
      return folder;
    } catch (IOException e) {
      throw new LabException("The temporary folder " + temporary + " cannot be written: " + e.getMessage(), e);
    }
  }

  Path data() {
    return path.resolve("data");
  }

  /** An empty cluster that no server ever ran on. */
  Path pristine() {
    return path.resolve("pristine");
  }

  Path log() {
    return path.resolve("log");
  }

  private Path mark() {
    return path.resolve("jvm");
  }

  private static String mark(ProcessHandle jvm) {
    return jvm.pid() + " " + jvm.info().startInstant().orElse(Instant.EPOCH);
  }

  /** Pid of the server that the data folder names, if it is alive and really that server. */
  Optional<ProcessHandle> server() {
    try {
      List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
      ProcessHandle process = ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow();
      Instant started = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
      // A pid may have been given to another process since: the start times must agree (the kernel's is coarse).
      boolean same = process.info().startInstant().map(at -> Math.abs(at.getEpochSecond() - started.getEpochSecond()) <= 60).orElse(true);
      return same && process.isAlive() ? Optional.of(process) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Stops the server at once, without a care for its data, and removes the folder. */
  void destroy() {
    server().ifPresent(process -> end(process, "QUIT", 10));
    Folders.delete(path);
  }

  static void end(ProcessHandle process, String signal, long seconds) {
    Shell.signal(signal, process.pid());
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      process.destroyForcibly();
    }
  }

  /** Stops what killed runs of this user left behind, and says how many there were. */
  static int destroyLeftovers(Path temporary, String user) {
    int found = 0;
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path path : folders) {
        RunFolder folder = new RunFolder(path);
        if (Files.getOwner(path).getName().equals(user) && folder.isLeftOver()) {
          folder.destroy();
          found++;
        }
      }
    } catch (IOException e) {
      // Nothing to clean where nothing can be listed; the run itself will say what is wrong with the folder.
      return found;
    }
    return found;
  }

  private boolean isLeftOver() {
    try {
      String mark = Files.readString(mark()).strip();
      long pid = Long.parseLong(mark.substring(0, mark.indexOf(' ')));
      return ProcessHandle.of(pid).filter(jvm -> mark(jvm).equals(mark)).isEmpty();
    } catch (IOException | RuntimeException e) {
      // Made this moment and not marked yet, or not ours: leave it alone.
      return false;
    }
  }
}
