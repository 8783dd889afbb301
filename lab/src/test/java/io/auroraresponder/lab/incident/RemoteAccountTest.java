package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.aws.AwsClients;
import io.auroraresponder.aws.Lazy;
import io.auroraresponder.intake.AccountRegion;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.WorldFile;
import io.auroraresponder.response.Answer;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class RemoteAccountTest {
  /** A cluster that is out of capacity and whose tags allow everything. */
  private static final String WORLD =
      """
      clusters:
        orders-db:
          range: {min: 0.5, max: 8}
          tags: {mode: act, max-acu: 16}
          members: {orders-db-1: writer}
          load: {orders-db-1: {acu: {-1h: 3, -12m: 12}, cpu: 0.95, connections: 40}}
      """;

  private final SimulatedAccount account =
      new SimulatedAccount(WorldFile.parse("w.yaml", WORLD).in("111122223333", "eu-west-1", Clock.systemUTC().instant()),
      SimulatedClock.startingAt(Clock.systemUTC().instant()));

  private final AwsClients real =
      new AwsClients(Lazy.of(account::rds), Lazy.of(account::rds), Lazy.of(account::cloudWatch), Lazy.of(account::insights),
      Lazy.of(account::dynamoDb), Lazy.of(account::sns),
      Lazy.of(account::ec2));

  @Test
  void looksAndNothingElse() {
    try (RemoteAccount looking = RemoteAccount.onlyLooking(real, new AccountRegion("111122223333", "eu-west-1"))) {
      Answer answer = looking.deliver("{\"cluster\":\"orders-db\"}", Caller.any("t"));

      assertThat(answer.reports()).singleElement().satisfies(report -> assertThat(report.decision().mode()).isEqualTo("observe"));
      assertThat(looking.published()).hasSize(1);
      assertThat(account.calls()).allSatisfy(call -> assertThat(call.action()).matches("[a-z0-9]+:(Describe|Get).*")).isNotEmpty();
      assertThat(account.published()).isEmpty();
    }
  }
}
