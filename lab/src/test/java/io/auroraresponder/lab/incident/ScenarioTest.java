package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.account.YamlValue;
import io.auroraresponder.lambda.log.LogOutput;
import io.auroraresponder.ledger.IncidentLog.Reminder;
import io.auroraresponder.response.Answer;
import io.auroraresponder.response.Answer.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real cases that need an account in a certain state: the deployed code on the simulated one. */
final class ScenarioTest {
  private static final Path CASES = Path.of("..", "functions", "src", "test", "resources", "cases");

  /** A cluster whose work outgrew its maximum ten minutes before; its range stands in place of CLUSTER. */
  private static final String PRESSED =
      """
      clusters:
        orders-db:
          CLUSTER
          tags: {mode: act, max-acu: 16}
          members:
            orders-db-instance-1: {role: writer, tier: 1}
            orders-db-instance-2: {role: reader, tier: 2}
          load:
            orders-db-instance-1:
              acu: {-24h: 2, -20m: 2, -10m: 14}
              cpu: 0.95
              connections: 40
            orders-db-instance-2: {acu: 1, connections: 4}
          metrics:
            orders-db-instance-1: {CommitThroughput: {-24h: 150, -20m: 150, -10m: 420}}
      alarms:
        orders-db-acu-high: {metric: ACUUtilization, cluster: orders-db}
      """;

  @BeforeAll
  static void keepsTheLogOutOfTheWay() {
    LogOutput.redirect(OutputStream.nullOutputStream());
  }

  private static List<String> events(String name) {
    try {
      JsonElement scenario = JsonParser.parseString(Files.readString(CASES.resolve("scenario-" + name + ".json")));
      return scenario.getAsJsonObject().getAsJsonArray("events").asList().stream().map(JsonElement::toString).toList();
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  private static EventSetting setting(String event, String cluster) {
    return EventSetting.around(event, YamlValue.parse("world.yaml", PRESSED.replace("CLUSTER", cluster)));
  }

  private static Invocation pressed(String event, String cluster) {
    EventSetting setting = setting(event, cluster);
    Instant now = setting.world().now();
    return Invocation.in(setting, new BusyDatabase(() -> now));
  }

  private static Answer.Handled deliver(Invocation invocation, String event) {
    Answer answer = invocation.deliver(event, Caller.any("invocation-" + invocation.account().clock().instant()));
    assertThat(answer.handled()).hasSize(1);
    return answer.handled().getFirst();
  }

  private static List<Reminder> due(Invocation invocation, Duration within) {
    return invocation.wiring().incidents().due(invocation.account().clock().instant().plus(within));
  }

  @Test
  void defersAChangeWhileTheClusterIsBeingModifiedAndMakesItAfterwards() {
    String event = events("modify-cluster-while-modifying").getFirst();
    Invocation invocation = pressed(event, "range: {min: 0.5, max: 8}\n    status: {-5m: modifying, +2m30s: available}");

    Answer.Handled handled = deliver(invocation, event);

    assertThat(handled.result()).isEqualTo(Result.REPORTED);
    assertThat(handled.reason()).isEqualTo("load-growth: deferred");
    assertThat(invocation.account().calls("rds:ModifyDBCluster")).isEmpty();
    assertThat(due(invocation, Duration.ofMinutes(5))).extracting(Reminder::key).containsExactly("orders-db");

    invocation.goOn(Duration.ofMinutes(5));
    assertThat(invocation.account().calls("rds:ModifyDBCluster")).as("nothing waits in the slot").isEmpty();
    invocation.account().tellAlarm("orders-db-acu-high", "ALARM", invocation.account().clock().instant());
    Answer again = invocation.wiring().signals().resume("orders-db", Caller.any("patrol"), Deadline.after(Duration.ofSeconds(50)));

    assertThat(again.handled()).singleElement().extracting(Answer.Handled::reason).isEqualTo("load-growth: applied");
    assertThat(invocation.account().calls("rds:ModifyDBCluster")).hasSize(1);
    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(0.5, 12));
  }

  @Test
  void raisesTheMaximumOfAClusterThatMayPauseAndLeavesItsPauseAsItIs() {
    String event = events("raise-min-on-cluster-with-auto-pause").getFirst();
    Invocation invocation = pressed(event, "range: {min: 0, max: 4, pauseAfter: 600}");

    Answer.Handled handled = deliver(invocation, event);

    assertThat(handled.reason()).isEqualTo("load-growth: applied");
    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(0, 6, 600));
    assertThat(invocation.account().calls("rds:ModifyDBCluster")).hasSize(1);
  }

