package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.DynamoDbTable;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.account.RecordedCall;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.cli.CommandRun;
import io.auroraresponder.lab.people.Fault;
import io.auroraresponder.lab.people.SlackServer;
import io.auroraresponder.lab.wire.Functions;
import io.auroraresponder.lab.wire.WireFront;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.lambda.Wiring;
import io.auroraresponder.response.NoticeBoard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The notification function's code against an account with a real event's incident, and against Slack and PagerDuty on this machine. */
class NotificationsTest {
  private final EventSetting setting = EventSetting.around(event());
  private final Invocation invocation = Invocation.in(setting);
  private final SimulatedAccount account = invocation.account();
  private final Audience audience = Audience.of(account, Clock.fixed(setting.world().now(), java.time.ZoneOffset.UTC));
  private final NoticeBoard board = audience.board();

  private static String event() {
    try {
      return Files.readString(Path.of("..", "events", "eventbridge-alarm-metric.json"));
    } catch (java.io.IOException missing) {
      throw new java.io.UncheckedIOException(missing);
    }
  }

  @AfterEach
  void close() {
    audience.close();
  }

  private String told(String payload) {
    return Wiring.told(board, payload.getBytes(StandardCharsets.UTF_8), "run", Deadline.after(Duration.ofSeconds(20)));
  }

  private String delivery() {
    var unused = invocation.deliver(event(), Caller.any("lab-1"));
    return Audience.delivery(account.published().getFirst());
  }

  @Test
  void messageOfTheTopicBringsEveryChannelUpToDateAndASecondOneChangesNothing() {
    String delivery = delivery();

    assertThat(told(delivery)).as("the time of this setting stands 60 s after the alarm").isEqualTo(
        "{\"told\":[\"page\",\"pager\",\"pager-lease\",\"bus\",\"slack\"],\"afterSeconds\":{\"page\":60,\"bus\":60,\"slack\":60}}");
    assertThat(told(delivery)).isEqualTo("{\"told\":[\"page\",\"pager\",\"pager-lease\",\"bus\",\"slack\"]}");

    assertThat(audience.slack().refusals()).isEmpty();
    assertThat(audience.slack().taken()).hasSize(1);
    assertThat(audience.slack().taken().getFirst().request().get("text").getAsString()).startsWith("*WARNING  orders-db");
    assertThat(account.busEvents()).hasSize(1);
    assertThat(account.busEvents().getFirst().detailType()).isEqualTo("Aurora Responder Report");
    assertThat(audience.pager().taken()).as("a warning wakes nobody").isEmpty();
    Map<String, String> pages = new TreeMap<>(account.objects(Deployment.BUCKET));
    pages.keySet().removeIf(key -> !key.startsWith("pages/orders-db/"));
    assertThat(pages).hasSize(1);
    assertThat(pages.values().iterator().next()).startsWith("<!DOCTYPE html>").contains("Content-Security-Policy");
    assertThat(audience.slack().taken().getFirst().request().toString()).contains(
        "console.aws.amazon.com/s3/object/aurora-responder-reports?region=eu-west-1&amp;prefix=pages%2Forders-db%2F");
  }

  /** The ledger keeps the newest look alone; the bus gets each, whatever order they come in, once. */
  @Test
  void lookThatWasReplacedBeforeAnybodyReadItIsOnTheBusAllTheSame() {
    String first = delivery();
    invocation.goOn(Duration.ofSeconds(20));
    var unused = invocation.deliver("{\"cluster\":\"orders-db\"}", Caller.any("lab-2"));
    String second = Audience.delivery(account.published().getLast());
    assertThat(second).isNotEqualTo(first);

    var told = List.of(told(second), told(first), told(first), told(second));

    assertThat(told).hasSize(4);
    assertThat(account.busEvents()).extracting(event -> JsonParser.parseString(event.detail()).getAsJsonObject().getAsJsonObject("timing")
        .get("startedAt").getAsString()).hasSize(2).doesNotHaveDuplicates();
    assertThat(account.busEvents()).allMatch(event -> event.detailType().equals("Aurora Responder Report"));
  }

