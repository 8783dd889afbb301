package io.auroraresponder.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Datapoints of one metric of one instance, one a minute at most, oldest first; minutes without data are absent, never 0. */
public record Series(List<Point> points) {

  /** The value of the minute that begins at {@code minute}. */
  public record Point(Instant minute, double value) {}

  public Series {
    points = points.stream().sorted(Comparator.comparing(Point::minute)).toList();
  }

  public static final Series EMPTY = new Series(List.of());

  public boolean isEmpty() {
    return points.isEmpty();
  }

  public Optional<Point> latest() {
    return points.isEmpty() ? Optional.empty() : Optional.of(points.getLast());
  }

  /** Points whose minute begins at or after {@code from} and before {@code to}. */
  public Series between(Instant from, Instant to) {
    return new Series(points.stream().filter(p -> !p.minute().isBefore(from) && p.minute().isBefore(to)).toList());
  }

  /** The points of the last {@code minutes} minutes before {@code end}; fewer where minutes are missing. */
  public Series lastMinutes(int minutes, Instant end) {
    return between(end.minus(Duration.ofMinutes(minutes)), end);
  }

  public Optional<Point> at(Instant minute) {
    return points.stream().filter(p -> p.minute().equals(minute)).findFirst();
  }

  public OptionalDouble average() {
    return points.stream().mapToDouble(Point::value).average();
  }

  public OptionalDouble max() {
    return points.stream().mapToDouble(Point::value).max();
  }

  public OptionalDouble min() {
    return points.stream().mapToDouble(Point::value).min();
  }

  public long count(java.util.function.DoublePredicate test) {
    return points.stream().filter(p -> test.test(p.value())).count();
  }
}
