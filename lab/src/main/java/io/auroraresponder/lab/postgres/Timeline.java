package io.auroraresponder.lab.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which simulated time each real moment before the alarm stood for.
 *
 * <p>Sessions that began two real seconds ago may stand for four minutes of waiting. Between two points time runs evenly; before the
 * first and after the last it runs as real time does.
 */
public final class Timeline {
  private record Point(Instant real, Instant simulated) {}

  private final List<Point> points;

  private Timeline(List<Point> points) {
    this.points = List.copyOf(points);
  }

  /** Collects points in real order. A simulated time that would run backwards is held at the one before. */
  static final class Recorder {
    private final List<Point> points = new ArrayList<>();

    Recorder mark(Instant real, Instant simulated) {
      if (points.isEmpty()) {
        points.add(new Point(real, simulated));
        return this;
      }
      Point last = points.getLast();
      if (real.isAfter(last.real())) {
        points.add(new Point(real, simulated.isBefore(last.simulated()) ? last.simulated() : simulated));
      }
      return this;
    }

    Timeline done() {
      if (points.isEmpty()) {
        throw new IllegalStateException("a timeline needs a point");
      }
      return new Timeline(points);
    }
  }

  public Instant simulated(Instant real) {
    Point before = points.getFirst();
    if (!real.isAfter(before.real())) {
      return before.simulated().minus(Duration.between(real, before.real()));
    }
    for (Point after : points.subList(1, points.size())) {
      if (!real.isAfter(after.real())) {
        return between(before, after, real);
      }
      before = after;
    }
    return before.simulated().plus(Duration.between(before.real(), real));
  }

  private static Instant between(Point before, Point after, Instant real) {
    double part = (double) Duration.between(before.real(), real).toNanos() / Duration.between(before.real(), after.real()).toNanos();
    Duration whole = Duration.between(before.simulated(), after.simulated());
    return before.simulated().plusNanos(Math.round(whole.toNanos() * part));
  }

  /** Real time of the last point: the alarm. */
  public Instant end() {
    return points.getLast().real();
  }

  /** {@code later} after the alarm, and before it this timeline, moved so that the two meet there. */
  public SimulatedTime followedBy(SimulatedTime later) {
    Duration shift = Duration.between(simulated(end()), later.simulated(end()));
    return new SimulatedTime() {
      @Override
      public Instant instant() {
        return later.instant();
      }

      @Override
      public Instant simulated(Instant real) {
        return real.isAfter(end()) ? later.simulated(real) : Timeline.this.simulated(real).plus(shift);
      }
    };
  }
}
