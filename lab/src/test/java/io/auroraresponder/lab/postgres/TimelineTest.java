package io.auroraresponder.lab.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Instant REAL = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant ALARM = Instant.parse("2026-03-01T10:00:00Z");

  /** Real: began at 0 s, ready at 1 s, alarm at 2 s. Simulated: began four minutes before the alarm. */
  private final Timeline timeline =
      new Timeline.Recorder()
          .mark(REAL, ALARM.minusSeconds(240))
          .mark(REAL.plusSeconds(1), ALARM.minusSeconds(239))
          .mark(REAL.plusSeconds(2), ALARM)
          .done();

  @Test
  void givesThePointsThatWereMarked() {
    assertThat(timeline.simulated(REAL)).isEqualTo(ALARM.minusSeconds(240));
    assertThat(timeline.simulated(REAL.plusSeconds(2))).isEqualTo(ALARM);
    assertThat(timeline.end()).isEqualTo(REAL.plusSeconds(2));
  }

  @Test
  void runsEvenlyBetweenTwoPoints() {
    assertThat(timeline.simulated(REAL.plusMillis(1_500))).isEqualTo(ALARM.minusMillis(119_500));
  }

  @Test
  void runsAsRealTimeDoesOutsideOfItsPoints() {
    assertThat(timeline.simulated(REAL.minusSeconds(5))).isEqualTo(ALARM.minusSeconds(245));
    assertThat(timeline.simulated(REAL.plusSeconds(9))).isEqualTo(ALARM.plusSeconds(7));
  }

  @Test
  void neverRunsBackwardsWhenAPointWould() {
    Timeline held = new Timeline.Recorder().mark(REAL, ALARM).mark(REAL.plusSeconds(1), ALARM.minusSeconds(30)).done();

    assertThat(held.simulated(REAL.plusSeconds(1))).isEqualTo(ALARM);
  }

  @Test
  void meetsTheLaterClockAtTheAlarm() {
    SimulatedTime later =
        new SimulatedTime() {
          @Override
          public Instant instant() {
            return ALARM.plusSeconds(500);
          }

          @Override
          public Instant simulated(Instant real) {
            return ALARM.plusMillis(300).plus(Duration.between(REAL.plusSeconds(2), real).multipliedBy(10));
          }
        };

    SimulatedTime whole = timeline.followedBy(later);

    assertThat(whole.simulated(REAL.plusSeconds(2))).isEqualTo(ALARM.plusMillis(300));
    assertThat(whole.simulated(REAL.plusSeconds(3))).isEqualTo(ALARM.plusMillis(10_300));
    assertThat(whole.simulated(REAL)).isEqualTo(ALARM.plusMillis(300).minusSeconds(240));
    assertThat(whole.instant()).isEqualTo(ALARM.plusSeconds(500));
  }
}
