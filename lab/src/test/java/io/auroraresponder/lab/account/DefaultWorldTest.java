package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.CloudWatchMetrics;
import io.auroraresponder.aws.PerformanceInsightsHistory;
import io.auroraresponder.aws.RdsControlPlane;
import io.auroraresponder.aws.RdsRangeChange;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.observation.LoadHistory.WaitLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The default world, looked at through the adapters that the functions use. */
class DefaultWorldTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");

  private final SimulatedAccount account = new SimulatedAccount(DefaultWorld.get(), SimulatedClock.standingAt(NOW));
  private final RdsControlPlane plane =
      new RdsControlPlane(account::rds, account.clock(), new Backoff(3, Duration.ofMillis(1), new Random(1), length -> {}));

  @Test
  void ordersDbHasAWriterAndAReaderAndIsOptedIn() {
    ClusterState orders = plane.cluster(new ClusterId("orders-db")).orElseThrow();

    assertThat(orders.arn()).isEqualTo("arn:aws:rds:eu-west-1:111122223333:cluster:orders-db");
    assertThat(orders.engineVersion()).isEqualTo("16.6");
    assertThat(orders.range()).isEqualTo(Reading.known(ScalingRange.of(0.5, 8), NOW));
    assertThat(orders.writer().orElseThrow().id()).isEqualTo("orders-db-instance-1");
    assertThat(orders.serverlessMembers()).hasSize(2);
    assertThat(orders.tags().orElse(Map.of()))
        .containsEntry("aurora-responder:mode", "act")
        .containsEntry("aurora-responder:max-acu", "16")
        .containsEntry("aurora-responder:cluster", orders.resourceId());
  }

  @Test
  void billingDbMayPauseAndWarehouseDbIsNotOptedIn() {
    ClusterState billing = plane.cluster(new ClusterId("billing-db")).orElseThrow();
    ClusterState warehouse = plane.cluster(new ClusterId("warehouse-db")).orElseThrow();

    assertThat(billing.range()).isEqualTo(Reading.known(ScalingRange.of(0, 4, 900), NOW));
    assertThat(billing.serverlessMembers()).hasSize(1);
    assertThat(warehouse.tags()).isEqualTo(Reading.known(Map.of(), NOW));
  }

  @Test
  void isAlsoInAnotherAccountAndRegion() {
    World world = DefaultWorld.in("444455556666", "us-gov-west-1", NOW.plusSeconds(60));
    SimulatedAccount elsewhere = new SimulatedAccount(world, SimulatedClock.standingAt(world.now()));

    assertThat(elsewhere.rds().describeDBClusters().dbClusters())
        .extracting(cluster -> cluster.dbClusterArn())
        .contains("arn:aws-us-gov:rds:us-gov-west-1:444455556666:cluster:orders-db");
  }

  @Test
  void itsLimitsComeFromEngineAndPlatform() {
    ClusterState orders = plane.cluster(new ClusterId("orders-db")).orElseThrow();

    assertThat(plane.limits(orders)).isEqualTo(new ClusterState.RangeLimits(0, 256));
  }

  @Test
  void everyMetricOfAServerlessWriterWithoutSlotsIsThere() {
    Metrics metrics = new CloudWatchMetrics(account::cloudWatch)
        .read(List.of("orders-db-instance-1"), EnumSet.allOf(Metric.class), NOW.minusSeconds(930), NOW.minusSeconds(30));

    for (Metric metric : EnumSet.complementOf(EnumSet.of(Metric.REPLICA_LAG, Metric.FREE_LOCAL_STORAGE, Metric.SLOT_LAG))) {
      assertThat(metrics.of("orders-db-instance-1", metric).map(series -> series.points().size())).as(metric.name())
          .isEqualTo(Reading.known(15, NOW.minusSeconds(930), NOW.minusSeconds(30)));
    }
    assertThat(account.calls("cloudwatch:GetMetricData")).hasSize(1);
  }

  @Test
  void performanceInsightsLooksBackWhereItIsOn() {
    PerformanceInsightsHistory history = new PerformanceInsightsHistory(account::insights);
    ClusterState orders = plane.cluster(new ClusterId("orders-db")).orElseThrow();
    ClusterState billing = plane.cluster(new ClusterId("billing-db")).orElseThrow();

    List<WaitLoad> load = history.byWaitEvent(orders.writer().orElseThrow(), NOW.minusSeconds(900), NOW);

    assertThat(load).extracting(WaitLoad::waitEventType).containsExactly("CPU", "IO");
    assertThatThrownBy(() -> history.byWaitEvent(billing.writer().orElseThrow(), NOW.minusSeconds(900), NOW))
        .isInstanceOf(DependencyException.class);
  }

  @Test
  void aRangeChangeIsAcceptedThenRefusedForNowThenRefusedForGood() {
    RdsRangeChange change = new RdsRangeChange(account::rds);
    ClusterId orders = new ClusterId("orders-db");

    RdsRangeChange.Answer first = change.modify(orders, ScalingRange.of(0.5, 12), "0a1b2c3d");
    RdsRangeChange.Answer tooSoon = change.modify(orders, ScalingRange.of(0.5, 16), "0a1b2c3d");
    Worlds.pass(account, Duration.ofMinutes(1));
    RdsRangeChange.Answer tooLarge = change.modify(orders, ScalingRange.of(0.5, 300), "0a1b2c3d");

    assertThat(first).isInstanceOf(RdsRangeChange.Answer.Accepted.class);
    assertThat(tooSoon).isInstanceOf(RdsRangeChange.Answer.NotNow.class);
    assertThat(tooLarge).isInstanceOf(RdsRangeChange.Answer.Refused.class);
    assertThat(account.range("orders-db")).isEqualTo(ScalingRange.of(0.5, 12));
  }

  @Test
  void aWorldOfSmallPagesLooksTheSameThroughTheAdapters() {
    World small = new World("111122223333", "eu-west-1", NOW, 1, Duration.ZERO, DefaultWorld.get().clusters(), List.of(),
        List.of(new World.Fault("rds:DescribeEvents", 1, 1, new World.Answer.Refusal("Throttling"))));
    SimulatedAccount paged = new SimulatedAccount(small, SimulatedClock.standingAt(NOW));
    RdsControlPlane pagedPlane =
        new RdsControlPlane(paged::rds, paged.clock(), new Backoff(3, Duration.ofMillis(1), new Random(1), length -> {}));

    ClusterState orders = pagedPlane.cluster(new ClusterId("orders-db")).orElseThrow();
    Metrics metrics = new CloudWatchMetrics(paged::cloudWatch)
        .read(List.of("orders-db-instance-1"), EnumSet.of(Metric.CPU, Metric.CAPACITY), NOW.minusSeconds(1830), NOW.minusSeconds(30));

    assertThat(orders).isEqualTo(plane.cluster(new ClusterId("orders-db")).orElseThrow());
    assertThat(metrics.of("orders-db-instance-1", Metric.CPU).map(series -> series.points().size()).orElse(0)).isEqualTo(30);
    assertThat(metrics.of("orders-db-instance-1", Metric.CAPACITY).map(series -> series.points().size()).orElse(0)).isEqualTo(30);
    assertThat(pagedPlane.events(orders, NOW.minusSeconds(3600), NOW)).isEmpty();
    assertThat(paged.calls("rds:DescribeEvents")).hasSize(4);
  }
}
