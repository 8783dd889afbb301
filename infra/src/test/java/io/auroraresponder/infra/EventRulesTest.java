package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.infra.EventRules.EventRule;
import io.auroraresponder.intake.ParsedEvent.Subject;
import io.auroraresponder.intake.RdsEventTable;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.intake.RoutingTable.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.GenericMachine;

/** The patterns under AWS's own matcher, against what the functions' code does with the same event. */
final class EventRulesTest {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "eu-west-1";
  private static final List<EventRule> RULES = new EventRules(List.of("aurora-responder-self-"), ACCOUNT, REGION).all();
  private static final GenericMachine<String> MACHINE = machine(RULES);
  private static final RoutingOracle CODE = new RoutingOracle();

  @ParameterizedTest
  @MethodSource("bridgeEvents")
  void everySampleGoesToExactlyTheFunctionThatTheCodeNames(String name, String event) {
    Set<String> receivers = receivers(event);

    if (!CODE.matters(event)) {
      assertThat(receivers).as("%s opens nothing; it may arrive where it is at home", name).hasSizeLessThanOrEqualTo(1);
      assertThat(CODE.atHome(event)).containsAll(receivers);
      return;
    }
    assertThat(receivers).as(name).hasSize(1).allMatch(CODE.atHome(event)::contains);
  }

