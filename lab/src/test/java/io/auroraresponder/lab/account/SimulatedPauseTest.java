package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.aws.CloudWatchMetrics;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedPauseTest {
  private static final String IDLE =
      """
      range: {min: 0, max: 4, pauseAfter: 300}
      members: {w-1: writer, r-1: {role: reader, tier: 1}, r-2: {role: reader, tier: 2}}
      load: {w-1: {acu: {-1h: 2, -1h1s: 0}}, r-1: {acu: 0}, r-2: {acu: 0}}
      """;
  private static final String BUSY_UNTIL_NOW =
      """
      range: {min: 0, max: 4, pauseAfter: 300}
      members: {w-1: writer}
      load: {w-1: {acu: {-1h: 2, 0: 2, +1s: 0}, connections: {-1h: 3, 0: 3, +1s: 0}}}
      """;

  @Test
  void pausesAfterTheTimeWithoutConnections() {
    SimulatedAccount account = Worlds.account(BUSY_UNTIL_NOW);

    Worlds.pass(account, Duration.ofSeconds(290));
    boolean before = account.paused("w-1");
    Worlds.pass(account, Duration.ofSeconds(30));

    assertThat(before).isFalse();
    assertThat(account.paused("w-1")).isTrue();
    assertThat(account.capacity("w-1")).isZero();
  }

  @Test
  void publishesThreeZerosWhilePausedAndNothingElse() {
    SimulatedAccount account = Worlds.account(BUSY_UNTIL_NOW);
    Worlds.pass(account, Duration.ofMinutes(20));

    Instant end = account.clock().instant().truncatedTo(ChronoUnit.MINUTES);
    Metrics metrics = new CloudWatchMetrics(account::cloudWatch)
        .read(List.of("w-1"), EnumSet.allOf(Metric.class), end.minusSeconds(300), end);

    for (Metric metric : Metric.values()) {
      Series series = metrics.of("w-1", metric).orElse(Series.EMPTY);
      boolean stays = EnumSet.of(Metric.CAPACITY, Metric.ACU_UTILIZATION, Metric.CPU).contains(metric);
      assertThat(series.points()).as(metric.name()).hasSize(stays ? 5 : 0).allSatisfy(point -> assertThat(point.value()).isZero());
    }
  }

  @Test
  void aConnectionWakesItWithinFifteenSeconds() {
    SimulatedAccount account = Worlds.account(BUSY_UNTIL_NOW);
    Worlds.pass(account, Duration.ofMinutes(20));

    account.countConnection("w-1");
    Worlds.pass(account, Duration.ofSeconds(10));
    double resuming = account.capacity("w-1");
    Worlds.pass(account, Duration.ofSeconds(10));

    assertThat(resuming).isZero();
    assertThat(account.paused("w-1")).isFalse();
    assertThat(account.capacity("w-1")).isPositive();
    assertThat(account.connections("w-1")).isEqualTo(1);
  }

  @Test
  void readersPauseAndResumeWithTheWriter() {
    SimulatedAccount account = Worlds.account(IDLE.replace("-1h: 2, -1h1s: 0", "0: 0"));
    boolean asleep = account.paused("w-1") && account.paused("r-1") && account.paused("r-2");

    account.countConnection("r-2");

    assertThat(asleep).isTrue();
    assertThat(account.paused("r-2")).isFalse();
    assertThat(account.paused("w-1")).isFalse();
    assertThat(account.paused("r-1")).isFalse();
  }

  @Test
  void aRangeChangeWakesItAndKeepsItUpForTwentyMinutes() {
    SimulatedAccount account = Worlds.account(BUSY_UNTIL_NOW);
    Worlds.pass(account, Duration.ofMinutes(20));

    account.changeRange("orders-db", ScalingRange.of(0, 8, 300), "a test");
    Worlds.pass(account, Duration.ofMinutes(18));
    boolean early = account.paused("w-1");
    Worlds.pass(account, Duration.ofMinutes(5));

    assertThat(early).isFalse();
    assertThat(account.paused("w-1")).isTrue();
  }

  @Test
  void itsWholeStoryIsInTheEventList() {
    SimulatedAccount account = Worlds.account(BUSY_UNTIL_NOW);
    Worlds.pass(account, Duration.ofMinutes(20));
    account.countConnection("w-1");
    Worlds.pass(account, Duration.ofMinutes(1));

    assertThat(account.rds().describeEvents(request -> request.duration(60)).events())
        .extracting(event -> event.message())
        .containsExactly(
            "Initiated pause of the DB instance.",
            "Successfully paused the DB instance.",
            "Initiated resume of the DB instance.",
            "Resumed the DB instance.");
  }

  @Test
  void itStartsAgainAfterAResume() {
    SimulatedAccount account = Worlds.account(BUSY_UNTIL_NOW);
    Worlds.pass(account, Duration.ofMinutes(20));
    account.countConnection("w-1");
    Worlds.pass(account, Duration.ofMinutes(3));

    Instant end = account.clock().instant().truncatedTo(ChronoUnit.MINUTES);
    Series uptime = new CloudWatchMetrics(account::cloudWatch).read(List.of("w-1"), EnumSet.of(Metric.UPTIME), end.minusSeconds(120), end)
        .of("w-1", Metric.UPTIME).orElse(Series.EMPTY);

    assertThat(uptime.latest().orElseThrow().value()).isLessThan(180);
  }

  @Test
  void aMinAboveZeroNeverPauses() {
    SimulatedAccount account = Worlds.account("""
        range: {min: 0.5, max: 4}
        members: {w-1: writer}
        load: {w-1: {acu: 0}}
        """);
    Worlds.pass(account, Duration.ofHours(2));

    assertThat(account.paused("w-1")).isFalse();
    assertThat(account.capacity("w-1")).isEqualTo(0.5);
  }

  @Test
  void aGlobalDatabaseNeverPauses() {
    SimulatedAccount account = Worlds.account("globalCluster: world\n" + IDLE);
    Worlds.pass(account, Duration.ofHours(2));

    assertThat(account.paused("w-1")).isFalse();
  }

  @Test
  void aProxyAnIntegrationOrLogicalReplicationKeepsItUp() {
    for (String around : List.of("proxies: [p]", "integrations: [i]", "activityStream: started",
        "parameters: {rds.logical_replication: 1}")) {
      SimulatedAccount account = Worlds.account(around + "\n" + IDLE);
      Worlds.pass(account, Duration.ofHours(2));

      assertThat(account.paused("w-1")).as(around).isFalse();
    }
  }

  @Test
  void aProvisionedMemberKeepsTheWriterUp() {
    SimulatedAccount account = Worlds.account("""
        range: {min: 0, max: 4}
        members: {w-1: writer, p-1: {role: reader, class: db.r6g.large}}
        load: {w-1: {acu: 0}}
        """);
    Worlds.pass(account, Duration.ofHours(2));

    assertThat(account.paused("w-1")).isFalse();
  }
}
