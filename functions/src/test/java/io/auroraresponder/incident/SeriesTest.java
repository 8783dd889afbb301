package io.auroraresponder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Series.Point;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");

  private static Instant minute(int number) {
    return BEGIN.plusSeconds(60L * number);
  }

  private static Series of(int... minutes) {
    return new Series(java.util.Arrays.stream(minutes).mapToObj(number -> new Point(minute(number), number)).toList());
  }

  @Test
  void putsPointsInOrder() {
    assertThat(of(3, 1, 2)).isEqualTo(of(1, 2, 3));
    assertThat(of(3, 1, 2).latest()).contains(new Point(minute(3), 3));
  }

  @Test
  void hasNothingOutsideOfItsPoints() {
    Series series = of(1, 2, 4);

    assertThat(series.at(minute(0))).isEmpty();
    assertThat(series.at(minute(3))).isEmpty();
    assertThat(series.at(minute(2).plusSeconds(1))).isEmpty();
    assertThat(series.at(minute(5))).isEmpty();
    assertThat(Series.EMPTY.at(minute(1))).isEmpty();
  }

  @Test
  void isEmptyBetweenTimesInTheWrongOrder() {
    assertThat(of(1, 2, 3).between(minute(3), minute(1))).isEqualTo(Series.EMPTY);
  }

  @Property(seed = "4711", tries = 200)
  void agreesWithLookingAtEveryPoint(@ForAll Set<@IntRange(min = 0, max = 40) Integer> minutes,
      @ForAll @IntRange(min = -2, max = 42) int from, @ForAll @IntRange(min = -2, max = 42) int to) {
    Series series = of(minutes.stream().mapToInt(Integer::intValue).toArray());
    List<Point> inside = Stream.iterate(from, number -> number < to, number -> number + 1).filter(minutes::contains)
        .map(number -> new Point(minute(number), number)).toList();

    assertThat(series.between(minute(from), minute(to)).points()).isEqualTo(inside);
    assertThat(series.at(minute(from)).isPresent()).isEqualTo(minutes.contains(from));
  }
}
