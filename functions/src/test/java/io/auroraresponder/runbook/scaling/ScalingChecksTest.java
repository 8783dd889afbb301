package io.auroraresponder.runbook.scaling;

import static io.auroraresponder.runbook.scaling.ScalingScene.DAY;
import static io.auroraresponder.runbook.scaling.ScalingScene.READER;
import static io.auroraresponder.runbook.scaling.ScalingScene.WRITER;
import static io.auroraresponder.runbook.scaling.ScalingScene.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.observation.PendingMaintenance;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.LeaseHistory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingChecksTest {
  private static Severity severity(ScalingScene scene, String check) {
    return finding(scene, check).severity();
  }

  private static Finding finding(ScalingScene scene, String check) {
    return switch (scene.check(check)) {
      case CheckResult.Clear clear -> clear.seen();
      case CheckResult.Found found -> found.findings().getFirst();
      case CheckResult.Inconclusive open -> throw new AssertionError(check + " is inconclusive: " + open.gap().reason());
    };
  }

  private static ScalingScene pausing() {
    return new ScalingScene().range(0, 8);
  }

  /** 4 ACU at the least, at it all day, with so many percent of 8 ACU in use. */
  private static ScalingScene wasteful(double cpu) {
    return new ScalingScene().range(4, 8).fill(WRITER, Metric.CAPACITY, 4, DAY).fill(WRITER, Metric.ACU_UTILIZATION, 50, DAY)
        .fill(WRITER, Metric.CPU, cpu, DAY);
  }

  @Test
  void everyCheckIsClearWhereAllIsWell() {
    List<String> ids = ScalingRunbook.checks().stream().map(Check::id).toList();

    assertThat(ids).hasSize(19).doesNotHaveDuplicates();
    assertThat(ids)
        .filteredOn(id -> !id.equals("Headroom"))
        .allSatisfy(id -> assertThat(severity(new ScalingScene(), id)).as(id).isEqualTo(Severity.OK));
  }

  @Test
  void everyCheckIsInconclusiveWithoutAServerlessRange() {
    assertThat(ScalingRunbook.checks()).filteredOn(ScalingCheck.class::isInstance)
        .allSatisfy(check -> assertThat(new ScalingScene().noRange().check(check.id())).isInstanceOf(CheckResult.Inconclusive.class));
  }

  @ParameterizedTest
  @CsvSource({"RangeLimits,limits", "DailyCeiling,metrics", "DailyClimbs,metrics", "ReplicaLag,metrics", "Headroom,metrics",
      "Lease,ledger"})
  void aCheckWhoseSourceFailedIsInconclusive(String check, String port) {
    assertThat(new ScalingScene().broken(port).check(check)).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AutoPause", "Wakeups"})
  void withoutMetricsNobodyKnowsWhetherItPauses(String check) {
    assertThat(pausing().broken("metrics").check(check)).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @ParameterizedTest
  @CsvSource({"0.5,7.5,0,8,OK", "0.5,8,0,8,INFO", "0.5,8.5,0,8,WARNING", "0,8,0.5,256,WARNING"})
  void rangeLimitsHoldBothEndsAgainstWhatIsAllowed(double min, double max, double allowedMin, double allowedMax, Severity wanted) {
    assertThat(severity(new ScalingScene().range(min, max).limits(allowedMin, allowedMax), "RangeLimits")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"8.5,OK", "8,INFO", "4,INFO"})
  void policyRangeSaysWhereARaiseIsNotPossible(double policy, Severity wanted) {
    assertThat(severity(new ScalingScene().policyMax(policy), "PolicyRange")).isEqualTo(wanted);
  }

  @Test
  void aTagThatWasNotUnderstoodIsAWarning() {
    Finding found = finding(new ScalingScene().trouble("tag aurora-responder:step is no number"), "PolicyRange");

    assertThat(found.severity()).isEqualTo(Severity.WARNING);
    assertThat(found.summary().text()).contains("tag aurora-responder:step is no number");
  }

  @Test
  void aMemberWithoutMemoryForItsParametersIsCritical() {
    ScalingScene scene =
        new ScalingScene().members(member(WRITER, true, 0, "db.serverless", "incompatible-parameters", "in-sync", false),
        member(READER, false, 1));

    assertThat(severity(scene, "Topology")).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void membersSayWhatAFailoverWouldFind() {
    ScalingScene alone = new ScalingScene().members(member(WRITER, true, 0));
    ScalingScene second = new ScalingScene().members(member(WRITER, true, 0), member(READER, false, 2));
    ScalingScene mixed =
        new ScalingScene().members(member(WRITER, true, 0), member(READER, false, 1, "db.r6g.large", "available", "in-sync", false));

    assertThat(finding(alone, "Topology").summary().text()).contains("no reader to fail over to");
    assertThat(finding(second, "Topology").summary().text()).contains("every reader scales by itself");
    assertThat(finding(mixed, "Topology").summary().text()).contains("are mixed");
  }

  @Test
  void aMemberThatWaitsForARebootIsANoteAndAnUnreadOneIsOpen() {
    ScalingScene waits = new ScalingScene().members(member(WRITER, true, 0, "db.serverless", "available", "pending-reboot", false));
    ScalingScene unread = new ScalingScene().members(member(WRITER, true, 0, "db.serverless", "available", "", false));

    assertThat(severity(waits, "PendingReboot")).isEqualTo(Severity.INFO);
    assertThat(unread.check("PendingReboot")).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @ParameterizedTest
  @CsvSource({"59,OK", "60,WARNING"})
  void ceilingCountsMinutesOfTheDay(int minutes, Severity wanted) {
    ScalingScene scene = new ScalingScene();
    for (int i = 100; i < 100 + minutes; i++) {
      scene.put(WRITER, Metric.CAPACITY, i, 8).put(WRITER, Metric.ACU_UTILIZATION, i, 100);
    }

    assertThat(severity(scene, "DailyCeiling")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"4,OK", "5,WARNING"})
  void ceilingNowTakesFiveMinutes(int minutes, Severity wanted) {
    ScalingScene scene = new ScalingScene().fill(WRITER, Metric.CAPACITY, 7.6, minutes).fill(WRITER, Metric.ACU_UTILIZATION, 95, minutes);

    assertThat(severity(scene, "DailyCeiling")).isEqualTo(wanted);
  }

  @Test
  void aCeilingOfAFormerMaxCountsAndTheSameCapacityUnderTheLiveOneDoesNot() {
    ScalingScene scene = new ScalingScene();
    for (int i = 100; i < 200; i++) {
      scene.put(WRITER, Metric.CAPACITY, i, 4).put(WRITER, Metric.ACU_UTILIZATION, i, 100);
    }

    assertThat(severity(scene, "DailyCeiling")).isEqualTo(Severity.WARNING);
    assertThat(severity(new ScalingScene().fill(WRITER, Metric.CAPACITY, 4, DAY).fill(WRITER, Metric.ACU_UTILIZATION, 50, DAY),
        "DailyCeiling"))
        .isEqualTo(Severity.OK);
  }

  @Test
  void lessThanAnHourOfMetricsIsTooLittleToSpeakOfTheDay() {
    assertThat(new ScalingScene().cut(Metric.CAPACITY, 59).check("DailyCeiling")).isInstanceOf(CheckResult.Inconclusive.class);
    assertThat(severity(new ScalingScene().cut(Metric.CAPACITY, 60), "DailyCeiling")).isEqualTo(Severity.OK);
  }

  @Test
  void threeClimbsADayMakeAMinTooLowAndProposeAHigherOne() {
    ScalingScene two = new ScalingScene().climb(100, 8).climb(300, 8);
    ScalingScene three = new ScalingScene().climb(100, 8).climb(300, 8).climb(500, 8);

    Finding found = finding(three, "DailyClimbs");

    assertThat(severity(two, "DailyClimbs")).isEqualTo(Severity.INFO);
    assertThat(found.severity()).isEqualTo(Severity.WARNING);
    assertThat(found.summary().text()).isEqualTo("orders-db-1 was short of CPU while scaling up 3 times; last from 1 to 2 ACU in 3 min");
    assertThat(found.advice().getFirst().text().text())
        .contains("min 2 ACU (now 0.5 ACU), so that scaling up starts higher, at most 0.6 USD/h more");
    assertThat(found.advice().getFirst().command().text()).endsWith("MinCapacity=2,MaxCapacity=8");
  }

  @Test
  void aMinThatIsPaidForAndNotUsedIsWaste() {
    Finding found = finding(wasteful(10), "Waste");

    assertThat(found.severity()).isEqualTo(Severity.INFO);
    assertThat(found.advice().getFirst().text().text()).contains("min 2 ACU (now 4 ACU), up to 0.8 USD/h less");
    assertThat(found.advice().getFirst().command().text()).endsWith("MinCapacity=2,MaxCapacity=8");
  }

  @ParameterizedTest
  @CsvSource({"25,INFO", "25.1,OK"})
  void wasteStopsAtHalfOfMinInUse(double cpu, Severity wanted) {
    assertThat(severity(wasteful(cpu), "Waste")).isEqualTo(wanted);
  }

  @Test
  void aDayThatIsHalfKnownProposesNoSmallerMin() {
    assertThat(wasteful(10).cut(Metric.CAPACITY, 1100).check("Waste")).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @Test
  void aMinThatPerformanceInsightsNeedsIsNoWaste() {
    ScalingScene scene =
        new ScalingScene()
            .range(2, 8)
            .members(member(WRITER, true, 0, "db.serverless", "available", "in-sync", true))
            .fill(WRITER, Metric.CAPACITY, 2, DAY).fill(WRITER, Metric.ACU_UTILIZATION, 25, DAY).fill(WRITER, Metric.CPU, 1, DAY);

    assertThat(severity(scene, "Waste")).isEqualTo(Severity.OK);
    assertThat(severity(scene, "SmallMinimum")).isEqualTo(Severity.OK);
    assertThat(severity(scene.range(1.5, 8), "SmallMinimum")).isEqualTo(Severity.INFO);
  }

  @ParameterizedTest
  @CsvSource({"3.9,INFO", "4,OK"})
  void headroomIsNamedWherePeakStaysUnderHalfOfMax(double peak, Severity wanted) {
    assertThat(severity(new ScalingScene().put(WRITER, Metric.CAPACITY, 50, peak), "Headroom")).isEqualTo(wanted);
  }

  @Test
  void whatKeepsAPausingClusterAwakeIsNamed() {
    assertThat(finding(pausing().blocker("global database orders-global"), "AutoPause"))
        .satisfies(found -> assertThat(found.severity()).isEqualTo(Severity.WARNING))
        .satisfies(found -> assertThat(found.summary().text()).contains("global database orders-global"));
    assertThat(finding(pausing(), "AutoPause").summary().text()).contains("at least 20 connections were open");
    assertThat(finding(pausing().put(WRITER, Metric.CONNECTIONS, 100, 0), "AutoPause").summary().text())
        .doesNotContain("all the time on orders-db-1")
        .contains("at least 20 connections were open all the time on orders-db-2, a reader that pauses together with the writer");
    assertThat(finding(unconnected(), "AutoPause").summary().text()).contains("no cause was found")
        .endsWith("continuous backup that catches up, which is brief, and an instance that could not read its range");
    assertThat(finding(unconnected(), "AutoPause").advice().getFirst().command().text()).contains("--filename-contains instance.log");
    assertThat(finding(pausing().put(WRITER, Metric.CAPACITY, 100, 0), "AutoPause").severity()).isEqualTo(Severity.OK);
  }

  private static ScalingScene unconnected() {
    return pausing().fill(WRITER, Metric.CONNECTIONS, 0, DAY).fill(READER, Metric.CONNECTIONS, 0, DAY);
  }

  /** One connection every four minutes, in turn: 300 seconds never pass. */
  @Test
  void connectionsThatTakeTurnsKeepItAwake() {
    ScalingScene scene = unconnected();
    for (int minute = 0; minute < DAY; minute += 4) {
      scene.put(minute % 8 == 0 ? WRITER : READER, Metric.CONNECTIONS, minute, 1);
    }

    assertThat(finding(scene, "AutoPause").summary().text()).contains("no 300 s without a connection to orders-db-1, orders-db-2");
  }

  @Test
  void aReaderThatScalesAloneIsJudgedByItself() {
    ScalingScene scene = unconnected().members(member(WRITER, true, 0), member(READER, false, 2))
        .put(WRITER, Metric.CAPACITY, 100, 0).fill(READER, Metric.CONNECTIONS, 1, DAY);

    assertThat(finding(scene, "AutoPause").summary().text())
        .contains("orders-db-2 did not pause within").contains("at least 1 connection").endsWith("all the time on orders-db-2");
  }

  @Test
  void rdsAtWorkKeepsItAwake() {
    ScalingScene scene = unconnected()
        .members(member(WRITER, true, 0, "db.serverless", "upgrading", "in-sync", false), member(READER, false, 1));

    assertThat(finding(scene, "AutoPause").summary().text())
        .contains("RDS is at work on orders-db-1 (upgrading), which is not paused meanwhile");
  }

  @ParameterizedTest
  @CsvSource({"-1,WARNING", "14,WARNING", "15,INFO"})
  void maintenanceThatIsAppliedSoonIsAWarning(int days, Severity wanted) {
    PendingMaintenance upgrade = new PendingMaintenance("arn:aws:rds:eu-west-1:111122223333:db:orders-db-1", "os-upgrade",
        Optional.of(ScalingScene.NOW.plus(Duration.ofDays(days))));

    Finding found = finding(new ScalingScene().maintenance(upgrade), "PendingMaintenance");

    assertThat(found.severity()).isEqualTo(wanted);
    assertThat(found.summary().text()).startsWith("RDS applies os-upgrade to orders-db-1 on 2026-1");
    assertThat(found.advice().getFirst().command().text()).isEqualTo(
        "aws rds apply-pending-maintenance-action --resource-identifier arn:aws:rds:eu-west-1:111122223333:db:orders-db-1"
            + " --apply-action os-upgrade --opt-in-type next-maintenance");
  }

  @Test
  void maintenanceWithoutADateIsANote() {
    Finding found = finding(new ScalingScene().maintenance(
        new PendingMaintenance("arn:aws:rds:eu-west-1:111122223333:cluster:orders-db", "db-upgrade", Optional.empty())),
        "PendingMaintenance");

    assertThat(found.severity()).isEqualTo(Severity.INFO);
    assertThat(found.summary().text()).isEqualTo("db-upgrade waits for orders-db, without a date");
  }

  @ParameterizedTest
  @CsvSource({
    "181,1277,OK,standard support of major version 14 ends on 2027-05-24",
    "180,1276,WARNING,'standard support of major version 14 ends on 2027-05-23, in 180 days'",
    "-1,181,INFO,'ended on 2026-11-23, 1 day ago; Extended Support, which is charged for, ends on 2027-05-24, in 181 days'",
    "-1,180,WARNING,'Extended Support, which is charged for, ends on 2027-05-23, in 180 days'",
    "-900,-1,WARNING,'Extended Support, which is charged for, ended on 2026-11-23'",
    "-1,,WARNING,ended on 2026-11-23"
  })
  void theEndOfSupportIsToldHalfAYearBefore(long standard, @Nullable Long extended, Severity wanted, String said) {
    Finding found = finding(new ScalingScene().support(standard, Optional.ofNullable(extended)), "EngineSupport");

    assertThat(found.severity()).isEqualTo(wanted);
    assertThat(found.summary().text()).contains(said);
  }

  @ParameterizedTest
  @CsvSource({"maintenance,PendingMaintenance", "support,EngineSupport"})
  void whatRdsDoesNotTellIsNeverInOrder(String port, String check) {
    assertThat(new ScalingScene().broken(port).check(check)).isInstanceOf(CheckResult.Inconclusive.class);
  }

  @Test
  void aVersionThatCannotPauseIsSaid() {
    assertThat(finding(new ScalingScene().limits(0.5, 128), "AutoPause").summary().text())
        .isEqualTo("this engine or platform version cannot pause");
  }

  @ParameterizedTest
  @CsvSource({"11,OK", "12,WARNING"})
  void wakeupsAreCounted(int times, Severity wanted) {
    ScalingScene scene = pausing();
    for (int i = 1; i <= times; i++) {
      scene.put(WRITER, Metric.CAPACITY, i * 60, 0).put(WRITER, Metric.CONNECTION_ATTEMPTS, i * 60 - 1, 3);
    }

    Finding found = finding(scene, "Wakeups");

    assertThat(found.severity()).isEqualTo(wanted);
    assertThat(found.summary().text()).isEqualTo("orders-db-1 woke " + times + " times, last with 3 attempts in that minute");
  }

  @ParameterizedTest
  @CsvSource({"2000,OK", "2000.1,WARNING"})
  void replicaLagIsHeldAgainstItsLimit(double millis, Severity wanted) {
    assertThat(severity(new ScalingScene().fill(READER, Metric.REPLICA_LAG, millis, 3), "ReplicaLag")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({"0.5,10,INFO", "0.5,9.5,OK", "1,16,OK"})
  void aSmallMinCapsConnectionsOnceMaxWouldGiveMore(double min, double max, Severity wanted) {
    assertThat(severity(new ScalingScene().range(min, max), "ConnectionLimit")).isEqualTo(wanted);
  }

  @Test
  void theCostBoundIsEveryMemberAtMax() {
    assertThat(finding(new ScalingScene(), "CostBound").summary().text())
        .isEqualTo("between 0.2 USD/h and 3.2 USD/h for 2 instances, today 1.2 USD/h on average");
  }

  @ParameterizedTest
  @CsvSource({"FREE,OK", "IN_FORCE,INFO", "RESET,WARNING"})
  void theLeaseIsSaid(LeaseHistory.Standing standing, Severity wanted) {
    assertThat(severity(new ScalingScene().lease(new LeaseHistory.Situation(standing, "")), "Lease")).isEqualTo(wanted);
  }

  @Test
  void aProxyAnIntegrationAndLogicalReplicationKeepItAwake() {
    assertThat(finding(pausing().proxies("orders-proxy"), "AutoPause").summary().text())
        .contains("it cannot pause although min is 0 ACU: RDS Proxy orders-proxy");
    assertThat(finding(pausing().integrations("to-warehouse"), "AutoPause").summary().text())
        .contains("it cannot pause although min is 0 ACU: zero-ETL integration to-warehouse");
    assertThat(finding(pausing().parameter("rds.logical_replication", "1"), "AutoPause").summary().text())
        .contains("logical replication (rds.logical_replication)");
    assertThat(finding(pausing().parameter("rds.logical_replication", "0"), "AutoPause").severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void whatCouldNotBeLookedUpIsSaidWhereItDidNotPause() {
    ScalingScene scene = unconnected().broken("integrations");

    assertThat(finding(scene, "AutoPause").summary().text()).contains("not looked up: zero-ETL: ")
        .contains("Throttling");
  }

  @Test
  void whatStandsAroundTheClusterIsNamedWithWhatItMeans() {
    ScalingScene scene =
        new ScalingScene()
            .members(member(WRITER, true, 0), member("application-autoscaling-0f1e", false, 15))
            .fill("application-autoscaling-0f1e", Metric.CAPACITY, 1, DAY)
            .proxies("orders-proxy").integrations("to-warehouse").parameter("rds.logical_replication", "1")
            .blocker("global database earth");

    Finding found = finding(scene, "Around");

    assertThat(found.severity()).isEqualTo(Severity.INFO);
    assertThat(found.summary().text())
        .contains("RDS Proxy orders-proxy: it pools")
        .contains("zero-ETL integration to-warehouse: ")
        .contains("rds.logical_replication is on")
        .contains("global database earth: ")
        .contains("reader application-autoscaling-0f1e: added by reader auto scaling");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxies", "integrations", "parameters"})
  void nothingFoundIsNoProofWhileOneOfThemWasNotAsked(String port) {
    assertThat(new ScalingScene().broken(port).check("Around")).isInstanceOf(CheckResult.Inconclusive.class);
    assertThat(severity(new ScalingScene().broken(port).blocker("global database earth"), "Around")).isEqualTo(Severity.INFO);
  }

  @Test
  void whoChangedTheRangeIsNamedWhereTheSignalTells() {
    Signal change = new Signal("cloudtrail", "e-2", "ModifyDBCluster by arn:aws:iam::111122223333:user/ada", "",
        ScalingScene.NOW.minusSeconds(90));

    Finding found = finding(new ScalingScene().signal(change), "RangeChange");

    assertThat(found.severity()).isEqualTo(Severity.INFO);
    assertThat(found.summary().text())
        .isEqualTo("ada (user) changed the range at 10:14 UTC; it is now 0.5 to 8 ACU");
    assertThat(severity(new ScalingScene(), "RangeChange")).isEqualTo(Severity.OK);
  }

  @Test
  void whoSetTheRangeUnderALeaseIsNamedWhereTheSignalTells() {
    Signal change = new Signal("cloudtrail", "e-2", "ModifyDBCluster by arn:aws:iam::111122223333:user/ada", "",
        ScalingScene.NOW.minusSeconds(90));
    ScalingScene scene = new ScalingScene().lease(LeaseHistory.Situation.RESET);

    assertThat(finding(scene, "Lease").summary().text())
        .endsWith("was set by a person or a deploy under a lease; by whom only CloudTrail knows, which is not read in a look");
    assertThat(finding(scene.signal(change), "Lease").summary().text()).endsWith("was set by ada (user) under a lease");
    ScalingScene heard = new ScalingScene().lease(LeaseHistory.Situation.RESET.by("arn:aws:sts::111122223333:assumed-role/deploy/run-7"));
    assertThat(finding(heard, "Lease").summary().text()).endsWith("was set by run-7 (assumed-role/deploy) under a lease");
  }

  @ParameterizedTest
  @CsvSource({"180,true", "181,false"})
  void whatRdsSaysOfAResumeStandsBesideIt(int seconds, boolean told) {
    ScalingScene scene =
        pausing().put(WRITER, Metric.CAPACITY, 60, 0)
            .event(WRITER, "The DB instance is being resumed because of a new connection.",
            ScalingScene.NEWEST.minusSeconds(59 * 60L + seconds));

    assertThat(finding(scene, "Wakeups").summary().text().contains("RDS says: The DB instance is being resumed")).isEqualTo(told);
  }

  @Test
  void aSmallerMaxIsProposedAndNeverBelowHalfOrWhatTheDayUsed() {
    Finding low = finding(new ScalingScene().fill(WRITER, Metric.CAPACITY, 1, DAY), "Headroom");
    Finding used = finding(new ScalingScene().put(WRITER, Metric.CAPACITY, 50, 3.9), "Headroom");

    assertThat(low.advice().getFirst().text().text()).contains("max 4 ACU (now 8 ACU), at worst 1.6 USD/h less");
    assertThat(low.advice().getFirst().command().text()).endsWith("MinCapacity=0.5,MaxCapacity=4");
    assertThat(used.advice().getFirst().command().text()).endsWith("MinCapacity=0.5,MaxCapacity=6");
  }

  @Test
  void aConnectionLimitThatSomebodySetIsNotCappedByMin() {
    ScalingScene scene = new ScalingScene().range(0.5, 16).parameter("max_connections", "4000");

    assertThat(finding(scene, "ConnectionLimit").severity()).isEqualTo(Severity.OK);
    assertThat(finding(scene, "ConnectionLimit").summary().text()).contains("max_connections is set to 4000");
  }
}