  /** Each schedule's rule has one target of its own; a pattern that took its event as well would make two looks of it. */
  @ParameterizedTest
  @MethodSource("schedules")
  void scheduledEventsMatchNoPattern(String name, String event) {
    assertThat(receivers(event)).as(name).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void everyMetricOfTheTableAndEveryOtherOfADatabaseGoesToItsRunbook(String metric) {
    for (String event : List.of(alarm("AWS/RDS", metric, "DBInstanceIdentifier"), alarm("Shop", metric, "DBClusterIdentifier"),
        math(metric))) {
      assertThat(CODE.atHome(event)).as(event).hasSize(1);
      assertThat(receivers(event)).as(event).isEqualTo(CODE.atHome(event));
    }
  }

  @Test
  void everyRdsEventThatMattersGoesToOneFunctionUnknownIdsIncluded() {
    List<String> ids = new ArrayList<>(RdsEventTable.all().stream().map(RdsEventTable.Type::id).toList());
    ids.addAll(List.of("RDS-EVENT-9999", "RDS-EVENT-0001"));

    for (String id : ids) {
      String event = rdsEvent(id);
      Set<String> receivers = receivers(event);
      assertThat(receivers).as(id).hasSize(CODE.matters(event) ? 1 : 0).allMatch(CODE.atHome(event)::contains);
    }
  }

  @Test
  void anRdsEventWithoutAnIdArrivesOnce() {
    JsonObject event = JsonParser.parseString(rdsEvent("RDS-EVENT-0071")).getAsJsonObject();
    event.getAsJsonObject("detail").remove("EventID");

    assertThat(receivers(event.toString())).containsExactly(RoutingTable.CONNECTIVITY);
  }

  @Test
  void anAlarmOverMetricsOfTwoRunbooksReachesTheOneThatTheCodeNames() {
    String event = math("DatabaseConnections", "ACUUtilization");

    assertThat(CODE.atHome(event)).containsExactly(RoutingTable.CONNECTIVITY);
    assertThat(receivers(event)).contains(RoutingTable.CONNECTIVITY).isSubsetOf(RoutingTable.CONNECTIVITY, RoutingTable.CAPACITY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS/EC2", "AWS/Lambda", "AWS/DocDB", "AWS/Neptune"})
  void alarmsOfOtherServicesStayAway(String namespace) {
    assertThat(receivers(alarm(namespace, "CPUUtilization", "InstanceId"))).isEmpty();
  }

  @Test
  void alarmsOfDocumentDatabasesStayAwayThoughTheyNameTheirDimensionsAlike() {
    assertThat(receivers(alarm("AWS/DocDB", "CPUUtilization", "DBClusterIdentifier"))).isEmpty();
  }

  @Test
  void theRespondersOwnAlarmsNeverComeBackToIt() {
    JsonObject event = JsonParser.parseString(alarm("AWS/RDS", "CPUUtilization", "DBClusterIdentifier")).getAsJsonObject();
    event.getAsJsonObject("detail").addProperty("alarmName", "aurora-responder-self-errors");

    assertThat(receivers(event.toString())).isEmpty();
  }

  @Test
  void metricsInsightsQueriesAboutOtherThingsStayAway() {
    assertThat(receivers(expression("SELECT MAX(CPUUtilization) FROM SCHEMA(\\\"AWS/EC2\\\", InstanceId)"))).isEmpty();
  }

  @Test
  void expressionsThatAskPerformanceInsightsReachTheRestOfAlarms() {
    assertThat(receivers(expression("DB_PERF_INSIGHTS('RDS', 'db-ABCDEFGHIJKLMNOPQRSTUVWXY2', 'db.load.avg')")))
        .containsExactly(RoutingTable.CAPACITY);
  }

  private static String expression(String expression) {
    JsonObject alarm = JsonParser.parseString(alarm("AWS/RDS", "CPUUtilization", "DBClusterIdentifier")).getAsJsonObject();
    String metrics = "[{\"id\":\"q1\",\"expression\":\"" + expression + "\",\"returnData\":true}]";
    alarm.getAsJsonObject("detail").getAsJsonObject("configuration").add("metrics", JsonParser.parseString(metrics));
    return alarm.toString();
  }

  /** Two regions hear of others as well, an organisation's main account of its members: none of it is this deployment's news. */
  @ParameterizedTest
  @CsvSource({
      "eventRegion, us-east-1", "eventRegion, global", "affectedAccount, 444455556666", "backupEvent, true", "service, EC2"})
  void newsOfAwsHealthAboutSomethingElseStaysAway(String field, String value) throws IOException {
    JsonObject event = JsonParser.parseString(Files.readString(Path.of("..", "events", "health.json"))).getAsJsonObject();
    assertThat(receivers(event.toString())).containsExactly(RoutingTable.CONNECTIVITY);

    event.getAsJsonObject("detail").addProperty(field, value);
    assertThat(receivers(event.toString())).isEmpty();
    if (value.equals("true")) {
      event.getAsJsonObject("detail").addProperty(field, true);
      assertThat(receivers(event.toString())).isEmpty();
    }
  }

  @Test
  void newsOfAwsHealthThatNamesNeitherRegionNorAccountArrives() throws IOException {
    JsonObject event = JsonParser.parseString(Files.readString(Path.of("..", "events", "health.json"))).getAsJsonObject();
    List.of("eventRegion", "affectedAccount", "backupEvent").forEach(field -> event.getAsJsonObject("detail").remove(field));

    assertThat(receivers(event.toString())).containsExactly(RoutingTable.CONNECTIVITY);
  }

  @ParameterizedTest
  @CsvSource({
      "DBInstanceIdentifier, ALARM, 1", "DBClusterIdentifier, ALARM, 1", "DBInstanceIdentifier, OK, 0", "TableName, ALARM, 0"})
  void aContributorInAlarmArrivesWhereItsSeriesIsADatabase(String dimension, String state, int functions) {
    String event = contributor(dimension, state, "fleet-cpu");

    assertThat(receivers(event)).hasSize(functions);
    assertThat(CODE.matters(event)).isEqualTo(functions == 1);
    assertThat(receivers(contributor(dimension, state, "aurora-responder-self-x"))).isEmpty();
  }

  /** Remediation learns who else changed a range, ScalingFunction looks: one rule, one target each. */
  @Test
  void aChangeOfARangeReachesTwoFunctionsByOneRule() throws IOException {
    String event = Files.readString(Path.of("..", "events", "cloudtrail-modify-cluster.json"));
    List<String> rules = rulesFor(event);

    assertThat(rules).hasSize(1);
    assertThat(RULES.stream().filter(EventRule::wakesRemediation).map(EventRule::id)).containsExactlyElementsOf(rules);
    assertThat(receivers(event)).containsExactly(RoutingTable.SCALING);
  }

  private static String contributor(String dimension, String state, String alarm) {
    return """
        {"version":"0","id":"e-1","detail-type":"CloudWatch Alarm Contributor State Change","source":"aws.cloudwatch",
         "account":"111122223333","time":"2026-03-02T09:14:41Z","region":"eu-west-1",
         "resources":["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:%s"],
         "detail":{"alarmName":"%s","state":{"value":"%s","reason":"1 datapoint","timestamp":"2026-03-02T09:14:40.989+0000"},
          "alarmContributor":{"id":"6d442278dba546f6","attributes":{"%s":"orders-db"}}}}"""
        .formatted(alarm, alarm, state, dimension);
  }

  @Test
  void everyRouteOfTheTableHasARuleOrASchedule() {
    Set<String> ruled = new TreeSet<>();
    RULES.forEach(rule -> ruled.add(rule.runbook()));

    for (RoutingTable.Route route : RoutingTable.routes()) {
      if (route.source() != Source.SCHEDULE) {
        assertThat(ruled).contains(route.runbook());
      }
    }
  }

  @Test
  void patternsStayUnderTheQuota() {
    assertThat(RULES).allSatisfy(rule -> assertThat(json(rule).length()).as(rule.id()).isLessThanOrEqualTo(EventRules.LONGEST_PATTERN));
  }

  static Stream<Object[]> bridgeEvents() {
    return samples().filter(sample -> !isSchedule(sample));
  }

  static Stream<Object[]> schedules() {
    return samples().filter(EventRulesTest::isSchedule);
  }

  private static boolean isSchedule(Object[] sample) {
    return sample[1].toString().contains("\"detail-type\":\"Scheduled Event\"");
  }

  private static Stream<Object[]> samples() {
    Path root = Path.of("..").toAbsolutePath().normalize();
    List<Object[]> all = new ArrayList<>();
    for (Path folder : List.of(root.resolve("events"), root.resolve("functions/src/test/resources/cases"))) {
      for (Path file : files(folder)) {
        collect(file.getFileName().toString(), JsonParser.parseString(text(file)), all);
      }
    }
    assertThat(all).as("events that EventBridge could deliver").hasSizeGreaterThan(25);
    return all.stream();
  }

  private static void collect(String name, JsonElement value, List<Object[]> all) {
    if (value instanceof JsonObject object && object.has("events")) {
      object.getAsJsonArray("events").forEach(inner -> collect(name, inner, all));
    } else if (value instanceof JsonObject object && object.has("detail-type") && object.has("source")) {
      all.add(new Object[] {name, object.toString()});
    }
  }

  static Stream<String> metrics() {
    Stream<String> table =
        RoutingTable.routes().stream()
            .filter(route -> route.source() == Source.METRIC || route.source() == Source.METRIC_PREFIX)
            .flatMap(route -> route.source() == Source.METRIC ? Stream.of(route.match())
            : Stream.of(route.match(), route.match() + "Maximum"));
    return Stream.concat(table, Stream.of("NetworkThroughput", "ReadLatencyLocalStorage", "orders_per_minute")).distinct();
  }

  static String json(EventRule rule) {
    return GSON.toJson(rule.pattern());
  }

  static Set<String> receivers(String event) {
    Set<String> runbooks = new TreeSet<>();
    for (String rule : rulesFor(event)) {
      runbooks.add(RULES.stream().filter(one -> one.id().equals(rule)).findFirst().orElseThrow().runbook());
    }
    return runbooks;
  }

  private static List<String> rulesFor(String event) {
    try {
      return MACHINE.rulesForJSONEvent(event);
    } catch (Exception unreadable) {
      throw new AssertionError("the matcher cannot read " + event, unreadable);
    }
  }

  private static GenericMachine<String> machine(List<EventRule> rules) {
    GenericMachine<String> machine = GenericMachine.<String>builder().build();
    try {
      for (EventRule rule : rules) {
        machine.addRule(rule.id(), json(rule));
      }
    } catch (IOException refused) {
      throw new UncheckedIOException("AWS's matcher refuses a pattern", refused);
    }
    return machine;
  }

  private static String alarm(String namespace, String metric, String dimension) {
    return alarmOver("[" + watched("m1", namespace, metric, dimension, true) + "]");
  }

  private static String math(String... metrics) {
    StringBuilder entries = new StringBuilder("[{\"id\":\"e1\",\"expression\":\"m0*100\",\"label\":\"share\",\"returnData\":true}");
    for (int i = 0; i < metrics.length; i++) {
      entries.append(',').append(watched("m" + i, "AWS/RDS", metrics[i], "DBClusterIdentifier", false));
    }
    return alarmOver(entries.append(']').toString());
  }

  private static String watched(String id, String namespace, String metric, String dimension, boolean returned) {
    return """
        {"id":"%s","metricStat":{"metric":{"namespace":"%s","name":"%s","dimensions":{"%s":"orders-db"}},"period":60,"stat":"Average"},"returnData":%s}"""
        .formatted(id, namespace, metric, dimension, returned);
  }

  static String alarmOver(String metrics) {
    return """
        {"version":"0","id":"e-1","detail-type":"CloudWatch Alarm State Change","source":"aws.cloudwatch","account":"111122223333",
         "time":"2026-03-02T09:14:41Z","region":"eu-west-1","resources":["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:made"],
         "detail":{"alarmName":"made","state":{"value":"ALARM","reason":"Threshold Crossed","timestamp":"2026-03-02T09:14:40.989+0000"},
          "previousState":{"value":"OK","reason":"fine","timestamp":"2026-03-02T08:14:40.989+0000"},"configuration":{"metrics":%s}}}"""
        .formatted(metrics);
  }

  private static String rdsEvent(String id) {
    RdsEventTable.Type type = RdsEventTable.named(id).orElse(RdsEventTable.all().getFirst());
    String thing =
        switch (type.subject()) {
          case BLUE_GREEN_DEPLOYMENT -> "Deployment BLUE_GREEN_DEPLOYMENT deployment:bgd-abcdefghijklmnop";
          case CLUSTER -> "Cluster CLUSTER cluster:orders-db";
          case INSTANCE -> "Instance DB_INSTANCE db:orders-db-instance-1";
          case CLUSTER_SNAPSHOT -> "Cluster_Snapshot CLUSTER_SNAPSHOT cluster-snapshot:rds:orders-db-2026-03-02-02-07";
          case OTHER -> throw new IllegalStateException("the table has no events about other things");
        };
    String[] words = thing.split(" ", -1);
    return """
        {"version":"0","id":"e-1","detail-type":"RDS %s Event","source":"aws.rds","account":"111122223333","time":"2026-03-02T09:14:41Z",
         "region":"eu-west-1","resources":["arn:aws:rds:eu-west-1:111122223333:%s"],
         "detail":{"EventCategories":["x"],"SourceType":"%s","SourceArn":"arn:aws:rds:eu-west-1:111122223333:%s","Date":"2026-03-02T09:00:11.482Z",
          "Message":"Switchover from DB cluster orders-db to orders-db-green-a1b2c3: something","SourceIdentifier":"%s","EventID":"%s"}}"""
        .formatted(type.subject() == Subject.BLUE_GREEN_DEPLOYMENT ? "Blue Green Deployment"
        : "DB " + words[0].replace('_', ' '), words[2], words[1], words[2], words[2].substring(words[2].indexOf(':') + 1), id);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
