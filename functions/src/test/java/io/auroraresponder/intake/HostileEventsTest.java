package io.auroraresponder.intake;

import static io.auroraresponder.intake.Samples.ANY;
import static io.auroraresponder.intake.Samples.event;
import static io.auroraresponder.intake.Samples.only;
import static io.auroraresponder.intake.Samples.opened;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.fake.FakeClusterDirectory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Known shapes with parts that are missing, mistyped, spelled otherwise or about something else. */
final class HostileEventsTest {
  private static String changed(String sample, Consumer<JsonObject> change) {
    JsonObject tree = JsonParser.parseString(event(sample)).getAsJsonObject();
    change.accept(tree);
    return tree.toString();
  }

  private static JsonObject detail(JsonObject event) {
    return event.getAsJsonObject("detail");
  }

  private static IntakeResult.Ignored ignored(String raw) {
    return (IntakeResult.Ignored) only(raw);
  }

  private static IntakeResult.Rejected rejected(String raw) {
    return (IntakeResult.Rejected) only(raw);
  }

  private static String insights(String namespace) {
    return changed("eventbridge-alarm-metrics-insights", tree -> {
      JsonObject query = detail(tree).getAsJsonObject("configuration").getAsJsonArray("metrics").get(0).getAsJsonObject();
      query.addProperty(
          "expression", "SELECT MAX(CPUUtilization) FROM SCHEMA(\"" + namespace
          + "\", DBClusterIdentifier) WHERE DBClusterIdentifier = 'orders-db'");
    });
  }

  @Test
  void queryOverAnotherServiceIsNotOursThoughItsDatabaseHasTheNameOfOurs() {
    assertThat(opened(insights("AWS/RDS")).incident().cluster().value()).isEqualTo("orders-db");
    assertThat(ignored(insights("AWS/DocDB")).reason()).isEqualTo(IntakeReason.OTHER_SERVICE);
  }

  @Test
  void alarmWithoutConfigurationIsLookedUpByItsName() {
    IntakeResult.Opened opened =
        opened(changed("eventbridge-alarm-metric", tree -> {
          detail(tree).remove("configuration");
          detail(tree).addProperty("alarmName", "orders-db-acu-high");
        }));

    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
  }

  @Test
  void alarmThatNobodyKnowsAnythingAboutIsToldAsSuch() {
    IntakeResult.Rejected rejected =
        rejected(changed("eventbridge-alarm-metric", tree -> {
          detail(tree).add("configuration", JsonParser.parseString("{\"evaluationCriteria\":{\"promQLCriteria\":{\"query\":\"up\"}}}"));
          detail(tree).addProperty("alarmName", "orders-db-promql");
        }));

    assertThat(rejected.reason()).isEqualTo(IntakeReason.NO_CLUSTER_NAMED);
    assertThat(rejected.text()).contains("the event does not say what it watches", "no alarm of its name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db", "orders-db.cluster-c0nstant1ab.eu-west-1.rds.amazonaws.com", "Orders-DB",
            " orders-db"
      })
  void dimensionThatIsNotTheIdentifierIsResolvedReportedAndChangesNothing(String written) {
    JsonObject dimensions = new JsonObject();
    dimensions.addProperty("DBClusterIdentifier", written);

    IntakeResult.Opened opened = opened(changed("eventbridge-alarm-metric", tree -> metric(tree).add("dimensions", dimensions)));

    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(opened.consent()).isEqualTo(IntakeResult.Consent.LOOK_ONLY);
    assertThat(opened.remarks().getFirst().text()).contains(written.strip(), "the database is orders-db", "receives no data");
  }

  private static JsonObject metric(JsonObject event) {
    JsonElement first = detail(event).getAsJsonObject("configuration").getAsJsonArray("metrics").get(0);
    return first.getAsJsonObject().getAsJsonObject("metricStat").getAsJsonObject("metric");
  }

  @Test
  void compositeWithNamesLongerThanAnyAlarmsIsNotAskedFor() {
    FakeClusterDirectory directory = FakeClusterDirectory.usual();
    String rule = "ALARM(" + "x".repeat(300) + ") OR ALARM(orders-db-acu-high)";
    String raw = changed("eventbridge-alarm-composite", tree -> {
      detail(tree).getAsJsonObject("configuration").addProperty("alarmRule", rule);
      detail(tree).getAsJsonObject("state").remove("reasonData");
    });

    IntakeResult result = only(Samples.intake(directory).read(raw, ANY));

    assertThat(result).isInstanceOf(IntakeResult.Opened.class);
    assertThat(directory.asked()).allMatch(name -> name.length() <= 255);
  }

