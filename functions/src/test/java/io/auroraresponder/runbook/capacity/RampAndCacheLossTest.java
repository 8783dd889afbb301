package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.runbook.capacity.CapacityScene.NEWEST;
import static io.auroraresponder.runbook.capacity.CapacityScene.healthy;
import static io.auroraresponder.runbook.capacity.CapacityScene.repeat;
import static io.auroraresponder.runbook.capacity.CapacityScene.then;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RampAndCacheLossTest {
  private static Optional<Ramp> ramp(double[] capacity, double... cpu) {
    return Ramp.of(healthy().capacity(capacity).metric(Metric.CPU, cpu).picture());
  }

  @Test
  void aClimbShortOfCpuIsARampWithItsNumbers() {
    Ramp ramp = ramp(new double[] {3, 4, 5, 6}, 36, 48, 60, 72).orElseThrow();

    assertThat(ramp.from()).isEqualTo(3);
    assertThat(ramp.to()).isEqualTo(6);
    assertThat(ramp.minutes()).isEqualTo(4);
    assertThat(ramp.cpu()).isBetween(0.959, 0.961);
    assertThat(ramp.lasts()).isTrue();
    assertThat(ramp.until()).isEqualTo(NEWEST.plusSeconds(60));
  }

  @Test
  void theNewestOfTwoRampsCounts() {
    Ramp ramp = ramp(new double[] {3, 4, 5, 2, 2, 3, 4, 5}, 37, 49, 61, 10, 10, 37, 49, 61).orElseThrow();

    assertThat(ramp.since()).isEqualTo(NEWEST.minusSeconds(120));
  }

  @Test
  void anOldRampDoesNotLast() {
    assertThat(ramp(new double[] {3, 4, 5, 4}, 37, 49, 61, 20).orElseThrow().lasts()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"'3,4,4,5', a standstill", "'5,4,3,2', a descent", "'7.6,7.7,7.8,7.9', at the ceiling"})
  void otherShapesAreNoRamp(String capacity, String shape) {
    double[] acu = java.util.Arrays.stream(capacity.split(",", -1)).mapToDouble(Double::parseDouble).toArray();

    assertThat(ramp(acu, java.util.Arrays.stream(acu).map(one -> one / 8 * 97).toArray())).as(shape).isEmpty();
  }

  @Test
  void aRampIsHeldAgainstTheMaxOfItsTime() {
    CapacityScene scene = healthy().range(0.5, 16).capacity(3, 4, 5, 6).metric(Metric.CPU, 37, 49, 61, 73);

    assertThat(Ramp.of(scene.picture()).orElseThrow().cpu()).isBetween(0.96, 0.99);
  }

  @ParameterizedTest
  @CsvSource({
      "orders-db-1, DB instance restarted, restart",
      "orders-db-1, Recovery of the DB instance is complete., restart",
      "orders-db-1, Successfully resumed the DB instance., resume",
      "orders-db, Completed failover to DB instance: orders-db-1, failover",
      "orders-db, Started cross AZ failover to DB instance: orders-db-1, failover",
      "orders-db, Failover failed; check the health of the members, ''",
      "orders-db-1, Applied change to DB instance class, ''",
      "orders-db-7, DB instance restarted, ''"})
  void eventsThatEmptyTheCache(String source, String message, String what) {
    Optional<CacheLoss> loss = healthy().event(source, message, Duration.ofMinutes(12)).picture().cacheLoss();

    assertThat(loss.map(CacheLoss::what).orElse("")).isEqualTo(what);
    loss.ifPresent(one -> assertThat(one.minutesAgo(CapacityScene.NOW).words()).isEqualTo("12 min"));
  }

  @Test
  void aFreshUptimeIsARestart() {
    CacheLoss loss = healthy().metric(Metric.UPTIME, 300).picture().cacheLoss().orElseThrow();

    assertThat(loss.what()).isEqualTo("restart");
    assertThat(loss.at()).isEqualTo(NEWEST.plusSeconds(60).minusSeconds(300));
  }

  @Test
  void aLongUptimeASteadyCapacityAndNoEventAreNoLoss() {
    assertThat(healthy().picture().cacheLoss()).isEmpty();
    assertThat(healthy().without(Metric.UPTIME).without(Metric.CAPACITY).events(Reading.unavailable("Throttling")).picture().cacheLoss())
        .isEmpty();
  }

  @Test
  void aScaleDownCountsEvenWhenCapacityIsBack() {
    CapacityScene scene = healthy().capacity(then(repeat(8, 5), then(repeat(4, 5), repeat(8, 5))));

    assertThat(scene.picture().cacheLoss().map(CacheLoss::what)).contains("scale-down");
  }

  @Test
  void aScaleUpIsNone() {
    assertThat(healthy().capacity(repeat(8, 5)).picture().cacheLoss()).isEmpty();
  }

  @Test
  void capacityThatComesBackFromZeroIsAResume() {
    CacheLoss loss = healthy().capacity(then(repeat(4, 5), then(repeat(0, 5), repeat(1, 5)))).picture().cacheLoss().orElseThrow();

    assertThat(loss.what()).isEqualTo("resume");
    assertThat(loss.at()).isEqualTo(NEWEST.minusSeconds(240));
  }
}
