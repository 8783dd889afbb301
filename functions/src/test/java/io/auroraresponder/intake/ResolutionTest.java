package io.auroraresponder.intake;

import static io.auroraresponder.intake.Samples.ANY;
import static io.auroraresponder.intake.Samples.event;
import static io.auroraresponder.intake.Samples.only;
import static io.auroraresponder.intake.Samples.opened;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.FakeClusterDirectory;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cluster an event is about, and when none may be touched. */
final class ResolutionTest {

  /** The account's other clusters are left alone, and so are the people. */
  @ParameterizedTest
  @ValueSource(strings = {"eventbridge-alarm-metric", "eventbridge-rds-cluster"})
  void whatHappensToAClusterThatDidNotOptInIsNoMessageToAnybody(String sample) {
    FakeClusterDirectory nobodyAsked = new FakeClusterDirectory().add("orders-db", Map.of(), "orders-db-instance-1");

    assertThat(only(Samples.intake(nobodyAsked).read(event(sample), ANY)))
        .isInstanceOfSatisfying(
            IntakeResult.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(IntakeReason.NOT_OPTED_IN);
              assertThat(rejected.told().isEmpty()).isTrue();
            });
  }

  @Test
  void clusterThatDidNotOptInIsRefusedByNameAndToldToWhoAsked() {
    IntakeResult.Rejected rejected = rejected("{\"cluster\":\"warehouse-db\"}");

    assertThat(rejected.reason()).isEqualTo(IntakeReason.NOT_OPTED_IN);
    assertThat(rejected.told().text()).contains("warehouse-db").contains("aurora-responder:mode");
  }

  @Test
  void clusterThatIsSwitchedOffStaysQuiet() {
    assertThat(only("{\"cluster\":\"parked-db\"}"))
        .isInstanceOfSatisfying(
            IntakeResult.Ignored.class,
            ignored -> {
              assertThat(ignored.reason()).isEqualTo(IntakeReason.SWITCHED_OFF);
              assertThat(ignored.told().isEmpty()).isTrue();
            });
  }

  @Test
  void unknownClusterIsRefusedByName() {
    assertThat(rejected("{\"cluster\":\"nowhere-db\"}").text()).isEqualTo("there is no cluster nowhere-db");
  }

  @Test
  void nameThatRdsWouldNeverAcceptIsNotLookedUp() {
    FakeClusterDirectory directory = FakeClusterDirectory.usual();

    IntakeResult result = only(Samples.intake(directory).read("{\"cluster\":\"orders db'; --\"}", ANY));

    assertThat(result).isInstanceOf(IntakeResult.Rejected.class);
    assertThat(directory.asked()).isEmpty();
  }

  @Test
  void unknownRunbookIsRefusedWithTheKnownOnes() {
    IntakeResult.Rejected rejected = rejected("{\"cluster\":\"orders-db\",\"runbook\":\"reboot\"}");

    assertThat(rejected.reason()).isEqualTo(IntakeReason.UNKNOWN_RUNBOOK);
    assertThat(rejected.text()).contains("'reboot'").contains("connectivity, slow-queries, backup, capacity, scaling");
  }

  @Test
  void clusterThatIsNoTextIsRefused() {
    assertThat(rejected("{\"cluster\":[\"orders-db\"]}").reason()).isEqualTo(IntakeReason.FIELDS_MISSING);
  }

  @Test
  void alarmOnTwoClustersIsAmbiguousAndNamesBoth() {
    String event =
        event("eventbridge-alarm-math").replace("\"Role\": \"WRITER\"", "\"DBInstanceIdentifier\": \"billing-db-instance-1\"");

    IntakeResult.Rejected rejected = rejected(event);

    assertThat(rejected.reason()).isEqualTo(IntakeReason.AMBIGUOUS_CLUSTER);
    assertThat(rejected.told().text()).contains("orders-db").contains("billing-db");
  }

  @Test
  void alarmOnAClusterAndItsOwnMemberIsNotAmbiguous() {
    String event = event("eventbridge-alarm-math").replace("\"Role\": \"WRITER\"", "\"DBInstanceIdentifier\": \"orders-db-instance-2\"");

    assertThat(opened(event).incident().member()).isEqualTo("orders-db-instance-2");
  }

  @Test
  void alarmOnADocumentDatabaseIsNotOurs() {
    assertThat(only(event("eventbridge-alarm-metric").replace("AWS/RDS", "AWS/DocDB")))
        .isInstanceOfSatisfying(IntakeResult.Ignored.class, ignored -> assertThat(ignored.reason()).isEqualTo(IntakeReason.OTHER_SERVICE));
  }

  @Test
  void alarmThatReadsAMetricOfAnotherAccountIsRefused() {
    String event = event("eventbridge-alarm-metric").replace("\"id\": \"m1\"", "\"id\": \"m1\", \"accountId\": \"444455556666\"");

    assertThat(rejected(event).reason()).isEqualTo(IntakeReason.OTHER_ACCOUNT);
  }

  @Test
  void snsAlarmWithoutArnTakesItsRegionFromTheTopicAndNeverFromTheDisplayName() {
    String event = event("sns-alarm-metric").replace(
        "\\\"AlarmArn\\\": \\\"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-db-acu-high\\\", ", "");

    assertThat(event).doesNotContain("AlarmArn");
    assertThat(opened(event).incident().region()).isEqualTo("eu-west-1");
    assertThat(opened(event).signal().id()).isEqualTo(opened(event("sns-alarm-metric")).signal().id());
  }

  @Test
  void eventsBringTheirOwnAccountWhereThereIsNone() {
    Intake lab =
        new Intake(
            FakeClusterDirectory.usual(),
            new Intake.Settings(OwnAccount.ofTheEvent(new AccountRegion("111122223333", "eu-west-1")), Set.of()),
            InstantSource.fixed(Samples.NOW));
    String event = event("eventbridge-alarm-metric").replace("111122223333", "444455556666");

    assertThat(only(lab.read(event, ANY))).isInstanceOf(IntakeResult.Opened.class);
  }

  @Test
  void lookUpThatFailsBringsTheItemBack() {
    IntakeBatch batch = Samples.intake(FakeClusterDirectory.usual().throttle()).read(event("sqs-batch"), ANY);

    assertThat(batch.results()).allMatch(result -> result instanceof IntakeResult.Rejected rejected
        && rejected.reason() == IntakeReason.LOOKUP_FAILED);
    assertThat(batch.failedItems()).hasSize(3);
  }

  @Test
  void childrenOfChildrenAreFoundAndCirclesEnd() {
    FakeClusterDirectory directory = new FakeClusterDirectory().add("orders-db", Map.of("aurora-responder:mode", "observe"));
    directory.addComposite("orders-db-acu-high", "ALARM(\"inner\") OR ALARM(\"orders-db-acu-high\")")
        .addAlarm("inner", "CPUUtilization", Map.of("DBClusterIdentifier", "orders-db"));

    IntakeResult result = only(Samples.intake(directory).read(event("eventbridge-alarm-composite"), ANY));

    assertThat(result).isInstanceOf(IntakeResult.Opened.class);
  }

  @Test
  void compositeWithoutTriggeringChildrenIsFoundThroughItsRule() {
    String event = event("sns-alarm-composite").replaceFirst("\\\\\"TriggeringChildren\\\\\".*\\]", "\\\\\"TriggeringChildren\\\\\": []");

    assertThat(opened(event).incident().key()).isEqualTo("orders-db");
  }

  @Test
  void rdsEventThatNobodyKnowsIsShownAndNotGuessedAt() {
    assertThat(only(event("eventbridge-rds-cluster").replace("RDS-EVENT-0073", "RDS-EVENT-9999")))
        .isInstanceOfSatisfying(
            IntakeResult.Ignored.class,
            ignored -> {
              assertThat(ignored.reason()).isEqualTo(IntakeReason.UNKNOWN_RDS_EVENT);
              assertThat(ignored.told().text()).contains("RDS-EVENT-9999").contains("orders-db").contains("Started cross AZ failover");
            });
  }

  @Test
  void rdsEventWithoutIdIsShown() {
    assertThat(only(event("eventbridge-rds-cluster").replace("\"EventID\": \"RDS-EVENT-0073\"", "\"EventID\": null")))
        .isInstanceOfSatisfying(IntakeResult.Ignored.class, ignored -> assertThat(ignored.told().text()).contains("without an id"));
  }

  @Test
  void prefixIsTakenOffClustersAndKeptOnSnapshots() {
    String bare = event("eventbridge-rds-cluster").replaceAll("\"SourceArn\": \"[^\"]*\",", "")
        .replace("\"SourceIdentifier\": \"orders-db\"", "\"SourceIdentifier\": \"rds:orders-db\"");
    FakeClusterDirectory directory = FakeClusterDirectory.usual();

    IntakeResult snapshot = only(Samples.intake(directory).read(event("eventbridge-rds-cluster-snapshot"), ANY));

    assertThat(opened(bare).incident().key()).isEqualTo("orders-db");
    assertThat(snapshot).isInstanceOf(IntakeResult.Opened.class);
    assertThat(directory.asked()).contains("rds:orders-db-2026-03-02-02-07");
  }

  @Test
  void goodNewsThatNeedsNoLookIsIgnored() {
    assertThat(only(event("eventbridge-rds-cluster").replace("RDS-EVENT-0073", "RDS-EVENT-0156")))
        .isInstanceOfSatisfying(IntakeResult.Ignored.class, ignored -> assertThat(ignored.reason()).isEqualTo(IntakeReason.INFORMATIONAL));
  }

  @Test
  void ownChangeIsRecognisedByItsRole() {
    assertThat(only(event("cloudtrail-modify-cluster").replace("role/deploy", "role/aurora-responder-remediation")))
        .isInstanceOfSatisfying(IntakeResult.Ignored.class, ignored -> assertThat(ignored.reason()).isEqualTo(IntakeReason.OWN_CHANGE));
  }

  @Test
  void callThatFailedOrLeftTheRangeAloneChangesNothing() {
    String event = event("cloudtrail-modify-cluster");

    assertThat(only(event.replace("serverlessV2ScalingConfiguration", "masterUserPassword")))
        .isInstanceOfSatisfying(IntakeResult.Ignored.class, ignored ->
        assertThat(ignored.reason()).isEqualTo(IntakeReason.NO_RANGE_CHANGE));
    assertThat(only(event.replace("\"readOnly\": false", "\"errorCode\": \"AccessDenied\"")))
        .isInstanceOfSatisfying(IntakeResult.Ignored.class, ignored -> assertThat(ignored.text()).contains("AccessDenied"));
  }

  @Test
  void eventThatOnlyLooksLikeAwsIsNotBelieved() {
    assertThat(only(event("eventbridge-alarm-metric").replace("\"aws.cloudwatch\"", "\"my.application\"")))
        .isInstanceOfSatisfying(IntakeResult.Ignored.class, ignored -> assertThat(ignored.reason()).isEqualTo(IntakeReason.UNKNOWN_SHAPE));
  }

  @Test
  void backupOfSomethingElseIsNotOurs() {
    assertThat(only(event("backup-job").replace(":rds:eu-west-1:111122223333:cluster:orders-db",
        ":dynamodb:eu-west-1:111122223333:table/orders")))
        .isInstanceOfSatisfying(IntakeResult.Ignored.class, ignored -> assertThat(ignored.reason()).isEqualTo(IntakeReason.OTHER_RESOURCE));
  }

  @Test
  void wordsToATopicAreIgnoredAndWordsInAQueueComeBack() {
    IntakeBatch queue = Samples.intake().read(
        "{\"Records\":[{\"messageId\":\"m-1\",\"eventSource\":\"aws:sqs\",\"body\":\"not an event\"}]}", ANY);
    IntakeBatch topic = Samples.intake().read(
        "{\"Records\":[{\"messageId\":\"m-2\",\"eventSource\":\"aws:sqs\",\"body\":"
            + "\"{\\\"Type\\\":\\\"Notification\\\",\\\"Message\\\":\\\"good morning\\\"}\"}]}", ANY);

    assertThat(queue.failedItems()).containsExactly("m-1");
    assertThat(topic.failedItems()).isEmpty();
  }

  @Test
  void everyItemOfABatchHasAnAnswer() {
    IntakeBatch batch = Samples.intake().read(
        "{\"Records\":[{\"messageId\":\"m-1\",\"body\":\"\"},"
            + "{\"messageId\":\"m-2\",\"body\":\"{}\"},{\"messageId\":\"m-3\",\"body\":\"[]\"}]}", ANY);

    assertThat(batch.results()).extracting(IntakeResult::batchItemId).containsExactly("m-1", "m-2", "m-3");
    assertThat(batch.failedItems()).isEmpty();
  }

  @Test
  void signalThatCouldNotBeHandledBringsItsItemBackOnce() {
    IntakeBatch batch = Samples.intake().read(event("sqs-batch"), ANY);

    assertThat(batch.failedItems(java.util.List.of(batch.results().get(1)))).containsExactly(batch.results().get(1).batchItemId());
  }

  private static IntakeResult.Rejected rejected(String raw) {
    return (IntakeResult.Rejected) only(raw);
  }
}