  @Test
  void saysWhatChangedSinceTheLastHealthyLook() {
    String world =
        """
        clusters:
          orders-db:
            range: {min: 0.5, max: 8}
            rangeChanges: [{at: +10m, min: 0.5, max: 4}]
            tags: {mode: observe}
            members: {orders-db-instance-1: {role: writer, tier: 1}}
            load:
              orders-db-instance-1: {acu: {-24h: 2, +10m: 2, +11m: 14}, cpu: {-24h: 0.3, +10m: 0.3, +11m: 0.95}, connections: 40}
        """;
    String weekly = "{\"cluster\":\"orders-db\",\"runbook\":\"scaling\"}";
    EventSetting setting = EventSetting.around(weekly, YamlValue.parse("world.yaml", world));
    Instant now = setting.world().now();
    Invocation invocation = Invocation.in(setting, new BusyDatabase(() -> now));

    Report healthy = deliver(invocation, weekly).report().orElseThrow();
    invocation.goOn(Duration.ofMinutes(25));
    Report trouble = deliver(invocation, "{\"cluster\":\"orders-db\"}").report().orElseThrow();

    assertThat(healthy.verdict().severity().word()).isIn("ok", "info");
    assertThat(trouble.findings())
        .extracting(reported -> reported.finding().summary().text())
        .contains("since the cluster was healthy: max 8 ACU, now 4 ACU (by whom only CloudTrail knows, which is not read in a look); "
            + "parameters of orders-db-instance-1 in-sync, now pending-reboot");
  }

