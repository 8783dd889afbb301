package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.ScalingRange;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterResponse;

class SimulatedRdsTest {
  private static final String TWO =
      """
      range: {min: 0.5, max: 8}
      tags: {mode: act}
      members: {w-1: writer, r-1: {role: reader, tier: 2}}
      events: [{at: -12m, source: w-1, message: DB instance restarted, categories: [availability]}, {at: -10m, message: Completed failover}, {at: +1m, message: later}]
      """;

  private final SimulatedAccount account = Worlds.account(TWO);

  @Test
  void describesAClusterByNameInAnyCaseAndByArn() {
    DBCluster byName = account.rds().describeDBClusters(request -> request.dbClusterIdentifier("Orders-DB")).dbClusters().getFirst();
    DBCluster byArn = account.rds().describeDBClusters(request -> request.dbClusterIdentifier(byName.dbClusterArn())).dbClusters()
        .getFirst();

    assertThat(byArn).isEqualTo(byName);
    assertThat(byName.engineMode()).isEqualTo("provisioned");
    assertThat(byName.serverlessV2ScalingConfiguration().maxCapacity()).isEqualTo(8);
    assertThat(byName.serverlessV2ScalingConfiguration().secondsUntilAutoPause()).isNull();
    assertThat(byName.dbClusterMembers()).extracting(DBClusterMember::isClusterWriter).containsExactly(true, false);
  }

  @Test
  void hasNoTagListWhereTagsAreUnreadable() {
    SimulatedAccount hidden = Worlds.account(TWO.replace("{mode: act}", "unreadable"));

    assertThat(hidden.rds().describeDBClusters().dbClusters().getFirst().hasTagList()).isFalse();
    assertThat(account.rds().describeDBClusters().dbClusters().getFirst().hasTagList()).isTrue();
  }

  @Test
  void refusesUnknownClustersInstancesAndFilters() {
    assertThatThrownBy(() -> account.rds().describeDBClusters(request -> request.dbClusterIdentifier("nobody")))
        .isInstanceOfSatisfying(DbClusterNotFoundException.class, missing -> {
          assertThat(missing.awsErrorDetails().errorCode()).isEqualTo("DBClusterNotFoundFault");
          assertThat(missing.statusCode()).isEqualTo(404);
        });
    assertThatThrownBy(() -> account.rds().describeDBInstances(request -> request.dbInstanceIdentifier("nobody")))
        .isInstanceOf(DbInstanceNotFoundException.class);
    assertThatThrownBy(() -> account.rds().describeDBInstances(request ->
        request.filters(Filter.builder().name("colour").values("red").build())))
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining("Unrecognized filter name");
    assertThatThrownBy(() -> account.rds().describeDBClusters(request -> request.maxRecords(5)))
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining("MaxRecords");
  }

  @Test
  void givesSmallPagesWhenTheWorldWantsThem() {
    SimulatedAccount paged = Worlds.of("pageSize: 1\nclusters:\n  orders-db:\n" + TWO.indent(4));

    DescribeDbInstancesResponse first = paged.rds().describeDBInstances();
    DescribeDbInstancesResponse second = paged.rds().describeDBInstances(request -> request.marker(first.marker()));

    assertThat(first.dbInstances()).hasSize(1);
    assertThat(second.dbInstances()).hasSize(1);
    assertThat(second.marker()).isNull();
    assertThatThrownBy(() -> paged.rds().describeDBInstances(request -> request.marker("invented")))
        .isInstanceOf(AwsServiceException.class);
  }

