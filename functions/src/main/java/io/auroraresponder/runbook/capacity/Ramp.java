package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Minutes in which capacity rose below max while CPU was short of the capacity in force.
 *
 * @param cpu average CPU over the capacity in force, a part from 0 to 1
 * @param lasts whether the newest complete minute still belongs to it
 */
record Ramp(Instant since, Instant until, double from, double to, double cpu, int minutes, boolean lasts) {

  private static final int WINDOW_MINUTES = 15;

  /** Enough of the last quarter of an hour to say that there was no ramp: at least half of its minutes. */
  static Reading<Series> measured(CapacityPicture picture, Metric metric) {
    return picture
        .metrics()
        .lastSeries(metric, WINDOW_MINUTES)
        .flatMap(
            series ->
                series.points().size() * 2 >= WINDOW_MINUTES
                    ? Reading.known(series, picture.evidence().at())
                    : Reading.<Series>unavailable(
                        metric.cloudWatchName() + " of " + picture.member().id() + " has " + series.points().size() + " of the last "
                            + WINDOW_MINUTES + " minutes"));
  }

  /** The newest ramp of the last quarter of an hour that is long enough. */
  static Optional<Ramp> of(CapacityPicture picture) {
    CapacityThresholds limits = picture.thresholds();
    Reading<Series> capacity = picture.metrics().lastSeries(Metric.CAPACITY, WINDOW_MINUTES);
    Reading<Series> cpu = picture.metrics().lastSeries(Metric.CPU, WINDOW_MINUTES);
    if (!(capacity instanceof Reading.Known<Series> caps) || !(cpu instanceof Reading.Known<Series> cpus)) {
      return Optional.empty();
    }
    List<Point> run = new ArrayList<>();
    Optional<Ramp> newest = Optional.empty();
    Instant last = caps.value().points().isEmpty() ? Instant.MIN : caps.value().points().getLast().minute();
    for (Point point : caps.value().points()) {
      boolean continues =
          run.isEmpty()
              || (point.value() > run.getLast().value() && Duration.between(run.getLast().minute(), point.minute()).toMinutes() == 1);
      boolean shortOfCpu = inForce(picture, cpus.value(), point) > limits.rampCpu() && below(picture, point);
      if (!shortOfCpu || !continues) {
        run.clear();
      }
      if (shortOfCpu) {
        run.add(point);
      }
      if (run.size() >= limits.rampMinutes()) {
        newest = Optional.of(of(picture, run, cpus.value(), last));
      }
    }
    return newest;
  }

  private static Ramp of(CapacityPicture picture, List<Point> run, Series cpus, Instant last) {
    double cpu = run.stream().mapToDouble(point -> inForce(picture, cpus, point)).average().orElse(0);
    return new Ramp(
        run.getFirst().minute(), run.getLast().minute().plusSeconds(60), run.getFirst().value(), run.getLast().value(), cpu, run.size(),
        run.getLast().minute().equals(last));
  }

  private static boolean below(CapacityPicture picture, Point point) {
    return point.value() < picture.thresholds().ceilingRatio() * picture.metrics().maxInForce(point.minute());
  }

  /** CPUUtilization is of max: over the part of max in force it becomes CPU of the capacity there was. */
  private static double inForce(CapacityPicture picture, Series cpus, Point point) {
    double max = picture.metrics().maxInForce(point.minute());
    double used = cpus.at(point.minute()).map(cpu -> cpu.value() / 100 * max).orElse(0.0);
    return point.value() <= 0 ? 0 : used / point.value();
  }
}
