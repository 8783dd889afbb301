package io.auroraresponder.lab.postgres;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes server processes give way: sessions that make real load may take every processor, but not from the probe that is to look at
 * them nor from this JVM.
 *
 * <p>Best effort, and only ever downwards, which needs no right. Each PostgreSQL backend is a session of its own, so where Linux
 * schedules by session (autogroup) its nice value counts for nothing beside others and the group's must be set too.
 */
final class LowPriority {
  private static final String LOWEST = "19";

  /** Linux takes one change of an autogroup in a tenth of a second from an ordinary user (kernel, sched/autogroup). */
  private static final long BETWEEN_CHANGES_MILLIS = 110;

  private static final int ATTEMPTS = 3;

  private LowPriority() {}

  static void give(List<Long> pids) {
    if (pids.isEmpty()) {
      return;
    }
    List<String> renice = new ArrayList<>(List.of("renice", "-n", LOWEST, "-p"));
    pids.forEach(pid -> renice.add(Long.toString(pid)));
    Shell.run(renice, 5);
    for (long pid : pids) {
      Path group = Path.of("/proc", Long.toString(pid), "autogroup");
      if (Files.exists(group) && !lowered(group)) {
        return;
      }
    }
  }

  private static boolean lowered(Path group) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      // A channel takes the kernel's "try again" for nothing written and throws what is no IOException; a stream says it plainly.
      try (OutputStream niceness = new FileOutputStream(group.toFile())) {
        niceness.write(LOWEST.getBytes(StandardCharsets.US_ASCII));
        return true;
      } catch (IOException tooSoon) {
        pause();
      }
    }
    return false;
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_CHANGES_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
