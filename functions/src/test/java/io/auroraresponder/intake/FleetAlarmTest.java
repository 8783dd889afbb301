package io.auroraresponder.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.fake.FakeClusterDirectory;
import org.junit.jupiter.api.Test;

/** One alarm over the databases of an account (Metrics Insights, GROUP BY): its contributors are what is looked into. */
final class FleetAlarmTest {
  @Test
  void aContributorInAlarmIsItsDatabasesAlarmWithTheMetricOfTheQuery() {
    IntakeResult.Opened opened = Samples.opened(contributor("a1", "ALARM").toString());

    assertThat(opened.incident().member()).isEqualTo("orders-db-instance-1");
    assertThat(opened.signal().source()).isEqualTo("fleet-acu-ceiling");
    assertThat(Intake.isAlarm(opened.signal())).as("the alarm's state says whether it still stands").isTrue();
    assertThat(((ParsedEvent.Alarm) opened.notice()).alarm().definition().metrics().getFirst().metric()).isEqualTo("ACUUtilization");
  }

  @Test
  void twoSeriesThatChangeInOneMomentAreTwoSignalsAndOneDeliveredTwiceIsOne() {
    String first = Samples.opened(contributor("a1", "ALARM").toString()).signal().id();

    assertThat(Samples.opened(contributor("b2", "ALARM").toString()).signal().id()).isNotEqualTo(first);
    assertThat(Samples.opened(contributor("a1", "ALARM").toString()).signal().id()).isEqualTo(first);
  }

  @Test
  void aSeriesThatIsOverEndsNothing() {
    assertIgnored(contributor("a1", "OK"));
  }

  @Test
  void aSeriesOfAnotherServiceIsNobodysBusiness() {
    JsonObject event = contributor("a1", "ALARM");
    JsonObject attributes = new JsonObject();
    attributes.addProperty("TableName", "carts");
    event.getAsJsonObject("detail").getAsJsonObject("alarmContributor").add("attributes", attributes);

    assertIgnored(event);
  }

  @Test
  void theAlarmItselfNamesNoDatabaseAndNobodyIsToldSo() {
    JsonObject event = contributor("a1", "ALARM");
    event.addProperty("detail-type", "CloudWatch Alarm State Change");
    event.getAsJsonObject("detail").remove("alarmContributor");

    assertIgnored(event);
  }

  @Test
  void withoutItsQueryAContributorStillNamesItsDatabase() {
    JsonObject event = contributor("a1", "ALARM");
    event.getAsJsonObject("detail").remove("configuration");

    assertThat(Samples.opened(event.toString()).incident().cluster().value()).isEqualTo("orders-db");
  }

  /** RDS has the same events for databases outside of clusters. */
  @Test
  void aSwitchoverOfAnInstanceIsItsClustersAndThatOfALonerNobodys() {
    FakeClusterDirectory account = FakeClusterDirectory.usual().addLoner("mysql-1");
    IntakeResult.Opened ours = (IntakeResult.Opened) switchover(account, "orders-db-instance-1");
    IntakeResult.Ignored alone = (IntakeResult.Ignored) switchover(account, "mysql-1");

    assertThat(ours.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(alone.reason()).isEqualTo(IntakeReason.OTHER_RESOURCE);
    assertThat(alone.told().isEmpty()).isTrue();
  }

  private static IntakeResult switchover(FakeClusterDirectory account, String name) {
    JsonObject event = JsonParser.parseString(Samples.event("eventbridge-rds-blue-green")).getAsJsonObject();
    event.getAsJsonObject("detail").addProperty("Message", "Switchover from " + name + " to " + name + "-green-a1b2c3 completed.");
    return Samples.only(Samples.intake(account).read(event.toString(), Samples.ANY));
  }

  @Test
  void aSwitchoverThatNamesNoClusterIsIgnored() {
    JsonObject event = JsonParser.parseString(Samples.event("eventbridge-rds-blue-green")).getAsJsonObject();
    event.getAsJsonObject("detail").addProperty("Message", "Blue/green deployment deleted.");

    assertThat(((IntakeResult.Ignored) Samples.only(event.toString())).reason()).isEqualTo(IntakeReason.OTHER_RESOURCE);
  }

  private static void assertIgnored(JsonObject event) {
    IntakeResult.Ignored ignored = (IntakeResult.Ignored) Samples.only(event.toString());

    assertThat(ignored.reason()).isEqualTo(IntakeReason.ALARM_CONTRIBUTOR);
    assertThat(ignored.told().isEmpty()).as("nobody is told").isTrue();
  }

  private static JsonObject contributor(String id, String state) {
    JsonObject event = JsonParser.parseString(Samples.event("eventbridge-alarm-contributor")).getAsJsonObject();
    event.getAsJsonObject("detail").getAsJsonObject("alarmContributor").addProperty("id", id);
    event.getAsJsonObject("detail").getAsJsonObject("state").addProperty("value", state);
    return event;
  }
}
