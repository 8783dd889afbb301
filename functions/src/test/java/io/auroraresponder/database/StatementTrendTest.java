package io.auroraresponder.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.database.WaitProfile.StatementLoad;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A statement is held against its own past: its calls, its time, its blocks, and the slowing of all others. */
class StatementTrendTest {
  private static final long ONE = 77;

  /** A past of 50 calls a second for a thousand seconds and of 10 ms a call. */
  private static StatementDelta delta(long id, long calls, double mean, double blocks, double blocksBefore) {
    return new StatementDelta("orders", id, "select 1", calls, mean, 0.5, blocks, 50_000, 10, blocksBefore, 1000);
  }

  private static StatementTrend trend(StatementDelta one, StatementDelta... others) {
    StatementDelta[] all = new StatementDelta[others.length + 1];
    all[0] = one;
    System.arraycopy(others, 0, all, 1, others.length);
    return StatementTrend.of(new SnapshotScene().statements(all).look(), one).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
      // blocks a call before and now, factor
      "100, 250, 2.5", "1, 2, 2", "0.99, 99.9, ", "0.5, 100, 100", "0, 99, ", "0, 120, 120", "100, 0, 0"})
  void workIsComparedWhereTheStatementTouchesBlocks(double before, double now, Double factor) {
    assertThat(trend(delta(ONE, 80, 10, now, before)).work()).isEqualTo(Optional.ofNullable(factor));
  }

  @Test
  void callsAreComparedWhereBothSpansAreKnown() {
    StatementDelta one = delta(ONE, 120, 10, 100, 100);
    StatementDelta spanless = one.since(50_000, 10, 100, 0);

    assertThat(trend(one).calls()).contains(1.2);
    assertThat(trend(spanless).calls()).isEmpty();
    assertThat(of(new SnapshotScene().rates(Reading.unavailable("reset in between")), one).calls()).isEmpty();
    assertThat(of(new SnapshotScene().rates(Reading.known(rates(Duration.ZERO), SnapshotScene.NOW)), one).calls()).isEmpty();
    assertThat(of(new SnapshotScene().rates(Reading.known(rates(Duration.ofSeconds(4)), SnapshotScene.NOW)), one).calls()).contains(0.6);
  }

  private static StatementTrend of(SnapshotScene scene, StatementDelta one) {
    return StatementTrend.of(scene.statements(one).look(), one).orElseThrow();
  }

  private static DatabaseRates rates(Duration window) {
    return new DatabaseRates(window, 100, 1, 1, 1000, Reading.unavailable("few blocks"), 100, 100, 10, 0, 0, 0.1);
  }

  @Test
  void theOthersAreThoseWithCallsAndAPastAndTheirMiddleCounts() {
    StatementDelta one = delta(ONE, 80, 90, 100, 100);

    assertThat(trend(one).others()).as("nobody to compare").isEqualTo(1);
    assertThat(trend(one, delta(1, 5, 10, 1, 1), delta(2, 5, 20, 1, 1), delta(3, 5, 80, 1, 1)).others()).isEqualTo(2);
    assertThat(trend(one, delta(1, 0, 70, 1, 1), delta(2, 5, 20, 1, 1).since(19, 10, 1, 1000), delta(3, 5, 30, 1, 1)).others())
        .as("without calls, and without a past").isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
      // finished calls, their mean, median age of those that run, factor over 10 ms
      "80, 20, 40, 4", "80, 60, 40, 6", "80, 40, 40, 4", "0, 70, 40, 4", "1, 70, 40, 7"})
  void aCallThatHasNotEndedTakesAtLeastItsAge(long calls, double mean, long age, double factor) {
    StatementDelta one = delta(ONE, calls, mean, 100, 100);
    DatabaseLook look = new SnapshotScene().statements(delta(2, 5, 10, 1, 1), one).look();

    StatementTrend trend = StatementTrend.of(look, new StatementLoad(ONE, 0.6, 3, Duration.ofMillis(age))).orElseThrow();

    assertThat(trend.statement()).isEqualTo(one);
    assertThat(trend.mean()).isEqualTo(factor);
    assertThat(trend.work().isPresent()).as("blocks a call are known of finished calls").isEqualTo(calls > 0);
  }

  @Test
  void nothingIsSaidOfAStatementWithoutAPastOrWithoutCalls() {
    StatementDelta one = delta(ONE, 80, 10, 100, 100);
    DatabaseLook look = new SnapshotScene().statements(one).look();

    assertThat(StatementTrend.of(look, delta(ONE, 0, 0, 0, 100))).isEmpty();
    assertThat(StatementTrend.of(look, delta(ONE, 1, 10, 0, 100))).isPresent();
    assertThat(StatementTrend.of(look, one.since(20, 10, 100, 1000))).isPresent();
    assertThat(StatementTrend.of(look, one.since(19, 10, 100, 1000))).isEmpty();
    assertThat(StatementTrend.of(look, one.since(50_000, 0, 100, 1000))).as("a past that took no time").isEmpty();
    assertThat(StatementTrend.of(look, new StatementLoad(5, 0.6, 3, Duration.ZERO))).as("not counted").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
      // factors of calls, mean, work and the others; called more, the same work, regressed
      "1, 3, 3, 1, false, false, true",
      "1, 2.99, 3, 1, false, false, false",
      "1, 3, 2.99, 1, false, false, false",
      "9, 3, 3, 9, true, false, true",
      "1, 9, 1.5, 1, false, true, false",
      "1, 9, 1.51, 1, false, false, false",
      // without blocks: by the time, against the slowing of all, and not by more calls
      "1, 3, , 1, false, false, true",
      "1.2, 3, , 1, true, false, true",
      "1.21, 3, , 1, true, false, false",
      ", 3, , 1, false, false, true",
      "1, 6, , 2, false, false, true",
      "1, 5.99, , 2, false, false, false",
      "1, 3, , 0.2, false, false, true",
      "1.19, 1.5, , 1, false, true, false",
      "1, 1.51, , 1, false, false, false",
      "1, 1.5, , 0.2, false, true, false",
      "1, 3, , 2, false, true, false",
      "1, 3.01, , 2, false, false, false"})
  void eachFactorHasItsSides(
      Double calls, double mean, Double work, double others, boolean calledMore, boolean sameWork, boolean regressed) {
    StatementTrend trend =
        new StatementTrend(delta(ONE, 80, 10, 1, 1), Optional.ofNullable(calls), mean, Optional.ofNullable(work), others);

    assertThat(trend.calledMore()).isEqualTo(calledMore);
    assertThat(trend.sameWork()).isEqualTo(sameWork);
    assertThat(trend.regressed()).isEqualTo(regressed);
  }
}
