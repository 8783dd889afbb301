package io.auroraresponder.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.lambda.log.LogOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;

  @BeforeAll
  static void keepsTheLogOutOfTheWay() {
    LogOutput.redirect(OutputStream.nullOutputStream());
  }

  private int run(String... words) {
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false, false, true);
    OrderWait wait = new OrderWait(time -> {
      try {
        Thread.sleep(200);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    });
    return new CommandLine(List.of(new ServeCommand(Clock.systemUTC()), new ChangesCommand(), new SwitchCommand(wait)), console)
        .run(List.of(words));
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--port 99999 | --port is a number from 0 (any that is free) to 65535, not 99999",
    "--port x | --port is a number",
    "--minute 2x | --minute is how long a minute of the account takes, from 1s to 60s, not 2x",
    "--minute 0s | from 1s to 60s, not 0s",
    "--minute 61s | from 1s to 60s, not 61s",
    "load-grwoth | there is no incident load-grwoth; did you mean load-growth?",
    "missing.yaml | missing.yaml cannot be read",
    "load-growth lock-pileup | serve plays one incident, found also lock-pileup"
  })
  void badInputIsRefusedByName(String words, String said) {
    List<String> all = new ArrayList<>(List.of("serve"));
    all.addAll(List.of(words.split(" ", -1)));

    assertThat(run(all.toArray(String[]::new))).isEqualTo(2);

    assertThat(err()).contains(said);
  }

  private Path incident() throws IOException {
    return Files.writeString(folder.resolve("small.yaml"), """
        title: a cluster with nothing to do
        world:
          now: 2026-11-24T10:15:30Z
          clusters:
            orders-db:
              range: {min: 0.5, max: 8}
              members: {orders-db-instance-1: writer}
              load: {orders-db-instance-1: {acu: 2}}
        event: {byHand: orders-db}
        """, StandardCharsets.UTF_8);
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      assertThat(run("serve", incident().toString(), "--port", Integer.toString(taken.getLocalPort()))).isEqualTo(2);
      assertThat(err()).contains("port " + taken.getLocalPort() + " cannot be opened");
    }
  }

  @Test
  void servesInRealTimeUntilItIsInterruptedAndTheCommandsSpeakToIt() throws Exception {
    Path file = incident();
    Thread serving = Thread.ofPlatform().start(() -> run("serve", file.toString(), "--minute", "1s"));
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    while (!out().contains("serving on ") && Instant.now().isBefore(end)) {
      Thread.sleep(50);
    }
    String address = out().replaceAll("(?s).*serving on (\\S+),.*", "$1");

    assertThat(URI.create(address).getHost()).isEqualTo("127.0.0.1");
    assertThat(run("changes", "--endpoint-url", address, "--region", "eu-west-1")).as(err()).isZero();
    assertThat(out()).contains("changes are allowed", "nothing is open");
    serving.interrupt();
    serving.join(Duration.ofSeconds(20));
    assertThat(serving.isAlive()).isFalse();
  }
}
