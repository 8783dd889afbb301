package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SimulatedClockTest {
  private static final Instant START = Instant.parse("2026-11-24T10:15:30Z");

  private Instant real = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource realTime = () -> real;
  private final SimulatedClock clock = new SimulatedClock(START, realTime);

  @Test
  void runsWithRealTimeUntilToldOtherwise() {
    pass(10);

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
  }

  @Test
  void runsAtAFactorFromNowOn() {
    pass(10);
    clock.runAt(60);
    pass(2);

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(10 + 120));
  }

  @Test
  void standsStillAtSpeedZero() {
    clock.runAt(0);
    pass(100);

    assertThat(clock.instant()).isEqualTo(START);
  }

  @Test
  void jumpsForwardAndKeepsItsSpeed() {
    clock.runAt(2);
    clock.advance(Duration.ofMinutes(5));
    pass(10);

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(300 + 20));
  }

  @Test
  void saysWhatTimeItWasAtAnEarlierRealMoment() {
    Instant begin = real;
    pass(10);
    clock.runAt(60);
    pass(1);

    assertThat(clock.simulated(begin.plusSeconds(5))).isEqualTo(START.plusSeconds(5));
    assertThat(clock.simulated(begin.minusSeconds(5))).isEqualTo(START.minusSeconds(5));
    assertThat(clock.simulated(real)).isEqualTo(START.plusSeconds(70));
  }

  @Test
  void anAgeCountsTheJumpsInItsTime() {
    pass(10);
    clock.advance(Duration.ofMinutes(4));
    pass(5);

    assertThat(clock.simulatedAge(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
    assertThat(clock.simulatedAge(Duration.ofSeconds(8))).isEqualTo(Duration.ofSeconds(8 + 240));
  }

  @Test
  void neverRunsBackwards() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> clock.runAt(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherZoneFollowsTheSameTime() {
    Clock berlin = clock.withZone(ZoneId.of("Europe/Berlin"));
    clock.advance(Duration.ofHours(1));

    assertThat(berlin.instant()).isEqualTo(START.plusSeconds(3600));
    assertThat(berlin.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void aStandingClockMovesOnlyByHand() {
    SimulatedClock standing = SimulatedClock.standingAt(START);
    standing.advance(Duration.ofSeconds(7));

    assertThat(standing.instant()).isEqualTo(START.plusSeconds(7));
  }

  private void pass(long seconds) {
    real = real.plusSeconds(seconds);
  }
}
