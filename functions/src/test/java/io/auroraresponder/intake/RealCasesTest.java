package io.auroraresponder.intake;

import static io.auroraresponder.intake.Samples.ANY;
import static io.auroraresponder.intake.Samples.only;
import static io.auroraresponder.intake.Samples.opened;
import static io.auroraresponder.intake.Samples.realCase;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.FakeClusterDirectory;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.intake.IntakeResult.Consent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What went wrong for others, as far as it is decided by reading, routing and resolving. */
final class RealCasesTest {

  @Test
  void newAlarmWithoutDataIsLookedAtButIsNoReasonToChangeAnything() {
    IntakeResult.Opened opened = opened(realCase("eb-alarm-metric-initial-creation-missing-data-breaching"));

    assertThat(opened.consent()).isEqualTo(Consent.LOOK_ONLY);
    assertThat(opened.remarks()).extracting(Phrase::text).anyMatch(text -> text.startsWith("No data yet") && text.contains("just created"));
    assertThat(opened.incident().runbook()).isEqualTo("capacity");
  }

  @Test
  void okAsTheFirstStateOfANewAlarmIsNoRecovery() {
    String event = realCase("eb-alarm-metric-initial-creation-missing-data-breaching").replace("\"value\": \"ALARM\"", "\"value\": \"OK\"");

    assertThat(only(event)).isInstanceOfSatisfying(IntakeResult.Ignored.class, ignored ->
        assertThat(ignored.reason()).isEqualTo(IntakeReason.FIRST_STATE));
  }

  @Test
  void compositeFindsItsClusterThroughItsChildren() {
    IntakeResult.Opened opened = opened(realCase("sns-alarm-composite-no-trigger"));

    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(opened.incident().runbook()).isEqualTo("capacity");
    assertThat(opened.remarks())
        .extracting(Phrase::text)
        .anyMatch(text -> text.contains("ALARM(orders-db-acu-high) OR ALARM(orders-db-connections-high)")
        && text.contains("in alarm: orders-db-acu-high"));
  }

