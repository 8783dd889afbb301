package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The alarms of a cluster: each reaches the function whose page it names, and a pause is no trouble. */
final class ClusterAlarmsTest {
  private static final Gson GSON = new Gson();
  private static final DocLinks PAGES = new DocLinks("https://example.com/docs");
  private static final List<String> MEMBERS = List.of("orders-db-instance-1", "orders-db-instance-2");

  @Test
  void everyAlarmReachesExactlyTheFunctionWhosePageItNames() {
    for (AlarmPlan plan : alarms(false)) {
      String runbook = plan.description().replaceAll(".* Read https://example.com/docs/runbooks/([a-z-]+)\\.md$", "$1");

      assertThat(EventRulesTest.receivers(event(plan))).as(plan.name()).containsExactly(runbook);
    }
  }

  @Test
  void everyPageIsThere() {
    for (AlarmPlan plan : alarms(false)) {
      String page = plan.description().replaceAll(".*/runbooks/", "");

      assertThat(Files.exists(Path.of("..", "docs", "runbooks", page))).as(page).isTrue();
    }
  }

  @Test
  void withoutAnAddressDescriptionsNameThePageInTheCheckout() {
    for (AlarmPlan plan : new ClusterAlarms(watched(false), new DocLinks("")).all()) {
      String page = plan.description().replaceAll(".* Read ", "");

      assertThat(page).startsWith("docs/runbooks/");
      assertThat(Files.exists(Path.of("..", page))).as(page).isTrue();
    }
  }

  @Test
  void everyDescriptionNamesItsLimit() {
    for (AlarmPlan plan : alarms(false)) {
      assertThat(plan.description()).as(plan.name()).contains(inWords(plan.limit().threshold()));
    }
  }

  @Test
  void aPausingClusterMeansNothingByItsSilence() {
    for (AlarmPlan plan : alarms(true)) {
      boolean published = plan.watched().stream().allMatch(one ->
          List.of("ACUUtilization", "CPUUtilization", "ServerlessDatabaseCapacity").contains(one.metric()));

      assertThat(plan.missing()).as(plan.name()).isEqualTo(published ? "missing" : "notBreaching");
    }
  }

  @Test
  void noAlarmTakesSilenceForTrouble() {
    assertThat(alarms(false)).noneMatch(plan -> plan.missing().equals("breaching"));
  }

  @Test
  void theSuppressorOpensNoIncident() {
    AlarmPlan maintenance = new ClusterAlarms(watched(false), PAGES).maintenance();

    assertThat(EventRulesTest.receivers(event(maintenance))).isEmpty();
  }

  @Test
  void namesAreUnique() {
    List<String> names = alarms(false).stream().map(AlarmPlan::name).toList();

    assertThat(new TreeSet<>(names)).hasSameSizeAs(names);
    assertThat(names).hasSize(2 * 4 + 4);
  }

  @Test
  void withoutMaxConnectionsThereIsNoAlarmOnThem() {
    WatchedCluster unknown = new WatchedCluster("orders-db", MEMBERS, false, Optional.empty());

    assertThat(new ClusterAlarms(unknown, PAGES).all()).noneMatch(plan -> plan.name().contains("connections"));
  }

  @Test
  void theCompositeIsMadeOfAlarmsThatExistAndHasItsSuppressor() {
    JsonObject composite = Templates.properties(Templates.resources(Templates.ALARMS, "AWS::CloudWatch::CompositeAlarm").values().iterator()
        .next());
    List<String> names = new ArrayList<>();
    Templates.resources(Templates.ALARMS, "AWS::CloudWatch::Alarm").values()
        .forEach(alarm -> names.add(Templates.properties(alarm).get("AlarmName").getAsString()));

    for (String child : composite.get("AlarmRule").getAsString().split(" OR ", -1)) {
      assertThat(names).contains(child.replaceAll("ALARM\\(\"(.*)\"\\)", "$1"));
    }
    assertThat(names).contains(composite.get("ActionsSuppressor").getAsString());
  }

  @Test
  void theTemplatesAlarmsHaveNoActionsAsEventBridgeSeesThemAll() {
    assertThat(Templates.resources(Templates.ALARMS, "AWS::CloudWatch::Alarm").values())
        .isNotEmpty()
        .noneMatch(alarm -> Templates.properties(alarm).has("AlarmActions"));
  }

  private static String inWords(double threshold) {
    if (threshold == 0) {
      return "had";
    }
    return threshold == 200 ? "twice" : Long.toString(Math.round(threshold));
  }

  private static List<AlarmPlan> alarms(boolean pauses) {
    return new ClusterAlarms(watched(pauses), PAGES).all();
  }

  private static WatchedCluster watched(boolean pauses) {
    return new WatchedCluster("orders-db", MEMBERS, pauses, Optional.of(2000));
  }

  /** The event that CloudWatch sends when this alarm fires. */
  private static String event(AlarmPlan plan) {
    List<Map<String, Object>> metrics = new ArrayList<>();
    plan.expression().ifPresent(formula -> metrics.add(Map.of("id", "result", "expression", formula, "returnData", true)));
    for (AlarmPlan.Watched one : plan.watched()) {
      Map<String, Object> metric = Map.of("namespace", one.namespace(), "name", one.metric(), "dimensions", one.dimensions());
      metrics.add(
          Map.of("id", one.id(), "metricStat", Map.of("metric", metric, "period", 60, "stat", one.statistic()), "returnData",
          plan.expression().isEmpty()));
    }
    return EventRulesTest.alarmOver(GSON.toJson(metrics));
  }
}
