package io.auroraresponder.lab.account;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * A value over time, relative to the world's {@code now}: linear between its points, held before the first and after the last.
 *
 * <p>A point may be {@link #NONE}: from there to the next point there is no value at all.
 *
 * @param points at least one, in order of time
 * @param every after this time it begins anew, and so it was before; zero: it happens once
 * @param more curves whose values are added
 */
public record Curve(List<Point> points, Duration every, List<Curve> more) {
  /** No value: nothing is published. */
  public static final double NONE = Double.NaN;

  /** What repeats has always been so; a comparison with the same hour of last week needs a little more than a week. */
  private static final Duration BEFORE_REPEATED = Duration.ofDays(-8);

  /** A value at an offset from the world's {@code now}; negative offsets are the past. */
  public record Point(Duration at, double value) {
    boolean isNone() {
      return Double.isNaN(value);
    }

    Point shifted(Duration by) {
      return new Point(at.plus(by), value);
    }
  }

  public Curve {
    points = points.stream().sorted(Comparator.comparing(Point::at)).toList();
    more = List.copyOf(more);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a curve has at least one point");
    }
  }

  /** A curve that happens once. */
  public Curve(List<Point> points) {
    this(points, Duration.ZERO, List.of());
  }

  public static Curve constant(double value) {
    return new Curve(List.of(new Point(Duration.ZERO, value)));
  }

  /** The value, or {@link #NONE} where one of the added curves has none. */
  public double at(Duration offset) {
    double value = own(offset);
    for (Curve one : more) {
      value += one.at(offset);
    }
    return value;
  }

  /** Between two rounds the last point of one leads to the first of the next. */
  private double own(Duration offset) {
    return every.isZero() ? walked(points.getFirst(), points.getLast(), offset)
        : walked(points.getLast().shifted(every.negated()), points.getFirst().shifted(every),
            Duration.ofMillis(Math.floorMod(offset.toMillis(), every.toMillis())));
  }

  private double walked(Point begin, Point end, Duration offset) {
    Point before = begin;
    for (Point point : points) {
      if (point.at().compareTo(offset) > 0) {
        return between(before, point, offset);
      }
      before = point;
    }
    return end.at().compareTo(offset) > 0 ? between(before, end, offset) : before.value();
  }

  private static double between(Point before, Point after, Duration offset) {
    if (before.at().compareTo(offset) > 0 || before.isNone() || after.isNone()) {
      return before.value();
    }
    double whole = after.at().minus(before.at()).toMillis();
    double part = offset.minus(before.at()).toMillis();
    return before.value() + (after.value() - before.value()) * part / whole;
  }

  /** The same times with other values; an even change keeps sums right, any other one is right where nothing is added. */
  Curve mapped(DoubleUnaryOperator change) {
    return new Curve(
        points.stream().map(point -> new Point(point.at(), change.applyAsDouble(point.value()))).toList(), every,
        more.stream().map(curve -> curve.mapped(change)).toList());
  }

  Duration earliest() {
    Duration own = every.isZero() ? points.getFirst().at() : BEFORE_REPEATED;
    return Stream.concat(Stream.of(own), more.stream().map(Curve::earliest)).min(Comparator.naturalOrder()).orElseThrow();
  }

  /** All values that stand in it. */
  Stream<Double> values() {
    return Stream.concat(points.stream().map(Point::value), more.stream().flatMap(Curve::values));
  }
}