  @Test
  void alarmOnADatabaseOutsideOfAnyClusterIsNoNewsAndOneOnNobodyIs() {
    JsonObject dimensions = new JsonObject();
    dimensions.addProperty("DBInstanceIdentifier", "mysql-1");
    String raw = changed("eventbridge-alarm-metric", tree -> metric(tree).add("dimensions", dimensions));

    IntakeResult.Ignored ignored = (IntakeResult.Ignored) only(
        Samples.intake(FakeClusterDirectory.usual().addLoner("mysql-1")).read(raw, ANY));

    assertThat(ignored.reason()).isEqualTo(IntakeReason.OTHER_RESOURCE);
    assertThat(ignored.told().isEmpty()).isTrue();
    assertThat(rejected(raw).text()).isEqualTo("no cluster has an instance mysql-1");
    assertThat(rejected(raw).told().isEmpty()).isFalse();
  }

  @Test
  void restartOfADatabaseOutsideOfAnyClusterIsNoNews() {
    String raw = changed("eventbridge-rds-instance", tree -> {
      detail(tree).addProperty("SourceArn", "arn:aws:rds:eu-west-1:111122223333:db:mysql-1");
      detail(tree).addProperty("EventID", "RDS-EVENT-0006");
    });

    assertThat(((IntakeResult.Ignored) only(Samples.intake(FakeClusterDirectory.usual().addLoner("mysql-1")).read(raw, ANY))).told()
        .isEmpty()).isTrue();
  }

  @Test
  void muteWithoutFieldsIsAMute() {
    IntakeResult.Opened opened = opened(changed("eventbridge-alarm-metric", tree -> detail(tree).add("muteDetail", new JsonObject())));

    assertThat(opened.consent()).isEqualTo(IntakeResult.Consent.RECORD_ONLY);
  }

  @Test
  void directAlarmWhoseBodyIsATextIsRead() {
    String raw = changed("alarm-to-lambda-metric", tree -> tree.addProperty("alarmData", tree.get("alarmData").toString()));

    assertThat(opened(raw).signal().id()).isEqualTo(opened(event("alarm-to-lambda-metric")).signal().id());
  }

  @Test
  void healthEventThatIsOverOpensNothing() {
    IntakeResult.Ignored ignored = ignored(changed("health", tree -> detail(tree).addProperty("statusCode", "closed")));

    assertThat(ignored.reason()).isEqualTo(IntakeReason.INFORMATIONAL);
    assertThat(ignored.text()).contains("it is over");
  }

  @Test
  void healthEventWithoutDatabasesIsToldWithItsWords() {
    IntakeResult.Rejected rejected = rejected(changed("health", tree -> {
          tree.remove("resources");
          detail(tree).remove("affectedEntities");
          detail(tree).addProperty("eventScopeCode", "PUBLIC");
        }));

    assertThat(rejected.reason()).isEqualTo(IntakeReason.NO_CLUSTER_NAMED);
    assertThat(rejected.told().text()).contains(opened(event("health")).signal().reason());
  }

  @Test
  void publicNewsWithoutWordsIsToldByItsCode() {
    IntakeResult.Rejected rejected = rejected(changed("health", tree -> {
          tree.remove("resources");
          detail(tree).remove("affectedEntities");
          detail(tree).remove("eventDescription");
          detail(tree).addProperty("eventScopeCode", "PUBLIC");
        }));

    assertThat(rejected.told().text()).endsWith("AWS_RDS_OPERATIONAL_ISSUE names no cluster of this account");
  }

  @Test
  void healthEntitiesThatAreBareTextsAreRead() {
    String raw = changed("health", tree -> detail(tree)
        .add("affectedEntities", JsonParser.parseString("[\"billing-db\", null, 5, \"arn:aws:s3:::orders-db\"]")));

    assertThat(opened(raw).incident().cluster().value()).isEqualTo("billing-db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DocumentDB", "Neptune", "documentdb"})
  void backupOfADatabaseThatOnlyHasAnArnLikeOursIsNotOurs(String type) {
    assertThat(ignored(changed("backup-job", tree -> detail(tree).addProperty("resourceType", type))).reason())
        .isEqualTo(IntakeReason.OTHER_RESOURCE);
  }

