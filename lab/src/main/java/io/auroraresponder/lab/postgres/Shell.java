package io.auroraresponder.lab.postgres;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Short-lived commands of the operating system. */
public final class Shell {

  /** What a command left; {@code exit} is -1 where it could not be started, -2 where it did not end in time. */
  public record Outcome(int exit, String output) {
    public boolean succeeded() {
      return exit == 0;
    }
  }

  private Shell() {}

  /** Whether a program of that name stands on the path. */
  public static boolean has(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  static Outcome run(List<String> command, long timeoutSeconds) {
    return run(command, Map.of(), timeoutSeconds);
  }

  /** With these variables beside those of this process. */
  public static Outcome run(List<String> command, Map<String, String> environment, long timeoutSeconds) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
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
