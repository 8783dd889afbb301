package io.auroraresponder.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.lab.cli.ResponderProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hour that docs/acting.md and docs/operations describe, as a person runs it: the commands, the AWS CLI, and an account on the wire.
 */
class OperatorsHourTest {
  private static final long MOST_MINUTES = 20;

  @TempDir private Path folder = Path.of(".");

  @Test
  void theHourGoesAsItIsWritten() throws IOException, InterruptedException {
    Tool.assume("aws", "--version");
    Path responder = Files.writeString(folder.resolve("responder"), """
        #!/bin/sh
        exec %s "$@"
        """.formatted(String.join(" ", ResponderProcess.words())));
    Files.setPosixFilePermissions(responder, PosixFilePermissions.fromString("rwx------"));
    Path said = folder.resolve("said");
    ProcessBuilder builder = new ProcessBuilder("bash", Path.of("..", "scripts", "operators-hour.sh").toString())
        .redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("RESPONDER", responder.toString());

    Process hour = builder.start();
    boolean ended = hour.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      hour.destroy();
    }

    String all = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(ended).as(all).isTrue();
    assertThat(hour.exitValue()).as(all).isZero();
    assertThat(all).contains("accepted", "consistent, ", "the hour went as it is written");
  }
}
