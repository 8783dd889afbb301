package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.runbook.Climb;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Minutes in which capacity rose below max while CPU was short of the capacity in force.
 *
 * @param cpu average CPU over the capacity in force, a part from 0 to 1
 * @param lasts whether the newest complete minute still belongs to it
 */
record Ramp(Instant since, Instant until, double from, double to, double cpu, int minutes, boolean lasts) {
  /** Ours: three periods of the usual alarm. */
  private static final int WINDOW_MINUTES = 15;

  /** Ours: half of the window. */
  private static final int LEAST_POINTS = 8;

  /** Enough of the last quarter of an hour to say that there was no ramp: at least half of its minutes. */
  static Reading<Series> measured(CapacityPicture picture, Metric metric) {
    return picture
        .metrics()
        .lastSeries(metric, WINDOW_MINUTES)
        .flatMap(
            series ->
                series.points().size() >= LEAST_POINTS
                    ? Reading.known(series, picture.evidence().at())
                    : Reading.<Series>unavailable(
                        metric.cloudWatchName() + " of " + picture.member().id() + " has " + series.points().size() + " of the last "
                            + WINDOW_MINUTES + " minutes"));
  }

  /** The newest ramp of the last quarter of an hour that is long enough. */
  static Optional<Ramp> of(CapacityPicture picture) {
    Reading<Series> capacity = picture.metrics().lastSeries(Metric.CAPACITY, WINDOW_MINUTES);
    Reading<Series> cpu = picture.metrics().lastSeries(Metric.CPU, WINDOW_MINUTES);
    if (!(capacity instanceof Reading.Known<Series> caps) || !(cpu instanceof Reading.Known<Series> cpus)) {
      return Optional.empty();
    }
    List<Climb> climbs = Climb.all(caps.value(), cpus.value(), picture.metrics()::maxInForce);
    if (climbs.isEmpty()) {
      return Optional.empty();
    }
    Climb newest = climbs.getLast();
    Instant end = caps.value().points().getLast().minute().plusSeconds(60);
    return Optional.of(
        new Ramp(
            newest.since(), newest.until(), newest.from(), newest.to(), newest.cpu(), newest.minutes(), newest.until().equals(end)));
  }
}
