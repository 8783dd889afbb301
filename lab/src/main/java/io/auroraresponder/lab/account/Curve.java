package io.auroraresponder.lab.account;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * A value over time, relative to the world's {@code now}: linear between its points, held before the first and after the last.
 *
 * <p>A point may be {@link #NONE}: from there to the next point there is no value at all.
 */
public record Curve(List<Point> points) {
  /** No value: nothing is published. */
  public static final double NONE = Double.NaN;

  /** A value at an offset from the world's {@code now}; negative offsets are the past. */
  public record Point(Duration at, double value) {
    boolean isNone() {
      return Double.isNaN(value);
    }
  }

  public Curve {
    points = points.stream().sorted(Comparator.comparing(Point::at)).toList();
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a curve has at least one point");
    }
  }

  public static Curve constant(double value) {
    return new Curve(List.of(new Point(Duration.ZERO, value)));
  }

  /** The value, or {@link #NONE}. */
  public double at(Duration offset) {
    Point before = points.getFirst();
    for (Point point : points) {
      if (point.at().compareTo(offset) > 0) {
        return between(before, point, offset);
      }
      before = point;
    }
    return before.value();
  }

  private static double between(Point before, Point after, Duration offset) {
    if (before.at().compareTo(offset) > 0 || before.isNone() || after.isNone()) {
      return before.value();
    }
    double whole = after.at().minus(before.at()).toMillis();
    double part = offset.minus(before.at()).toMillis();
    return before.value() + (after.value() - before.value()) * part / whole;
  }

  Duration earliest() {
    return points.getFirst().at();
  }
}
