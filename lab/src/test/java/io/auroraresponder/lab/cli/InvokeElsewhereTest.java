package io.auroraresponder.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.lab.account.DefaultWorld;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.wire.Functions;
import io.auroraresponder.lab.wire.WireFront;
import io.auroraresponder.lambda.log.LogOutput;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InvokeElsewhereTest {
  private static final SimulatedAccount ACCOUNT = account(Clock.systemUTC());
  private static final WireFront FRONT = WireFront.of(ACCOUNT, Functions.none());

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static SimulatedAccount account(Clock clock) {
    Instant now = clock.instant();
    return new SimulatedAccount(DefaultWorld.in("111122223333", "eu-west-1", now), SimulatedClock.startingAt(now));
  }

  @BeforeAll
  static void deploys() {
    LogOutput.redirect(OutputStream.nullOutputStream());
    ACCOUNT.createTable("aurora-responder-ledger");
    ACCOUNT.createTable("aurora-responder-operators");
  }

  @AfterAll
  static void closes() {
    FRONT.close();
  }

  private int run(String... words) {
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false, false, true);
    return new CommandLine(List.of(new InvokeCommand()), console).run(List.of(words));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void runsInTheAccountAtAnAddress() {
    assertThat(run("invoke", "../events/by-hand.json", "--endpoint-url", FRONT.endpoint().toString())).isZero();

    assertThat(out()).contains("the account at http://127.0.0.1:", "by-hand  reported", "orders-db");
    assertThat(ACCOUNT.published()).hasSize(1);
    assertThat(ACCOUNT.calls("rds:DescribeDBClusters")).isNotEmpty();
    assertThat(ACCOUNT.calls("rds:ModifyDBCluster")).isEmpty();
    assertThat(FRONT.accessKeys()).containsExactly("lab");
  }

  @Test
  void saysWhenNobodyIsAtTheAddress() {
    assertThat(run("invoke", "../events/by-hand.json", "--endpoint-url", "http://127.0.0.1:1", "--json")).isZero();

    assertThat(out()).contains("could not be");
  }

  @Test
  void explainsItsAddresses() {
    assertThat(run("invoke", "../events/by-hand.json", "--endpoint-url", "127.0.0.1:4566")).isEqualTo(2);
    assertThat(run("invoke", "../events/by-hand.json", "--endpoint-url", "http://127.0.0.1:4566", "--aws")).isEqualTo(2);
    assertThat(run("invoke", "../events/by-hand.json", "--endpoint-url", "file:///etc")).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8)).contains("is an address such as", "takes one of --world, --endpoint-url and --aws")
        .hasLineCount(3);
  }
}