  @ParameterizedTest
  @CsvSource({"COMPLETED", "HALF_DONE"})
  void backupStateStandsFirstInItsWords(String state) {
    assertThat(opened(changed("backup-job", tree -> detail(tree).addProperty("state", state))).signal().reason()).startsWith(state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATING", "DELETING", "running"})
  void backupUnderWayAsksForNothing(String state) {
    assertThat(ignored(changed("backup-job", tree -> detail(tree).addProperty("state", state))).reason())
        .isEqualTo(IntakeReason.INFORMATIONAL);
  }

  @Test
  void callWithAnEmptyErrorSucceeded() {
    assertThat(opened(changed("cloudtrail-modify-cluster", tree -> detail(tree).addProperty("errorCode", ""))).incident().runbook())
        .isEqualTo("scaling");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"orders-db\"]", "5", "{\"id\":\"orders-db\"}", "true"})
  void scheduleForOneClusterThatCannotBeReadIsNotOneForAll(String cluster) {
    for (String member : new String[] {"cluster", "runbook"}) {
      String raw = changed("rule-schedule", tree -> tree.add("detail", JsonParser.parseString("{\"" + member + "\":" + cluster + "}")));

      assertThat(rejected(raw).reason()).isEqualTo(IntakeReason.FIELDS_MISSING);
      assertThat(rejected(raw).text()).isEqualTo("'" + member + "' in the schedule's detail must be one name");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rds-event-0073", "Rds-Event-0073", "see #RDS-EVENT-0073."})
  void eventIdIsReadWhateverItsCase(String id) {
    assertThat(((ParsedEvent.Rds) opened(changed("eventbridge-rds-cluster", tree -> detail(tree).addProperty("EventID", id))).notice())
        .eventId())
        .isEqualTo("RDS-EVENT-0073");
  }

  @Test
  void halfACharacterCostsThatCharacterAndNotTheEvent() {
    String raw = event("eventbridge-alarm-metric").replaceFirst("\"reason\": ?\"",
        "\"reason\": \"\\\\ud83d cut, \\\\\\\\ud83d kept, \\\\ud83d\\\\ude00 whole. ");

    assertThat(opened(raw).signal().reason()).startsWith("\ufffd cut, \\ud83d kept, \ud83d\ude00 whole. ");
    assertThat(opened(raw).signal().id()).isEqualTo(opened(event("eventbridge-alarm-metric")).signal().id());
  }

  @Test
  void textInBase64IsReadAndOrdinaryWordsAreNot() {
    String encoded = Base64.getMimeEncoder().encodeToString(event("eventbridge-alarm-metric").getBytes(StandardCharsets.UTF_8));
    JsonObject body = new JsonObject();
    body.addProperty("messageId", "m-1");
    body.addProperty("body", encoded);

    assertThat(opened("{\"Records\":[" + body + "]}").signal().id()).isEqualTo(opened(event("eventbridge-alarm-metric")).signal().id());
    body.addProperty("body", "ThisIsAnOrdinarySentenceWithoutAnyBlankWhatever");
    assertThat(rejected("{\"Records\":[" + body + "]}").reason()).isEqualTo(IntakeReason.MALFORMED);
  }

  @Test
  void queueMessageWithoutBodyIsAnsweredByName() {
    IntakeResult.Rejected rejected = rejected("{\"Records\":[{\"messageId\":\"m-1\",\"body\":null,\"eventSource\":\"aws:sqs\"}]}");

    assertThat(rejected.text()).isEqualTo("nothing in 'body', where an event was expected");
    assertThat(rejected.batchItemId()).isEqualTo("m-1");
  }

  @Test
  void tooDeepAndCutOffAreToldApart() {
    assertThat(rejected("{\"a\":\"[[\\\"[\",\"cluster\":").text()).contains("cut off");
    assertThat(rejected("[".repeat(10_000) + "]".repeat(10_000)).text()).contains("nested");
  }

  @Test
  void whatIsNoEventIsNamedByItsMembersAndNotByTheirValues() {
    IntakeResult.Ignored ignored = ignored("{\"Cluster\":\"orders-db\",\"token\":\"hunter2\",\"a\":1,\"b\":2,\"c\":3,\"d\":4}");

    assertThat(ignored.text()).contains("an object with Cluster, token, a, b, c, …", "{\"cluster\": \"NAME\"}").doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "[\"orders-db\"]", "{}", "\"\"", "\"  \""})
  void clusterThatIsNoTextIsRefusedWithWhatWasExpected(String cluster) {
    assertThat(rejected("{\"cluster\":" + cluster + "}").text()).isEqualTo("'cluster' must be one cluster's identifier or ARN, as a text");
  }

  @Test
  void credentialInASendersWordsIsMasked() {
    assertThat(opened(event("eventbridge-alarm-metric").replaceFirst("\"reason\": ?\"", "\"reason\": \"password=hunter2 ")).signal()
        .reason())
        .startsWith("password=*** ");
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, aws", "us-gov-west-1, aws-us-gov", "cn-north-1, aws-cn", "us-iso-east-1, aws-iso", "us-isob-east-1, aws-iso-b",
        "eusc-de-east-1, aws-eusc"
  })
  void arnThatIsPutTogetherHasThePartitionOfItsRegion(String region, String partition) {
    assertThat(Arn.partitionOf(region)).isEqualTo(partition);
  }

  @Test
  void modeTagWithoutAValueIsNotUnderstoodAndThereforeObserves() {
    FakeClusterDirectory directory = FakeClusterDirectory.usual().add("blank-db", java.util.Map.of("aurora-responder:mode", " "));

    assertThat(only(Samples.intake(directory).read("{\"cluster\":\"blank-db\"}", ANY))).isInstanceOf(IntakeResult.Opened.class);
  }
}