  @Test
  void compositeWithoutKnownChildrenIsToldAndOpensNothing() {
    IntakeBatch batch = Samples.intake(new FakeClusterDirectory()).read(realCase("sns-alarm-composite-no-trigger"), ANY);

    assertThat(only(batch))
        .isInstanceOfSatisfying(
            IntakeResult.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(IntakeReason.NO_CLUSTER_NAMED);
              assertThat(rejected.told().text()).contains("orders-db-degraded").contains("names no cluster");
            });
  }

  @Test
  void compositeOfAnotherServiceIsNoMessageToAnybody() {
    FakeClusterDirectory directory = new FakeClusterDirectory();
    directory.addAlarm("orders-db-acu-high", "StatusCheckFailed", Map.of("InstanceId", "i-0123456789abcdef0"));

    assertThat(only(Samples.intake(directory).read(realCase("sns-alarm-composite-no-trigger"), ANY)))
        .isInstanceOfSatisfying(
            IntakeResult.Ignored.class,
            ignored -> {
              assertThat(ignored.reason()).isEqualTo(IntakeReason.OTHER_SERVICE);
              assertThat(ignored.told().isEmpty()).isTrue();
            });
  }

  @Test
  void mathAlarmTakesItsClusterFromTheInnerMetricsAndShowsItsLabel() {
    IntakeResult.Opened opened = opened(realCase("sns-alarm-metric-math-null-description"));

    AlarmReading alarm = ((ParsedEvent.Alarm) opened.notice()).alarm();
    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(opened.incident().role()).isEqualTo("WRITER");
    assertThat(opened.incident().runbook()).isEqualTo("connectivity");
    assertThat(alarm.definition().description()).isEmpty();
    assertThat(alarm.definition().label()).isEqualTo("connections vs ACU");
    assertThat(alarm.evaluation().threshold()).hasValue(90.0);
    assertThat(opened.remarks()).extracting(Phrase::text).anyMatch(text -> text.contains("connections vs ACU"))
        .noneMatch(text -> text.contains("null"));
  }

  @Test
  void directMathAlarmKeepsDatapointsThresholdExpressionAndLabel() {
    IntakeResult.Opened opened = opened(realCase("direct-alarm-metric-math"));

    AlarmReading alarm = ((ParsedEvent.Alarm) opened.notice()).alarm();
    assertThat(alarm.evaluation().datapoints()).containsExactly(0.61);
    assertThat(alarm.evaluation().threshold()).hasValue(0.9);
    assertThat(alarm.definition().expression()).isEqualTo("m1/100");
    assertThat(alarm.definition().label()).isEqualTo("hit ratio");
    assertThat(opened.incident().member()).isEqualTo("orders-db-instance-1");
    assertThat(opened.incident().region()).isEqualTo("eu-west-1");
  }

  @Test
  void eventInsideSnsInsideSqsIsTheSameAsBare() {
    IntakeResult.Opened wrapped = opened(realCase("sqs-wraps-sns-wraps-eb-alarm"));

    assertThat(wrapped.signal().shape()).isEqualTo("eventbridge-alarm");
    assertThat(wrapped.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(wrapped.batchItemId()).isEqualTo("d9144555-0005-4ec3-99a0-0000000000c5");
  }

  @Test
  void poisonedItemFailsAloneAndItsNeighboursAreHandled() {
    IntakeBatch batch = Samples.intake().read(realCase("sqs-batch-one-poison-of-three"), ANY);

    assertThat(batch.results()).hasSize(3);
    assertThat(batch.results().get(0)).isInstanceOf(IntakeResult.Opened.class);
    assertThat(batch.results().get(1)).isInstanceOf(IntakeResult.Rejected.class);
    assertThat(batch.results().get(2)).isInstanceOf(IntakeResult.Opened.class);
    assertThat(batch.failedItems()).containsExactly("d9144555-0006-4ec3-99a0-00000000c6a2");
  }

  @Test
  void schedulerWithTextAsDetailLooksAtEveryClusterThatOptedIn() {
    IntakeBatch batch = Samples.intake().read(realCase("eb-scheduler-detail-is-string"), new Caller("backup", "invocation-1"));

    assertThat(batch.results()).allMatch(result -> result instanceof IntakeResult.Opened).hasSize(2);
    assertThat(batch.results()).extracting(result -> ((IntakeResult.Opened) result).incident().key())
        .containsExactly("orders-db", "billing-db");
    assertThat(batch.results()).extracting(result -> result.signal().id()).doesNotHaveDuplicates();
  }

  @Test
  void firstMessageOfASubscriptionIsReadAndLeftAlone() {
    assertThat(only(realCase("sns-rds-subscription-first-message-plain-text")))
        .isInstanceOfSatisfying(IntakeResult.Ignored.class, ignored -> assertThat(ignored.reason()).isEqualTo(IntakeReason.TEST_MESSAGE));
  }

  @Test
  void snapshotNoticeIsReadFromItsUrlAndItsClusterIsLookedUp() {
    FakeClusterDirectory directory = FakeClusterDirectory.usual();

    IntakeResult.Opened opened =
        (IntakeResult.Opened) only(Samples.intake(directory).read(realCase("sns-rds-subscription-cluster-snapshot-event-id-is-url"), ANY));

    ParsedEvent.Rds rds = (ParsedEvent.Rds) opened.notice();
    assertThat(rds.eventId()).isEqualTo("RDS-EVENT-0169");
    assertThat(rds.subject()).isEqualTo(ParsedEvent.Subject.CLUSTER_SNAPSHOT);
    assertThat(opened.signal().at()).isEqualTo(Instant.parse("2026-01-15T02:43:51.876Z"));
    assertThat(opened.incident().runbook()).isEqualTo("backup");
    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(directory.asked()).contains("rds:orders-db-2026-01-15-02-40");
  }

  @Test
  void eventWithFourFieldsIsEnoughAndTheSurroundingsFillTheRest() {
    IntakeResult.Opened opened = opened(realCase("eb-rds-cluster-forced-start-minimal-fields"));

    assertThat(opened.signal().at()).isEqualTo(Instant.parse("2026-01-15T04:30:00Z"));
    assertThat(opened.incident().account()).isEqualTo("111122223333");
    assertThat(opened.incident().region()).isEqualTo("eu-west-1");
    assertThat(opened.incident().runbook()).isEqualTo("connectivity");
  }

  @Test
  void healthEventWithoutDetailIsIgnoredByName() {
    assertThat(only(realCase("eb-health-empty-detail")))
        .isInstanceOfSatisfying(IntakeResult.Ignored.class, ignored -> assertThat(ignored.text()).isEqualTo("Health event without detail"));
  }

  @Test
  void abortedBackupJobOfAClusterOpensTheBackupRunbook() {
    IntakeResult.Opened opened = opened(realCase("eb-backup-job-aborted-aurora"));

    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(opened.incident().runbook()).isEqualTo("backup");
    assertThat(((ParsedEvent.Backup) opened.notice()).state()).isEqualTo("ABORTED");
    assertThat(opened.signal().reason()).isEqualTo("ABORTED: \"Backup job was stopped by user.\"");
  }

  @Test
  void backupStateThatNobodyKnowsIsShownAsItIs() {
    IntakeResult.Opened opened = opened(realCase("eb-backup-job-aborted-aurora").replace("ABORTED", "HALF_DONE"));

    assertThat(((ParsedEvent.Backup) opened.notice()).state()).isEqualTo("HALF_DONE");
  }

  @Test
  void dimensionInMixedCaseIsResolvedAndReportedAndChangesNothing() {
    IntakeResult.Opened opened = opened(realCase("eb-alarm-dimension-mixed-case-cluster-id"));

    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(opened.consent()).isEqualTo(Consent.LOOK_ONLY);
    assertThat(opened.remarks()).extracting(Phrase::text).anyMatch(text -> text.contains("Orders-DB") && text.contains("receives no data"));
  }

  @Test
  void alarmWithoutDimensionsIsToldAndItsNameIsNoCluster() {
    FakeClusterDirectory directory = FakeClusterDirectory.usual().add("db-migration-required", Map.of("aurora-responder:mode", "act"));

    IntakeResult result = only(Samples.intake(directory).read(realCase("sns-alarm-no-dimensions-custom-namespace"), ANY));

    assertThat(result)
        .isInstanceOfSatisfying(
            IntakeResult.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(IntakeReason.NO_CLUSTER_NAMED);
              assertThat(rejected.told().text()).contains("names no cluster");
            });
    assertThat(directory.asked()).isEmpty();
  }

  @Test
  void arnsOfOtherPartitionsAreRead() {
    FakeClusterDirectory directory = new FakeClusterDirectory().add("ledger-db", Map.of("aurora-responder:mode", "observe"));
    Intake intake =
        new Intake(directory, new Intake.Settings(OwnAccount.fixed("111122223333", "us-gov-west-1"), Set.of()),
        InstantSource.fixed(Samples.NOW));

    IntakeResult.Opened opened = (IntakeResult.Opened) only(intake.read(realCase("eb-rds-cluster-failover-govcloud-arn"), ANY));

    assertThat(opened.incident().cluster().value()).isEqualTo("ledger-db");
    assertThat(opened.incident().runbook()).isEqualTo("connectivity");
  }

  @Test
  void eventOfAnotherRegionIsRefusedByName() {
    assertThat(only(realCase("eb-rds-cluster-failover-govcloud-arn")))
        .isInstanceOfSatisfying(
            IntakeResult.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(IntakeReason.OTHER_REGION);
              assertThat(rejected.text()).contains("us-gov-west-1").contains("eu-west-1");
            });
  }

  @Test
  void clusterGivenAsArnIsTheSameAsItsName() {
    IntakeResult.Opened byArn = opened(realCase("manual-capacity-cluster-given-as-arn"));
    IntakeResult.Opened byName = opened("{\"runbook\":\"capacity\",\"cluster\":\"orders-db\"}");

    assertThat(byArn.incident().key()).isEqualTo(byName.incident().key());
    assertThat(byArn.incident().runbook()).isEqualTo("capacity");
    assertThat(byArn.consent()).isEqualTo(Consent.FULL);
  }

  @Test
  void arnOfAnotherAccountIsRefusedEvenWhereEventsBringTheirOwn() {
    String other = realCase("manual-capacity-cluster-given-as-arn").replace("111122223333", "444455556666");
    Intake lab =
        new Intake(
            FakeClusterDirectory.usual(),
            new Intake.Settings(OwnAccount.ofTheEvent(new AccountRegion("111122223333", "eu-west-1")), Set.of()),
            InstantSource.fixed(Samples.NOW));

    assertThat(only(lab.read(other, ANY)))
        .isInstanceOfSatisfying(IntakeResult.Rejected.class, rejected ->
        assertThat(rejected.reason()).isEqualTo(IntakeReason.OTHER_ACCOUNT));
  }

  @Test
  void instanceGivenAsClusterNamesItsClusterAndChangesNothing() {
    IntakeResult.Opened opened = opened(realCase("manual-capacity-instance-id-given-as-cluster"));

    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(opened.incident().member()).isEqualTo("orders-db-instance-1");
    assertThat(opened.consent()).isEqualTo(Consent.LOOK_ONLY);
    assertThat(opened.remarks()).extracting(Phrase::text).containsExactly("orders-db-instance-1 is an instance; its cluster is orders-db.");
  }

  @Test
  void compositeWithAVeryLongRuleIsReadAndItsWordsStayShort() {
    FakeClusterDirectory directory = FakeClusterDirectory.usual();
    for (int shard = 1; shard <= 30; shard++) {
      directory.addAlarm(String.format("orders-db-shard-%02d-acu-high", shard), "ACUUtilization",
          Map.of("DBClusterIdentifier", "orders-db"));
    }

    IntakeResult.Opened opened =
        (IntakeResult.Opened) only(Samples.intake(directory).read(realCase("eb-alarm-composite-long-rule-over-slack-limit"), ANY));

    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(((ParsedEvent.Alarm) opened.notice()).alarm().definition().rule()).hasSizeGreaterThan(3000);
    assertThat(opened.remarks()).allMatch(remark -> remark.text().length() < 1500);
    assertThat(opened.signal().reason()).hasSizeLessThanOrEqualTo(1025);
  }

  @Test
  void alarmNameWithMarkupStaysAsItIsHere() {
    IntakeResult.Opened opened = opened(realCase("sns-alarm-name-with-markup-slash-percent-pipe"));

    assertThat(opened.signal().source()).isEqualTo("orders/db <writer> & <!channel> *90%* | ACU");
    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
  }

  @Test
  void longNameInOtherLettersIsKeptAndLineBreaksAreNot() {
    IntakeResult.Opened opened = opened(realCase("eb-alarm-name-long-non-ascii-for-sns-subject"));

    assertThat(opened.signal().source()).startsWith("Bestell-Datenbank – Kapazität über 90 %").endsWith("prüfen");
    assertThat(((ParsedEvent.Alarm) opened.notice()).alarm().definition().description()).isEqualTo("Zeile 1 Zeile 2");
  }

  @Test
  void instanceAlarmsAndEventsOfScenariosFindTheirCluster() {
    assertThat(opened(Samples.scenario("cpu-100-percent-with-acu-headroom").getFirst()).incident().member())
        .isEqualTo("orders-db-instance-1");
    assertThat(opened(Samples.scenario("modify-cluster-while-modifying").getFirst()).incident().runbook()).isEqualTo("capacity");
    assertThat(opened(Samples.scenario("raise-min-on-cluster-with-auto-pause").getFirst()).incident().key()).isEqualTo("orders-db");
    assertThat(opened(Samples.scenario("describe-events-second-page-throttled").getFirst()).incident().runbook()).isEqualTo("connectivity");
    assertThat(opened(Samples.scenario("db-connection-stale-after-freeze-and-failover").getFirst()).incident().runbook())
        .isEqualTo("connectivity");
    assertThat(opened(Samples.scenario("db-tls-root-certificate-missing").getFirst()).incident().runbook()).isEqualTo("connectivity");
  }

  @Test
  void sameEventHasTheSameKeyHoweverItComes() {
    assertThat(Samples.scenario("same-event-delivered-twice-second-try-after-crash"))
        .extracting(raw -> opened(raw).signal().id())
        .hasSize(3)
        .containsOnly(opened(Samples.scenario("same-event-delivered-twice-second-try-after-crash").getFirst()).signal().id());
  }

  @Test
  void scheduleRunsTheRunbookOfTheFunctionThatItReached() {
    String event = Samples.scenario("scheduled-check-on-auto-paused-cluster").getFirst();

    IntakeBatch batch = Samples.intake().read(event, new Caller("connectivity", "invocation-1"));

    assertThat(batch.results()).extracting(result -> ((IntakeResult.Opened) result).incident().runbook()).containsOnly("connectivity");
  }
}
