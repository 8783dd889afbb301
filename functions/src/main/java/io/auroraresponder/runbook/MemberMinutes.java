package io.auroraresponder.runbook;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Limit;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One member's metrics by complete minutes; a minute without data is a gap, never a zero.
 *
 * @param member DB instance identifier
 */
public record MemberMinutes(String member, Metrics metrics, Instant now) {

  /** The minutes of one member, as every runbook counts them. */
  public static MemberMinutes of(String member, Evidence evidence) {
    Instant now = evidence.at();
    return new MemberMinutes(member, evidence.metrics().orElse(new Metrics(Map.of(), now, now)), now);
  }

  public Reading<Series> series(Metric metric) {
    return metrics.of(member, metric);
  }

  /** The end of the newest complete minute that has data; unavailable where the data is missing or too old to speak of now. */
  public Reading<Instant> end(Metric metric) {
    return series(metric).flatMap(all -> end(metric, all));
  }

  private Reading<Instant> end(Metric metric, Series all) {
    Series complete = all.between(Instant.EPOCH, now.minus(DatabaseLimit.SETTLE.duration()).truncatedTo(ChronoUnit.MINUTES));
    if (complete.isEmpty()) {
      return Reading.unavailable(metric.cloudWatchName() + " of " + member + " has no datapoint in the window");
    }
    Instant end = complete.points().getLast().minute().plusSeconds(60);
    if (end.isBefore(now.minus(DatabaseLimit.FRESHNESS.duration()))) {
      return Reading.unavailable(metric.cloudWatchName() + " of " + member + " has no datapoint since " + end);
    }
    return Reading.known(end, end.minusSeconds(60), end);
  }

  /** Average over the newest {@code minutes} complete minutes; unavailable where one of them is missing. */
  public Reading<Double> recent(Metric metric, int minutes) {
    return end(metric).flatMap(end -> series(metric).flatMap(all -> window(metric, minutes, end, all)));
  }

  private Reading<Double> window(Metric metric, int minutes, Instant end, Series all) {
    Series last = all.lastMinutes(minutes, end);
    if (last.points().size() < minutes) {
      return Reading.unavailable(
          metric.cloudWatchName() + " of " + member + " has " + last.points().size() + " of the last " + minutes + " minutes");
    }
    return Reading.known(last.average().orElseThrow(), end.minus(Duration.ofMinutes(minutes)), end);
  }

  /** Average over a longer stretch before {@code end}; it takes at least half of its minutes. */
  public Reading<Double> stretch(Metric metric, Instant from, Instant end) {
    return series(metric).flatMap(all -> stretch(metric, from, end, all));
  }

  private Reading<Double> stretch(Metric metric, Instant from, Instant end, Series all) {
    Series part = all.between(from, end);
    OptionalDouble average = part.average();
    long wanted = Duration.between(from, end).toMinutes();
    if (average.isEmpty() || part.points().size() * 2L < wanted) {
      return Reading.unavailable(
          metric.cloudWatchName() + " of " + member + " covers " + part.points().size() + " of " + wanted + " minutes before");
    }
    return Reading.known(average.getAsDouble(), from, end);
  }

  public Reading<Series> lastSeries(Metric metric, int minutes) {
    return end(metric).flatMap(end -> series(metric).map(all -> all.lastMinutes(minutes, end)));
  }

  public OptionalDouble valueAt(Metric metric, Instant minute) {
    return series(metric).map(all -> all.at(minute)).orElse(Optional.empty()).stream().mapToDouble(Point::value).findFirst();
  }

  /** The max in force in a minute follows from capacity and its utilisation; where that is missing {@code liveMax} stands in. ACU. */
  public double maxInForce(Instant minute, double liveMax) {
    OptionalDouble capacity = valueAt(Metric.CAPACITY, minute);
    OptionalDouble utilisation = valueAt(Metric.ACU_UTILIZATION, minute);
    if (capacity.isEmpty() || utilisation.isEmpty() || utilisation.getAsDouble() < 1 || capacity.getAsDouble() <= 0) {
      return liveMax;
    }
    return Math.round(capacity.getAsDouble() / utilisation.getAsDouble() * 200) / 2.0;
  }

  /** A metric's value as a fact. */
  public Fact fact(Metric metric, Instant at, double value) {
    return fact(metric, at, value, metric.unit());
  }

  /** A metric's value that is judged, shown on its side of the limits; see {@link Fact#judged}. */
  public Fact judged(Metric metric, Instant at, double value, String unit, Limit... limits) {
    return Fact.judged("cloudwatch:GetMetricData " + metric.cloudWatchName() + " " + member, at, value, unit, limits);
  }

  /** What was counted or reckoned from a metric, in a unit of its own. */
  public Fact fact(Metric metric, Instant at, double value, String unit) {
    return Fact.of("cloudwatch:GetMetricData " + metric.cloudWatchName() + " " + member, at, value, unit);
  }
}
