package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.auroraresponder.postgres.StatementSample.Numbers;
import io.auroraresponder.postgres.StatementSample.Since;
import io.auroraresponder.postgres.StatementSample.StatementKey;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CountersTest {
  private static final Instant FROM = Instant.parse("2026-11-24T10:00:00Z");
  private static final Instant TO = FROM.plusSeconds(2);
  private static final Counters BEFORE = new Counters(1000, 10, 1, 100, 900, 50, 40, 5, 0, 0, 7, 0);

  @Test
  void makesRatesOfTwoSamples() throws PartMissing {
    Counters after = new Counters(1002, 30, 3, 300, 1700, 150, 60, 25, 4096, 1, 11, 0);

    DatabaseRates rates = BEFORE.ratesTo(after, 600, FROM, TO);

    assertThat(rates.window()).isEqualTo(Duration.ofSeconds(2));
    assertThat(rates.commitsPerSecond()).isEqualTo(10);
    assertThat(rates.rollbacksPerSecond()).isEqualTo(1);
    assertThat(Looks.known(rates.hitRatio())).isEqualTo(0.8);
    assertThat(rates.rowsWrittenPerSecond()).isEqualTo(10);
    assertThat(rates.tempBytes()).isEqualTo(4096);
    assertThat(rates.deadlocks()).isEqualTo(1);
    assertThat(rates.newSessionsPerSecond()).isEqualTo(2);
  }

  @Test
  void speaksOfNoHitRatioBelowAThousandBlocks() throws PartMissing {
    Counters almost = new Counters(1002, 10, 1, 100, 1899, 50, 40, 5, 0, 0, 7, 0);
    Counters enough = new Counters(1002, 10, 1, 100, 1900, 50, 40, 5, 0, 0, 7, 0);

    assertThat(BEFORE.ratesTo(almost, 0, FROM, TO).hitRatio().isKnown()).isFalse();
    assertThat(BEFORE.ratesTo(enough, 0, FROM, TO).hitRatio().isKnown()).isTrue();
  }

  @Test
  void takesNewSessionsFromTheLastMinuteWhereTheVersionDoesNotCountThem() throws PartMissing {
    Counters before = new Counters(1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0);
    Counters after = new Counters(1002, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0);

    assertThat(before.ratesTo(after, 120, FROM, TO).newSessionsPerSecond()).isEqualTo(2);
  }

  @Test
  void givesNoRatesWhenACounterShrankOrTheResetMovedOrNoTimePassed() {
    Counters shrunk = new Counters(1002, 9, 1, 100, 900, 50, 40, 5, 0, 0, 7, 0);
    Counters moved = new Counters(1002, 30, 3, 300, 1700, 150, 60, 25, 0, 0, 7, 1001);

    assertThatThrownBy(() -> BEFORE.ratesTo(shrunk, 0, FROM, TO)).isInstanceOf(PartMissing.class).hasMessageContaining("reset");
    assertThatThrownBy(() -> BEFORE.ratesTo(moved, 0, FROM, TO)).isInstanceOf(PartMissing.class).hasMessageContaining("reset");
    assertThatThrownBy(() -> BEFORE.ratesTo(BEFORE, 0, FROM, TO)).isInstanceOf(PartMissing.class).hasMessageContaining("clock");
  }

  @Test
  void setsTheWindowBesideThePast() {
    StatementSample before = sample(Map.of(1L, numbers(10, 100, 50)));
    StatementSample after = sample(Map.of(1L, numbers(14, 500, 90), 2L, numbers(1, 100, 8)));

    List<StatementDelta> lines = new StatementDeltas(before, after)
        .lines(Set.of(), Map.of(new StatementKey("orders", 1), "select ?"), Map.of(), 10);

    assertThat(lines).hasSize(2);
    StatementDelta first = lines.get(0);
    assertThat(first).isEqualTo(new StatementDelta("orders", 1, "select ?", 4, 100, 0.8, 10, 10, 10, 5, 3600));
    assertThat(lines.get(1).baselineCalls()).isZero();
    assertThat(lines.stream().mapToDouble(StatementDelta::timeShare).sum()).isCloseTo(1, within(1e-9));
  }

  @Test
  void dropsAStatementWhoseCountersShrank() {
    StatementSample before = sample(Map.of(1L, numbers(10, 100, 50), 2L, numbers(1, 1, 1)));
    StatementSample after = sample(Map.of(1L, numbers(3, 30, 5), 2L, numbers(2, 2, 2)));

    assertThat(new StatementDeltas(before, after).lines(Set.of(new StatementKey("orders", 1)), Map.of(), Map.of(), 10))
        .extracting(StatementDelta::statementId)
        .containsExactly(2L);
  }

  @Test
  void countsAStatementInsideAFunctionOnceInTheWhole() {
    StatementSample before = sample(Map.of());
    StatementSample after = sample(Map.of(1L, new Numbers(1, 100, 100, 0, 0, 0, 0), 2L, new Numbers(50, 90, 0, 0, 0, 0, 0)));

    assertThat(new StatementDeltas(before, after).lines(Set.of(), Map.of(), Map.of(), 10)).extracting(StatementDelta::timeShare)
        .containsExactly(1.0, 0.9);
  }

  @Test
  void keepsTheLimit() {
    StatementSample after = sample(Map.of(1L, numbers(1, 1, 1), 2L, numbers(1, 3, 1), 3L, numbers(1, 2, 1)));

    assertThat(new StatementDeltas(sample(Map.of()), after).lines(Set.of(), Map.of(), Map.of(), 2)).extracting(StatementDelta::statementId)
        .containsExactly(2L, 3L);
  }

  private static StatementSample sample(Map<Long, Numbers> byId) {
    Map<StatementKey, Numbers> byKey = new HashMap<>();
    byId.forEach((id, numbers) -> byKey.put(new StatementKey("orders", id), numbers));
    return new StatementSample(byKey, false, new Since(1, 3600, 0, 5000));
  }

  private static Numbers numbers(long calls, double millis, long blocks) {
    return new Numbers(calls, millis, millis, blocks, 0, 0, 0);
  }
}
