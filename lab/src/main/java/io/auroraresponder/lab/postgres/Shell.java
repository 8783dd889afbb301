package io.auroraresponder.lab.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short-lived commands of the operating system. */
final class Shell {

  /** What a command left; {@code exit} is -1 where it could not be started, -2 where it did not end in time. */
  record Outcome(int exit, String output) {
    boolean succeeded() {
      return exit == 0;
    }
  }

  private Shell() {}

  static Outcome run(List<String> command, long timeoutSeconds) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output;
      try (InputStream stream = process.getInputStream()) {
        output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      }
      if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Outcome(-2, output);
      }
      return new Outcome(process.exitValue(), output);
    } catch (IOException e) {
      return new Outcome(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome(-2, "interrupted");
    }
  }

  /** Java can only send TERM and KILL; PostgreSQL gives QUIT and INT their own meaning. */
  static void signal(String signal, long pid) {
    run(List.of("sh", "-c", "kill -" + signal + " " + pid), 5);
  }
}