  @Test
  void theFunctionCallsWhatItDeclaresAndNothingElse() {
    String delivery = delivery();
    int before = account.callCount();
    var unused = List.of(told(delivery), told("{\"test\":true}"), told("{\"selfcheck\":true}"));

    TreeSet<String> actions = new TreeSet<>();
    account.calls(before).stream().map(RecordedCall::action).forEach(actions::add);
    assertThat(actions).isEqualTo(new TreeSet<>(Rights.actions(DeployedFunction.NOTIFICATION)));
    assertThat(account.calls(before)).allMatch(call -> call.caller().equals(DeployedFunction.NOTIFICATION.id()));
    assertThat(account.calls(before)).filteredOn(call -> call.action().equals("dynamodb:Scan")).isNotEmpty()
        .allSatisfy(call -> assertThat(call.request().toString()).contains("SPECIFIC_ATTRIBUTES").contains("why")
        .doesNotContain("planHash"));
  }

  @Test
  void theFunctionReadsOfTheLedgerWhatItTellsAndNothingElse() {
    String delivery = delivery();
    var unused = told(delivery);

    io.auroraresponder.ledger.Table ledger =
        new DynamoDbTable(account.clients(DeployedFunction.NOTIFICATION.id()).dynamoDb(), Deployment.TABLE, Backoff.standard(),
            Clock.fixed(setting.world().now(), java.time.ZoneOffset.UTC));
    for (String foreign : List.of("EVENT#e-1", "OPEN", "HEALTHY#orders-db")) {
      assertThatThrownBy(() -> ledger.get(new io.auroraresponder.ledger.Table.Key(foreign, "any"))).as(foreign)
          .hasMessageContaining("AccessDenied");
    }
  }

  @Test
  void slackThatAsksToWaitLongerThanTimeIsLeftIsToldByTheNextDelivery() {
    String delivery = delivery();
    audience.slack().next(new Fault.RateLimited(Duration.ofSeconds(90)));

    assertThat(audience.hear(account.published().getFirst())).as("the first delivery").isFalse();
    assertThat(told(delivery)).contains("slack");
    assertThat(audience.slack().taken()).hasSize(1);
  }

  @Test
  void selfCheckAsksSlackWhetherItTakesTheToken() {
    assertThat(told("{\"selfcheck\":true}")).isEqualTo("{\"selfcheck\":\"awake\"}");

    audience.slack().next(new Fault.Word("token_revoked"));
    assertThat(told("{\"selfcheck\":true}")).isEqualTo("{\"selfcheck\":\"channels refuse: {slack=token_revoked}\"}");
  }

  @Test
  void notifyTestSaysDeliveredOrWhyNot() {
    Functions functions = (name, payload) -> {
      if (!name.startsWith("aurora-responder-notification")) {
        throw new Functions.UnknownFunctionException(name);
      }
      String answer = Wiring.told(board, payload, "test", Deadline.after(Duration.ofSeconds(20)));
      return Functions.Invoked.answered(answer.getBytes(StandardCharsets.UTF_8));
    };
    try (WireFront front = WireFront.of(account, functions)) {
      String endpoint = front.endpoint().toString();

      CommandRun all = CommandRun.of("notify-test", "--endpoint-url", endpoint);
      assertThat(all.exitCode()).as(all.err()).isZero();
      assertThat(all.out()).isEqualTo(
          "  pager        delivered\n  pager-lease  delivered\n  bus          delivered\n  slack        delivered\n");

      audience.slack().next(new Fault.Word("invalid_auth"));
      CommandRun slack = CommandRun.of("notify-test", "--channel", "slack", "--endpoint-url", endpoint);
      assertThat(slack.exitCode()).isEqualTo(1);
      assertThat(slack.out()).isEqualTo("  slack        invalid_auth\n");
      assertThat(CommandRun.of("notify-test", "--channel", "fax", "--endpoint-url", endpoint).err())
          .isEqualTo("responder: --channel is one of slack, pager, bus, not fax\n");
      assertThat(CommandRun.of("notify-test").exitCode()).isEqualTo(2);
    }
    JsonObject test = audience.slack().taken().getFirst().request();
    assertThat(test.get("text").getAsString()).startsWith("*TEST  Aurora Responder can be heard here*");
    assertThat(audience.pager().alerts()).containsEntry("aurora-responder-test", "resolved");
    assertThat(JsonParser.parseString(account.busEvents().getFirst().detail()).getAsJsonObject().get("schema").getAsString())
        .isEqualTo("aurora-responder/test/1");
    assertThat(SlackServer.CHANNEL).isEqualTo("#operations");
  }
}
