package io.auroraresponder.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program of others that tests use where it is installed. */
final class Tool {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "AWS_ACCESS_KEY_ID", "AKIDTOOL", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_DEFAULT_REGION", "eu-west-1", "AWS_CONFIG_FILE",
          "/dev/null",
          "AWS_SHARED_CREDENTIALS_FILE", "/dev/null", "AWS_MAX_ATTEMPTS", "1", "PAGER", "cat");

  private Tool() {}

  /** Skips the test, with a line that says why, where the program is missing. */
  static void assume(String program, String words) {
    boolean installed = run(List.of(program, words)).exit() == 0;
    if (!installed) {
      System.out.println("skipped: the comparison with " + program + ", which is not installed");
    }
    Assumptions.assumeTrue(installed);
  }

  record Outcome(int exit, String out, String err) {}

  static Outcome run(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(ENVIRONMENT);
      Process process = builder.start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ended", command).isTrue();
      return new Outcome(process.exitValue(), out, err);
    } catch (IOException missing) {
      return new Outcome(-1, "", String.valueOf(missing.getMessage()));
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  static List<String> words(String program, List<String> more) {
    List<String> all = new ArrayList<>(List.of(program));
    all.addAll(more);
    return all;
  }
}
