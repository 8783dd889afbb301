package io.auroraresponder.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

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
    int begin = firstFrom(from);
    return new Series(points.subList(begin, Math.max(begin, firstFrom(to))));
  }

  /** Index of the first point at or after a time; scaling looks at weeks of minutes, so it halves its way there. */
  private int firstFrom(Instant time) {
    int low = 0;
    int high = points.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (points.get(middle).minute().isBefore(time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The points of the last {@code minutes} minutes before {@code end}; fewer where minutes are missing. */
  public Series lastMinutes(int minutes, Instant end) {
    return between(end.minus(Duration.ofMinutes(minutes)), end);
  }

  public Optional<Point> at(Instant minute) {
    int index = firstFrom(minute);
    return index < points.size() && points.get(index).minute().equals(minute) ? Optional.of(points.get(index)) : Optional.empty();
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

  /**
   * When the newest unbroken stretch of points began that all pass.
   *
   * @param latest where there is none, and at the latest
   */
  public Instant since(DoublePredicate test, Instant latest) {
    Instant first = latest;
    for (Point point : points.reversed()) {
      if (!test.test(point.value())) {
        break;
      }
      first = point.minute().isBefore(first) ? point.minute() : first;
    }
    return first;
  }

  public long count(DoublePredicate test) {
    return points.stream().filter(p -> test.test(p.value())).count();
  }
}
