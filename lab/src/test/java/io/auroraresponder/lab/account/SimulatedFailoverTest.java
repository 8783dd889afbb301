package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.rds.model.SourceType;

class SimulatedFailoverTest {
  private static final String TWO =
      "range: {min: 1, max: 8}\nmembers: {a-1: writer, a-2: {role: reader, tier: 1}}\nload: {a-1: {acu: 6}, a-2: {acu: 2}}\n";

  private static SimulatedAccount with(String failover) {
    return Worlds.account(TWO + "failovers: [{" + failover + ", to: a-2, takes: 40s}]\n");
  }

  private static DBCluster cluster(SimulatedAccount account) {
    return account.rds().describeDBClusters().dbClusters().getFirst();
  }

  private static String listedWriter(SimulatedAccount account) {
    return cluster(account).dbClusterMembers().stream().filter(DBClusterMember::isClusterWriter).map(DBClusterMember::dbInstanceIdentifier)
        .findFirst().orElse("nobody");
  }

  @Test
  void turnsEnginesAtOnceAndTheListWhenItIsComplete() {
    SimulatedAccount account = with("atConnection: 2");
    account.countConnection("a-1");
    boolean before = account.writes("a-1");
    account.countConnection("a-1");

    assertThat(before).isTrue();
    assertThat(account.writes("a-1")).isFalse();
    assertThat(account.writes("a-2")).isTrue();
    assertThat(cluster(account).status()).isEqualTo("failing-over");
    assertThat(listedWriter(account)).isEqualTo("a-1");
    Worlds.pass(account, Duration.ofSeconds(40));
    assertThat(cluster(account).status()).isEqualTo("available");
    assertThat(listedWriter(account)).isEqualTo("a-2");
  }

  @Test
  void beginsAfterSoManyCalls() {
    SimulatedAccount account = with("afterCalls: 2");

    assertThat(cluster(account).status()).isEqualTo("available");
    assertThat(cluster(account).status()).isEqualTo("available");
    assertThat(cluster(account).status()).isEqualTo("failing-over");
  }

  @Test
  void isHistoryWhereItsTimeHasPassed() {
    SimulatedAccount account = with("at: -5h");

    assertThat(listedWriter(account)).isEqualTo("a-2");
    assertThat(cluster(account).status()).isEqualTo("available");
    assertThat(events(account, SourceType.DB_CLUSTER, "orders-db"))
        .containsExactly("Started cross AZ failover to DB instance: a-2", "Completed failover to DB instance: a-2");
    assertThat(events(account, SourceType.DB_INSTANCE, "a-1")).containsExactly("DB instance restarted");
  }

  @Test
  void refusesChangesWhileItGoesOn() {
    SimulatedAccount account = with("at: -10s");

    assertThatThrownBy(
            () ->
                account.rds().modifyDBCluster(
                    request -> request.dbClusterIdentifier("orders-db")
                    .serverlessV2ScalingConfiguration(range -> range.minCapacity(1.0).maxCapacity(12.0))))
        .isInstanceOf(InvalidDbClusterStateException.class)
        .hasMessageContaining("failing-over");
  }

  @Test
  void keepsTheMinutesOfAFormerWriterUnderItsFormerRole() {
    SimulatedAccount account = with("at: -5m");

    List<Double> writer = capacity(account, "WRITER");

    assertThat(writer.subList(0, 4)).containsOnly(6.0);
    assertThat(writer.subList(writer.size() - 3, writer.size())).allMatch(acu -> acu < 6);
  }

  @Test
  void restartsBothEngines() {
    SimulatedAccount account = with("at: -5m");

    assertThat(points(account, "EngineUptime", Dimension.builder().name("DBInstanceIdentifier").value("a-1").build()).getLast())
        .isBetween(200.0, 301.0);
  }

  private static List<String> events(SimulatedAccount account, SourceType type, String source) {
    return account.rds().describeEvents(request -> request.sourceType(type).sourceIdentifier(source).duration(1_000)).events().stream()
        .map(Event::message).toList();
  }

  private static List<Double> capacity(SimulatedAccount account, String role) {
    return points(
        account, "ServerlessDatabaseCapacity", Dimension.builder().name("DBClusterIdentifier").value("orders-db").build(),
        Dimension.builder().name("Role").value(role).build());
  }

  private static List<Double> points(SimulatedAccount account, String metric, Dimension... dimensions) {
    MetricDataQuery query =
        MetricDataQuery.builder()
            .id("m1")
            .metricStat(stat -> stat.period(60).stat("Average")
            .metric(of -> of.namespace("AWS/RDS").metricName(metric).dimensions(dimensions)))
            .build();
    return account.cloudWatch()
        .getMetricData(
            request ->
                request
                    .metricDataQueries(query)
                    .startTime(account.clock().instant().minus(Duration.ofMinutes(12)))
                    .endTime(account.clock().instant())
                    .scanBy("TimestampAscending"))
        .metricDataResults()
        .getFirst()
        .values();
  }
}