  @Test
  void aRangeIsInForceAtOnceAndTheClusterIsModifyingForAWhile() {
    ModifyDbClusterResponse answer = account.rds().modifyDBCluster(range(0.5, 12.0, null));

    DBCluster during = account.rds().describeDBClusters().dbClusters().getFirst();
    Worlds.pass(account, SimulatedRds.MODIFYING);
    DBCluster after = account.rds().describeDBClusters().dbClusters().getFirst();
    assertThat(answer.responseMetadata().requestId()).isNotBlank();
    assertThat(during.status()).isEqualTo("modifying");
    assertThat(during.serverlessV2ScalingConfiguration().maxCapacity()).isEqualTo(12);
    assertThat(after.status()).isEqualTo("available");
    assertThat(account.range("orders-db")).isEqualTo(ScalingRange.of(0.5, 12));
    assertThat(account.rangeChanges())
        .containsExactly(
            new SimulatedAccount.RangeChange("orders-db", Worlds.NOW, ScalingRange.of(0.5, 8), ScalingRange.of(0.5, 12),
            answer.responseMetadata().requestId()));
  }

  @Test
  void refusesAChangeWhileModifying() {
    account.rds().modifyDBCluster(range(0.5, 12.0, null));

    assertThatThrownBy(() -> account.rds().modifyDBCluster(range(0.5, 16.0, null)))
        .isInstanceOf(InvalidDbClusterStateException.class)
        .hasMessageContaining("DB cluster is not available for modification with status modifying");
    assertThat(account.rangeChanges()).hasSize(1);
  }

