package io.auroraresponder.database;

import static io.auroraresponder.database.SnapshotScene.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.observation.HealthyLook.Statement;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counters of a healthy time are compared only where they have gone on without a break. */
class HealthyBaselineTest {
  private static final long ONE = 77;
  private static final Instant NOW = SnapshotScene.NOW;

  private static StatementDelta now(long calls, double seconds) {
    return new StatementDelta("orders", ONE, "select 1", 80, 60, 0.6, 90, calls, 40, 100, seconds);
  }

  private static Reading<HealthyLook> healthy(Statement... statements) {
    HealthyLook.Work work = new HealthyLook.Work(NOW, MEMBER, "17.5", 0, List.of(), List.of(statements));
    return Reading.known(new HealthyLook(Reading.unavailable("not kept"), Reading.known(work, NOW)), NOW);
  }

  @ParameterizedTest
  @CsvSource({
      // member of then, seconds ago, calls, mean and seconds of the counters then; calls and seconds of the counters now; compared
      "orders-db-1, 1000, 50000, 10, 1000, 100000, 2000, true",
      "orders-db-2, 1000, 50000, 10, 1000, 100000, 2000, false",
      // fewer calls than make a mean
      "orders-db-1, 1000, 20, 10, 1000, 100000, 2000, true",
      "orders-db-1, 1000, 19, 10, 1000, 100000, 2000, false",
      "orders-db-1, 1000, 50000, 0.001, 1000, 100000, 2000, true",
      "orders-db-1, 1000, 50000, 0, 1000, 100000, 2000, false",
      // two weeks
      "orders-db-1, 1209600, 50000, 10, 0, 100000, 2000, true",
      "orders-db-1, 1209601, 50000, 10, 0, 100000, 2000, false",
      // counters only grow
      "orders-db-1, 1000, 50000, 10, 1000, 50000, 2000, true",
      "orders-db-1, 1000, 50000, 10, 1000, 49999, 2000, false",
      // where it is not known since when they count, their growth is all there is
      "orders-db-1, 1000, 50000, 10, 0, 100000, 2000, true",
      "orders-db-1, 1000, 50000, 10, 1000, 100000, 0, true",
      // counted since another moment
      "orders-db-1, 1000, 50000, 10, 1000, 100000, 1940, true",
      "orders-db-1, 1000, 50000, 10, 1000, 100000, 1939.999, false",
      "orders-db-1, 1000, 50000, 10, 1000, 100000, 2060, true",
      "orders-db-1, 1000, 50000, 10, 1000, 100000, 2060.001, false"})
  void isThePastOfTheSameCountersOnly(
      String member, long secondsAgo, long calls, double mean, double seconds, long callsNow, double secondsNow, boolean compared) {
    Statement then = new Statement(NOW.minusSeconds(secondsAgo), member, ONE, "select 1", calls, mean, 80, seconds);
    StatementDelta now = now(callsNow, secondsNow);
    HealthyBaseline baseline = HealthyBaseline.of(healthy(then)).orElseThrow();

    assertThat(baseline.then(now, MEMBER, NOW).isPresent()).isEqualTo(compared);
    assertThat(baseline.under(now, MEMBER, NOW)).isEqualTo(compared ? now.since(calls, mean, 80, seconds) : now);
  }

  @Test
  void isEmptyWhereNoHealthyLookOfTheDatabaseIsKnown() {
    assertThat(HealthyBaseline.of(Reading.unavailable("never found healthy"))).isEmpty();
    assertThat(
        HealthyBaseline.of(
            Reading.known(new HealthyLook(Reading.unavailable("not kept"), Reading.unavailable("the database was not asked")), NOW)))
        .isEmpty();
  }

  /** The look itself: each statement under its own past, and what it was like then by the counters as they were read. */
  @Test
  void aLookHoldsEachStatementAgainstItsOwnPast() {
    Statement then = new Statement(NOW.minus(Duration.ofSeconds(1000)), MEMBER, ONE, "select 1", 50_000, 10, 80, 1003);
    StatementDelta known = now(100_000, 2006);
    StatementDelta unknown = SnapshotScene.statement(5, 50, 10, 100);
    DatabaseLook bare = new SnapshotScene().statements(unknown, known).look();
    DatabaseLook look = DatabaseLook.of("orders-db", bare.probed(), MEMBER, healthy(then));

    assertThat(look.statements()).containsExactly(unknown, known.since(50_000, 10, 80, 1003));
    assertThat(look.statement(ONE)).contains(known.since(50_000, 10, 80, 1003));
    assertThat(look.statement(5)).contains(unknown);
    assertThat(look.statement(6)).isEmpty();
    assertThat(look.healthy(known)).contains(then);
    assertThat(look.healthy(unknown)).isEmpty();
    assertThat(bare.healthy(known)).isEmpty();
    assertThat(bare.statement(ONE)).contains(known);
  }

  @Test
  void eachLimitOfTheComparisonIsAFactWithItsSource() {
    assertThat(HealthLimit.values()).allSatisfy(limit -> {
      assertThat(limit.source()).isNotBlank();
      assertThat(limit.scope()).isEqualTo("health");
    });
    assertThat(HealthLimit.OLDEST.duration()).isEqualTo(Duration.ofDays(14));
    assertThat(HealthLimit.SLOWER.at(NOW).words()).isEqualTo("3");
    assertThat(HealthLimit.BASELINE_CALLS.at(NOW).words()).isEqualTo("20 calls");
  }
}
