package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.auroraresponder.aws.CloudWatchMetrics;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedScalingTest {
  private static final Instant LAST_FULL = Instant.parse("2026-11-24T10:15:00Z");
  private static final String GROWING =
      """
      range: {min: 0.5, max: 8}
      members: {w-1: {role: writer, performanceInsights: true}}
      load: {w-1: {acu: {-24h: 3, -15m: 4, -6m: 9.5, +20m: 9.5, +40m: 3}}}
      """;

  @Test
  void capacityIsDemandClampedToTheRange() {
    SimulatedAccount account = Worlds.account(GROWING);

    assertThat(values(account, "w-1", Metric.CAPACITY, 5)).containsOnly(8.0).hasSize(5);
    assertThat(values(account, "w-1", Metric.ACU_UTILIZATION, 5)).containsOnly(100.0);
    assertThat(values(account, "w-1", Metric.CPU, 5)).containsOnly(100.0);
  }

  @Test
  void raisingMaxLowersUtilisationByArithmeticWhereNothingWantsMore() {
    SimulatedAccount account = Worlds.account("""
        range: {min: 0.5, max: 8}
        members: {w-1: writer}
        load: {w-1: {acu: 8, cpu: 0.3}}
        """);
    account.changeRange("orders-db", ScalingRange.of(0.5, 16), "a test");

    Worlds.pass(account, Duration.ofMinutes(5));

    assertThat(values(account, "w-1", Metric.CAPACITY, 3)).containsOnly(8.0);
    assertThat(values(account, "w-1", Metric.ACU_UTILIZATION, 3)).containsOnly(50.0);
    assertThat(values(account, "w-1", Metric.CPU, 3)).allSatisfy(cpu -> assertThat(cpu).isEqualTo(15, within(0.01)));
  }

  @Test
  void aRaiseChangesLaterMinutesOnly() {
    SimulatedAccount account = Worlds.account(GROWING);
    account.changeRange("orders-db", ScalingRange.of(0.5, 12), "a test");

    Worlds.pass(account, Duration.ofMinutes(5));

    List<Double> capacity = values(account, "w-1", Metric.CAPACITY, 10);
    assertThat(capacity.subList(0, 5)).containsOnly(8.0);
    assertThat(capacity.subList(7, 10)).containsOnly(9.5);
    assertThat(values(account, "w-1", Metric.ACU_UTILIZATION, 10).getFirst()).isEqualTo(100);
  }

  @Test
  void loweringMaxForcesItDown() {
    SimulatedAccount account = Worlds.account(GROWING);
    account.changeRange("orders-db", ScalingRange.of(0.5, 4), "a test");

    Worlds.pass(account, Duration.ofSeconds(10));

    assertThat(account.capacity("w-1")).isEqualTo(4);
  }

  @Test
  void scalingUpOnAnOldPlatformTakesTime() {
    SimulatedAccount account = Worlds.account("""
        platformVersion: 1
        range: {min: 0.5, max: 16}
        members: {w-1: writer}
        load: {w-1: {acu: {-10m: 1, 0: 1, +1s: 16}}}
        """);

    Worlds.pass(account, Duration.ofSeconds(90));
    double afterOneDoubling = account.capacity("w-1");
    Worlds.pass(account, Duration.ofMinutes(3));
    double afterThree = account.capacity("w-1");
    Worlds.pass(account, Duration.ofMinutes(3));

    assertThat(afterOneDoubling).isEqualTo(2, within(0.5));
    assertThat(afterThree).isEqualTo(8, within(1.0));
    assertThat(account.capacity("w-1")).isEqualTo(16);
  }

  @Test
  void scalingSpeedCanBeGiven() {
    SimulatedAccount account = Worlds.account("""
        range: {min: 0.5, max: 16}
        scaling: {acuPerSecond: 0.1, doublesEvery: 1s, halvesEvery: 1m}
        members: {w-1: writer}
        load: {w-1: {acu: {-10m: 1, 0: 1, +1s: 16, +10m: 16, +10m1s: 1}}}
        """);

    Worlds.pass(account, Duration.ofMinutes(1));
    double rising = account.capacity("w-1");
    Worlds.pass(account, Duration.ofMinutes(9));
    double full = account.capacity("w-1");
    Worlds.pass(account, Duration.ofMinutes(1));

    assertThat(rising).isEqualTo(7, within(0.6));
    assertThat(full).isEqualTo(16);
    assertThat(account.capacity("w-1")).isEqualTo(8, within(1.0));
  }

  @Test
  void aReaderInTierOneIsNeverBelowTheWriter() {
    SimulatedAccount account = Worlds.account("""
        range: {min: 0.5, max: 8}
        members: {w-1: writer, r-1: {role: reader, tier: 1}, r-2: {role: reader, tier: 2}}
        load: {w-1: {acu: 8}, r-1: {acu: 1}, r-2: {acu: 1}}
        """);

    assertThat(values(account, "r-1", Metric.ACU_UTILIZATION, 3)).containsOnly(100.0);
    assertThat(values(account, "r-1", Metric.CPU, 3)).allSatisfy(cpu -> assertThat(cpu).isLessThan(20));
    assertThat(values(account, "r-2", Metric.CAPACITY, 3)).containsOnly(1.0);
  }

  @Test
  void memoryHoldsCapacityUpWithoutCpu() {
    SimulatedAccount account = Worlds.account("""
        range: {min: 0.5, max: 8}
        members: {w-1: writer}
        load: {w-1: {acu: 1, memory: 9}}
        """);

    assertThat(values(account, "w-1", Metric.CAPACITY, 3)).containsOnly(8.0);
    assertThat(values(account, "w-1", Metric.CPU, 3)).allSatisfy(cpu -> assertThat(cpu).isLessThan(15));
    assertThat(values(account, "w-1", Metric.FREEABLE_MEMORY, 3))
        .allSatisfy(bytes -> assertThat(bytes).isBetween(0.0, 0.05 * 8 * 2.0 * (1L << 30)));
  }

  @Test
  void freeMemoryIsAsIfAtMax() {
    SimulatedAccount account = Worlds.account("""
        range: {min: 0.5, max: 8}
        members: {w-1: writer}
        load: {w-1: {acu: 2, memory: 1}}
        """);

    assertThat(values(account, "w-1", Metric.FREEABLE_MEMORY, 2)).containsOnly(7 * 2.0 * (1L << 30));
  }

  @Test
  void loadIsPublishedOnlyWithPerformanceInsights() {
    SimulatedAccount account = Worlds.account("""
        range: {min: 0.5, max: 8}
        members: {w-1: {role: writer, performanceInsights: true}, r-1: reader}
        load: {w-1: {acu: 8, cpu: 1}}
        """);

    assertThat(values(account, "w-1", Metric.DB_LOAD, 2)).containsOnly(2.0);
    assertThat(values(account, "r-1", Metric.DB_LOAD, 2)).isEmpty();
  }

  @Test
  void aGivenSeriesReplacesTheDerivedOneAndCanBeMissing() {
    SimulatedAccount account = Worlds.account("""
        range: {min: 0.5, max: 8}
        members: {w-1: writer}
        metrics: {w-1: {CPUUtilization: 42, FreeableMemory: none, Deadlocks: {-24h: 0.5, -2m30s: none}}}
        """);

    assertThat(values(account, "w-1", Metric.CPU, 3)).containsOnly(42.0);
    assertThat(values(account, "w-1", Metric.FREEABLE_MEMORY, 3)).isEmpty();
    assertThat(values(account, "w-1", Metric.DEADLOCKS, 5)).hasSize(3);
  }

  @Test
  void aMinuteAppearsWhenItIsComplete() {
    SimulatedAccount account = Worlds.account(GROWING);

    assertThat(series(account, "w-1", Metric.CAPACITY).latest().orElseThrow().minute()).isEqualTo(LAST_FULL.minusSeconds(60));

    Worlds.pass(account, Duration.ofSeconds(29));
    assertThat(series(account, "w-1", Metric.CAPACITY).latest().orElseThrow().minute()).isEqualTo(LAST_FULL.minusSeconds(60));

    Worlds.pass(account, Duration.ofSeconds(1));
    assertThat(series(account, "w-1", Metric.CAPACITY).latest().orElseThrow().minute()).isEqualTo(LAST_FULL);
  }

  @Test
  void aRestartShowsInUptime() {
    SimulatedAccount account = Worlds.account("""
        range: {min: 0.5, max: 8}
        members: {w-1: {role: writer, restarted: -10m}}
        """);

    assertThat(series(account, "w-1", Metric.UPTIME).latest().orElseThrow().value()).isEqualTo(570);
  }

  @Test
  void aStoppedClusterPublishesNothing() {
    SimulatedAccount account = Worlds.account("""
        status: stopped
        range: {min: 0.5, max: 8}
        members: {w-1: writer}
        """);

    assertThat(series(account, "w-1", Metric.CAPACITY).isEmpty()).isTrue();
  }

  private static List<Double> values(SimulatedAccount account, String member, Metric metric, int minutes) {
    return series(account, member, metric).lastMinutes(minutes,
        account.clock().instant().truncatedTo(java.time.temporal.ChronoUnit.MINUTES)).points().stream()
        .map(Series.Point::value)
        .toList();
  }

  private static Series series(SimulatedAccount account, String member, Metric metric) {
    Instant end = account.clock().instant().truncatedTo(java.time.temporal.ChronoUnit.MINUTES).plusSeconds(60);
    Reading<Series> reading =
        new CloudWatchMetrics(account::cloudWatch).read(List.of(member), EnumSet.of(metric), end.minusSeconds(3600), end)
        .of(member, metric);
    return ((Reading.Known<Series>) reading).value();
  }
}