  @Test
  void aChangedMaxLeavesParametersPendingUntilAReboot() {
    account.rds().modifyDBCluster(range(0.5, 12.0, null));
    Worlds.pass(account, Duration.ofSeconds(10));

    assertThat(account.rds().describeDBClusters().dbClusters().getFirst().dbClusterMembers())
        .extracting(DBClusterMember::dbClusterParameterGroupStatus)
        .containsOnly("pending-reboot");
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, , , Both MinCapacity and MaxCapacity",
    ", 8, , Both MinCapacity and MaxCapacity",
    "0.5, 0.5, , must be at least 1.0",
    "0.3, 8, , steps of 0.5",
    "0.5, 7.75, , steps of 0.5",
    "8, 4, , is greater than",
    "0.5, 256.5, , at most 256",
    "0.5, 8, 300, SecondsUntilAutoPause can only be specified",
    "0, 8, 299, between 300 and 86400",
    "0, 8, 86401, between 300 and 86400"
  })
  void refusesRangesThatAwsWouldNotTake(@Nullable Double min, @Nullable Double max, @Nullable Integer pause, String words) {
    assertThatThrownBy(() -> account.rds().modifyDBCluster(range(min, max, pause)))
        .isInstanceOfSatisfying(AwsServiceException.class, refused -> {
          assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterValue");
          assertThat(refused.statusCode()).isEqualTo(400);
          assertThat(refused).hasMessageContaining(words);
        });
    assertThat(account.range("orders-db")).isEqualTo(ScalingRange.of(0.5, 8));
  }

  @ParameterizedTest
  @CsvSource({"16.2, 3, 0, 8", "16.6, 1, 0.5, 129", "15.4, 3, 0.5, 129", "13.5, 3, 0.5, 8", "12.9, 3, 0.5, 8"})
  void refusesWhatEngineOrPlatformDoNotAllow(String engine, String platform, double min, double max) {
    SimulatedAccount old = Worlds.account("engineVersion: " + engine + "\nplatformVersion: " + platform + "\n" + TWO);

    assertThatThrownBy(() -> old.rds().modifyDBCluster(range(min, max, null))).isInstanceOf(AwsServiceException.class);
  }

  @Test
  void aPauseTimeLeftOutIsReset() {
    SimulatedAccount pausing = Worlds.account(TWO.replace("{min: 0.5, max: 8}", "{min: 0, max: 8, pauseAfter: 900}"));

    pausing.rds().modifyDBCluster(range(0.0, 12.0, null));

    assertThat(pausing.range("orders-db")).isEqualTo(ScalingRange.of(0, 12, 300));
  }

  @Test
  void changesNothingButRanges() {
    assertThatThrownBy(() -> account.rds().modifyDBCluster(request -> request.dbClusterIdentifier("orders-db").backupRetentionPeriod(7)))
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining("scaling ranges and nothing else");
  }

  @Test
  void eventsOfTheClusterDoNotBringThoseOfItsInstances() {
    List<String> cluster = messages("orders-db", "db-cluster", 60);
    List<String> instance = messages("w-1", "db-instance", 60);

    assertThat(cluster).containsExactly("Completed failover");
    assertThat(instance).containsExactly("DB instance restarted");
    assertThat(messages("w-1", "db-instance", 5)).isEmpty();
  }

  @Test
  void eventsAreAskedForWithTypeAndWithinFourteenDays() {
    assertThatThrownBy(() -> account.rds().describeEvents(request -> request.sourceIdentifier("orders-db")))
        .hasMessageContaining("needs a SourceType");
    assertThatThrownBy(() -> account.rds().describeEvents(request -> request.startTime(Worlds.NOW.minus(Duration.ofDays(15)))))
        .hasMessageContaining("14 days");
  }

  @Test
  void aTimeoutBeforeLeavesTheRangeAndOneAfterDoesNot() {
    account.fault(new World.Fault("rds:ModifyDBCluster", 0, 1, new World.Answer.TimeoutBefore()));
    account.fault(new World.Fault("rds:ModifyDBCluster", 0, 1, new World.Answer.TimeoutAfter()));

    assertThatThrownBy(() -> account.rds().modifyDBCluster(range(0.5, 12.0, null))).isInstanceOf(ApiCallAttemptTimeoutException.class);
    ScalingRange afterFirst = account.range("orders-db");
    assertThatThrownBy(() -> account.rds().modifyDBCluster(range(0.5, 12.0, null))).isInstanceOf(ApiCallAttemptTimeoutException.class);

    assertThat(afterFirst).isEqualTo(ScalingRange.of(0.5, 8));
    assertThat(account.range("orders-db")).isEqualTo(ScalingRange.of(0.5, 12));
    assertThat(account.calls("rds:ModifyDBCluster")).hasSize(2);
  }

  @Test
  void somebodyElseChangesTheRangeWhenTheWorldSaysSo() {
    SimulatedAccount shared = Worlds.account(TWO + "rangeChanges: [{at: -1h, min: 0.5, max: 6}, {at: +3m, min: 0.5, max: 4}]\n");

    ScalingRange now = shared.range("orders-db");
    Worlds.pass(shared, Duration.ofMinutes(4));

    assertThat(now).isEqualTo(ScalingRange.of(0.5, 6));
    assertThat(shared.range("orders-db")).isEqualTo(ScalingRange.of(0.5, 4));
  }

  @Test
  void endpointsCanBeReal() {
    account.reachableAt("orders-db", "127.0.0.1", 41873);
    account.reachableAt("r-1", "127.0.0.2", 41874);

    assertThat(account.rds().describeDBClusters().dbClusters().getFirst().port()).isEqualTo(41873);
    assertThat(account.rds().describeDBInstances().dbInstances())
        .extracting(instance -> instance.endpoint().address() + ":" + instance.endpoint().port())
        .containsExactly("127.0.0.1:41873", "127.0.0.2:41874");
  }

  private List<String> messages(String source, String type, int minutes) {
    return account.rds().describeEvents(request -> request.sourceIdentifier(source).sourceType(type).duration(minutes)).events().stream()
        .map(event -> event.message())
        .toList();
  }

  private static ModifyDbClusterRequest range(@Nullable Double min, @Nullable Double max, @Nullable Integer pause) {
    return ModifyDbClusterRequest.builder()
        .dbClusterIdentifier("orders-db")
        .serverlessV2ScalingConfiguration(range -> range.minCapacity(min).maxCapacity(max).secondsUntilAutoPause(pause))
        .applyImmediately(true)
        .build();
  }
}
