package io.auroraresponder.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Forecast.Limits LIMITS = new Forecast.Limits(30, 0.6, Duration.ofHours(3));

  /** The last {@code minutes} minutes, the oldest first. */
  private static Series series(int minutes, IntToDoubleFunction value) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < minutes; i++) {
      points.add(new Point(NOW.minusSeconds(60L * (minutes - i)), value.applyAsDouble(i)));
    }
    return new Series(points);
  }

  private static Optional<Forecast> forecast(Series series, double level) {
    return Forecast.of(series, level, NOW, LIMITS);
  }

  @Test
  void aStraightLineReachesTheLevelWhereItCrossesIt() {
    // Two at first, four at the end of the hour: two more an hour, so eight in two hours.
    Optional<Forecast> found = forecast(series(60, i -> 2 + i / 30.0), 8);

    assertThat(found).hasValueSatisfying(forecast -> {
      assertThat(forecast.earliest()).isEqualTo(NOW.plus(Duration.ofHours(2)));
      assertThat(forecast.latest()).isEqualTo(NOW.plus(Duration.ofHours(2)));
      assertThat(forecast.perHour()).isBetween(1.999, 2.001);
    });
  }

  @Test
  void noiseWidensTheIntervalAndTheTrueTimeLiesInIt() {
    int within = 0;
    for (int seed = 0; seed < 50; seed++) {
      Random noise = new Random(seed);
      Optional<Forecast> found = forecast(series(60, i -> 2 + i / 30.0 + noise.nextGaussian() * 0.15), 6);
      boolean covers = found.filter(f -> !f.earliest().isAfter(NOW.plusSeconds(3600)) && !f.latest().isBefore(NOW.plusSeconds(3600)))
          .isPresent();
      within += covers ? 1 : 0;
    }

    assertThat(within).isGreaterThanOrEqualTo(40);
  }

  @Test
  void oneOutlierMovesItLittle() {
    Optional<Forecast> found = forecast(series(60, i -> i == 30 ? 50 : 2 + i / 30.0), 8);

    assertThat(found).hasValueSatisfying(f -> assertThat(f.perHour()).isBetween(1.9, 2.1));
  }

  @Test
  void saysNothingOfAFlatOrFallingOrWavingSeries() {
    assertThat(forecast(series(60, i -> 4), 8)).isEmpty();
    assertThat(forecast(series(60, i -> 6 - i / 30.0), 8)).isEmpty();
    assertThat(forecast(series(60, i -> 4 + Math.sin(i / 5.0)), 8)).isEmpty();
  }

  @Test
  void saysNothingOfAJumpThatHasPassed() {
    assertThat(forecast(series(60, i -> i < 50 ? 2 : 6), 8)).isEmpty();
  }

  @Test
  void saysNothingWhereTheLevelIsReached() {
    assertThat(forecast(series(60, i -> 2 + i / 30.0), 4)).isEmpty();
  }

  @Test
  void takesSoManyPoints() {
    assertThat(forecast(series(30, i -> 2 + i / 15.0), 8)).isPresent();
    assertThat(forecast(series(29, i -> 2 + i / 15.0), 8)).isEmpty();
  }

  @Test
  void looksOnlyAsFarAsTheHorizon() {
    assertThat(forecast(series(60, i -> 2 + i / 30.0), 10)).isPresent();
    assertThat(forecast(series(60, i -> 2 + i / 30.0), 10.01)).isEmpty();
  }
}
