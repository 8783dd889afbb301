package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.account.RecordedCall;
import io.auroraresponder.lab.account.YamlValue;
import io.auroraresponder.lambda.log.LogOutput;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a raise costs in calls to the two tables, each of which waits for the one before. */
class LedgerCallsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  private static final String BY_HAND = "{\"cluster\":\"orders-db\"}";
  private static final String WORLD =
      """
      now: 2026-11-24T10:15:30Z
      clusters:
        orders-db:
          range: {min: 0.5, max: 8}
          tags: {mode: act, max-acu: 16}
          members: {orders-db-instance-1: {role: writer, tier: 1}}
          load:
            orders-db-instance-1: {acu: {-24h: 2, -20m: 2, -10m: 14}, cpu: 0.95, connections: 40}
          metrics:
            orders-db-instance-1: {CommitThroughput: {-24h: 150, -20m: 150, -10m: 420}}
      """;

  @BeforeAll
  static void keepsTheLogOutOfTheWay() {
    LogOutput.redirect(OutputStream.nullOutputStream());
  }

  @Test
  void fromTheAlarmToTheReportOfARaiseThereAreAtMost22() {
    Invocation invocation = Invocation.in(
        EventSetting.around(BY_HAND, YamlValue.parse("world.yaml", WORLD)), new BusyDatabase(() -> NOW));
    // The container is warm: what it asks once in its life is asked.
    invocation.goOn(java.time.Duration.ofMinutes(1));
    int before = invocation.account().callCount();

    assertThat(invocation.deliver(BY_HAND, Caller.any("i-1")).handled().getFirst().reason()).isEqualTo("load-growth: applied");

    List<String> calls = invocation.account().calls(before).stream().map(RecordedCall::action).toList();
    int report = calls.indexOf("sns:Publish");
    assertThat(invocation.account().calls(before)).filteredOn(LedgerCallsTest::isBesideOthers).hasSize(1);
    assertThat(report).isPositive();
    List<String> ledger = invocation.account().calls(before).subList(0, report).stream()
        .filter(call -> call.action().startsWith("dynamodb:")).filter(call -> !isBesideOthers(call)).map(RecordedCall::action).toList();
    assertThat(ledger).as(String.join(" ", calls)).hasSizeBetween(10, 22);
  }

  /** A function asks for a silence while it keeps the report, so nothing waits for it; here one call follows the other. */
  private static boolean isBesideOthers(RecordedCall call) {
    return call.action().equals("dynamodb:GetItem") && call.request().toString().contains("SILENCE#");
  }
}