  @Test
  void callsFullCpuWithHeadroomContradictoryAndChangesNothing() {
    String event = events("cpu-100-percent-with-acu-headroom").getFirst();
    String world =
        """
        clusters:
          orders-db:
            range: {min: 1, max: 12}
            tags: {mode: act, max-acu: 16}
            members:
              orders-db-instance-1: {role: writer, tier: 1}
              orders-db-instance-2: {role: reader, tier: 2}
            load:
              orders-db-instance-1: {acu: 4, connections: 10}
              orders-db-instance-2: {acu: 1, connections: 2}
            metrics:
              orders-db-instance-1: {CPUUtilization: {-6m: 26, -5m: 100}, ServerlessDatabaseCapacity: 4, ACUUtilization: 33.3}
        """;
    EventSetting setting = EventSetting.around(event, YamlValue.parse("world.yaml", world));
    Instant now = setting.world().now();
    Invocation invocation = Invocation.in(setting, new BusyDatabase(() -> now));

    Report report = deliver(invocation, event).report().orElseThrow();

    assertThat(report.verdict().otherCauses()).contains("contradictory");
    assertThat(invocation.account().calls("rds:ModifyDBCluster")).isEmpty();
    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(1, 12));
  }

  @Test
  void oneEventThatComesThreeTimesChangesOnceAndTellsOnce() {
    List<String> events = events("same-event-delivered-twice-second-try-after-crash");
    Invocation invocation = pressed(events.getFirst(), "range: {min: 0.5, max: 8}");

    List<Result> results = events.stream().map(event -> deliver(invocation, event).result()).toList();

    assertThat(results).containsExactly(Result.REPORTED, Result.IGNORED, Result.IGNORED);
    assertThat(invocation.account().calls("rds:ModifyDBCluster")).hasSize(1);
    assertThat(invocation.account().published()).hasSize(1);
  }

  @Test
  void theNextDeliverySendsTheMessageThatWasNotSent() {
    List<String> events = events("same-event-delivered-twice-second-try-after-crash");
    Invocation invocation = pressed(events.getFirst(), "range: {min: 0.5, max: 8}");
    invocation.account().fault(new World.Fault("sns:Publish", 0, 1, new World.Answer.Refusal("InternalError")));

    Answer first = invocation.deliver(events.get(0), Caller.any("first"));
    Answer.Handled second = deliver(invocation, events.get(1));
    Answer.Handled third = deliver(invocation, events.get(2));

    assertThat(first.mustComeAgain()).isTrue();
    assertThat(second.reason()).isEqualTo("load-growth: applied");
    assertThat(third.result()).isEqualTo(Result.IGNORED);
    assertThat(invocation.account().calls("rds:ModifyDBCluster")).hasSize(1);
    assertThat(invocation.account().published()).hasSize(1);
    assertThat(invocation.looks()).isEqualTo(1);
  }

  @Test
  void aMessageThatWentOutWithoutAnAnswerGoesOutAgainUnderTheSameKey() {
    List<String> events = events("same-event-delivered-twice-second-try-after-crash");
    Invocation invocation = pressed(events.getFirst(), "range: {min: 0.5, max: 8}");
    invocation.account().fault(new World.Fault("sns:Publish", 0, 1, new World.Answer.TimeoutAfter()));

    invocation.deliver(events.get(0), Caller.any("first"));
    deliver(invocation, events.get(2));

    assertThat(invocation.account().published()).hasSize(2).extracting(Published::attributes).extracting(all -> all.get("dedup"))
        .doesNotContainNull();
    assertThat(invocation.account().published().stream().map(message -> message.attributes().get("dedup")).distinct()).hasSize(1);
    assertThat(invocation.account().calls("rds:ModifyDBCluster")).hasSize(1);
  }

  @Test
  void aCheckOfAPausedClusterOpensNoConnection() {
    String event = events("scheduled-check-on-auto-paused-cluster").getFirst();
    String world =
        """
        clusters:
          orders-db:
            range: {min: 0, max: 4, pauseAfter: 300}
            tags: {mode: act, max-acu: 16}
            members: {orders-db-instance-1: {role: writer, tier: 1}}
            load: {orders-db-instance-1: {acu: {-2h: 1, -40m: 1, -39m: 0}, connections: {-2h: 4, -40m: 4, -39m: 0}}}
        """;
    EventSetting setting = EventSetting.around(event, YamlValue.parse("world.yaml", world));
    Instant now = setting.world().now();

    for (String runbook : List.of("capacity", "connectivity")) {
      Invocation invocation = Invocation.in(setting, new BusyDatabase(() -> now));
      assertThat(invocation.account().paused("orders-db-instance-1")).isTrue();

      Answer answer = invocation.deliver(event, new Caller(runbook, "invocation-1"));

      assertThat(invocation.looks()).isZero();
      assertThat(invocation.account().paused("orders-db-instance-1")).isTrue();
      assertThat(invocation.account().calls("rds:ModifyDBCluster")).isEmpty();
      if (invocation.wiring().signals().serves(runbook)) {
        assertThat(answer.reports()).hasSize(1).allMatch(report -> report.verdict().headline().text().contains("paused"));
      }
    }
  }

  @Test
  void anAlarmThatChangesNothingMakesAtMostNineLedgerCallsOneAfterAnother() {
    String event = events("modify-cluster-while-modifying").getFirst();
    Invocation invocation = Invocation.in(EventSetting.around(event));
    int before = invocation.account().calls().size();

    deliver(invocation, event);

    List<String> calls =
        invocation.account().calls().stream().skip(before)
            .filter(call -> call.action().startsWith("dynamodb:"))
            .map(call -> call.request().toString())
            .filter(request -> !request.contains("SILENCE#"))
            .toList();
    List<String> steps = calls.stream().filter(call -> call.matches("(?s).*S=(EVENT#|INCIDENT#|OPEN\\)).*")).toList();
    assertThat(steps).hasSizeBetween(5, 8);
    // The lease and the last healthy look are evidence, read at the same time as everything else; a silence while the report is kept.
    assertThat(calls.size() - steps.size()).isLessThanOrEqualTo(2);
  }
}
