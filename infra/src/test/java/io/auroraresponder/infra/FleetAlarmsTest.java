package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.intake.IntakeResult;
import io.auroraresponder.intake.RoutingTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alarms over every cluster: each contributor reaches one function, the alarm itself disturbs nobody. */
final class FleetAlarmsTest {
  private static final RoutingOracle CODE = new RoutingOracle();

  @Test
  void everyQueryHasOneSeriesADatabaseAndAPeriod() {
    Map<String, JsonObject> alarms = Templates.resources("aurora-responder-alarms-fleet", "AWS::CloudWatch::Alarm");

    assertThat(alarms).hasSize(5);
    for (JsonObject alarm : alarms.values()) {
      JsonObject only = Templates.properties(alarm).getAsJsonArray("Metrics").get(0).getAsJsonObject();
      assertThat(Templates.properties(alarm).getAsJsonArray("Metrics")).hasSize(1);
      assertThat(only.get("Expression").getAsString())
          .matches("SELECT (AVG|MAX)\\(\\w+\\) FROM SCHEMA\\(\"AWS/RDS\", (\\w+)\\) GROUP BY \\2 ORDER BY \\1\\(\\) DESC");
      assertThat(only.get("Period").getAsInt()).isEqualTo(60);
      assertThat(Templates.properties(alarm).has("AlarmActions")).isFalse();
    }
  }

  @Test
  void aContributorIsLookedIntoAndTheAlarmItselfIsNot() {
    for (AlarmPlan plan : FleetAlarmsStack.plans("aurora-responder", new DocLinks(""))) {
      JsonObject event = event(plan);

      assertThat(EventRulesTest.receivers(event.toString())).as(plan.name()).containsExactly(RoutingTable.CAPACITY);
      assertThat(CODE.read(event.toString(), RoutingTable.CAPACITY)).singleElement().isInstanceOf(IntakeResult.Opened.class);
      event.addProperty("detail-type", "CloudWatch Alarm State Change");
      event.getAsJsonObject("detail").remove("alarmContributor");
      assertThat(CODE.matters(event.toString())).as(plan.name()).isFalse();
    }
  }

  /** As CloudWatch User Guide, "Alarm events and EventBridge", shows a contributor's. */
  private static JsonObject event(AlarmPlan plan) {
    String query = plan.expression().orElseThrow();
    String dimension = query.replaceAll(".*GROUP BY (\\w+).*", "$1");
    JsonObject event = JsonParser.parseString("""
        {"version":"0","id":"e-1","detail-type":"CloudWatch Alarm Contributor State Change","source":"aws.cloudwatch",
         "account":"111122223333","time":"2026-03-02T09:14:41Z","region":"eu-west-1",
         "resources":["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:%s"],
         "detail":{"alarmName":"%s","state":{"value":"ALARM","reason":"1 datapoint","timestamp":"2026-03-02T09:14:40.989+0000"},
          "alarmContributor":{"id":"6d442278dba546f6","attributes":{"%s":"orders-db"}},
          "configuration":{"metrics":[{"id":"result","returnData":true,"period":60}]}}}""".formatted(plan.name(), plan.name(), dimension))
        .getAsJsonObject();
    event.getAsJsonObject("detail").getAsJsonObject("configuration").getAsJsonArray("metrics").get(0).getAsJsonObject()
        .addProperty("expression", query);
    return event;
  }
}
