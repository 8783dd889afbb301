package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Limit;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import io.auroraresponder.runbook.MemberLimit;
import io.auroraresponder.runbook.MemberMinutes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One member's metrics in the words of the thresholds. Everything looks at complete minutes only. */
final class MemberMetrics {
  private final Member member;
  private final ScalingRange range;
  private final MemberMinutes minutes;
  private final Instant now;

  MemberMetrics(Member member, ScalingRange range, Metrics metrics, Instant now) {
    this.member = member;
    this.range = range;
    this.minutes = new MemberMinutes(member.id(), metrics, now);
    this.now = now;
  }

  /**
   * How long and how firmly the member stood at the ceiling.
   *
   * @param minutes of the newest {@code looked} complete minutes, so many at the ceiling in force then
   * @param present whether all of the newest minutes stand at the ceiling in force now
   * @param capacity ACU in the newest complete minute
   * @param since start of the unbroken run of minutes at the ceiling that ends now; the end of the window where there is none
   * @param run its length in minutes
   * @param measured whether the max in force in each of those minutes was measured, not taken from the live range
   */
  record Ceiling(int minutes, int looked, boolean present, double capacity, Instant since, int run, boolean measured) {}

  Member member() {
    return member;
  }

  private Reading<Series> series(Metric metric) {
    return minutes.series(metric);
  }

  /** The end of the newest complete minute that has data; unavailable where the data is missing or too old to speak of now. */
  Reading<Instant> end(Metric metric) {
    return minutes.end(metric);
  }

  /** Average over the newest {@code count} complete minutes; unavailable where one of them is missing. */
  Reading<Double> recent(Metric metric, int count) {
    return minutes.recent(metric, count);
  }

  /** Average over a longer stretch before {@code end}; it takes at least half of its minutes. */
  Reading<Double> stretch(Metric metric, Instant from, Instant end) {
    return minutes.stretch(metric, from, end);
  }

  Reading<Series> lastSeries(Metric metric, int count) {
    return minutes.lastSeries(metric, count);
  }

  /** The max in force in a minute follows from capacity and its utilisation; where that is missing the live max stands in. */
  double maxInForce(Instant minute) {
    return minutes.maxInForce(minute, range.maxAcu());
  }

  private boolean atCeiling(Point point) {
    return point.value() >= MemberLimit.CEILING_RATIO.value() * maxInForce(point.minute());
  }

  Reading<Ceiling> ceiling() {
    return end(Metric.CAPACITY)
        .flatMap(
            end ->
                series(Metric.CAPACITY)
                    .flatMap(
                        all -> {
                          List<Point> window = all.lastMinutes(CapacityLimit.CEILING_WINDOW.count(), end).points();
                          if (window.size() < CapacityLimit.CEILING_MINUTES.count()) {
                            return Reading.unavailable(
                                Metric.CAPACITY.cloudWatchName() + " of " + member.id() + " has " + window.size() + " of the last "
                                    + CapacityLimit.CEILING_WINDOW.count() + " minutes");
                          }
                          return Reading.known(ceiling(all, window, end), window.getFirst().minute(), end);
                        }));
  }

  private Ceiling ceiling(Series all, List<Point> window, Instant end) {
    int minutes = (int) window.stream().filter(this::atCeiling).count();
    List<Point> newest = all.lastMinutes(CapacityLimit.PRESENT_MINUTES.count(), end).points();
    boolean present =
        newest.size() == CapacityLimit.PRESENT_MINUTES.count()
            && newest.stream().allMatch(point -> point.value() >= MemberLimit.CEILING_RATIO.value() * range.maxAcu());
    Instant since = end;
    List<Point> points = all.between(Instant.EPOCH, end).points();
    for (int i = points.size() - 1; i >= 0 && atCeiling(points.get(i)) && points.get(i).minute().plusSeconds(60).equals(since); i--) {
      since = points.get(i).minute();
    }
    return new Ceiling(
        minutes, window.size(), present, window.getLast().value(), since, (int) Duration.between(since, end).toMinutes(),
        window.stream().allMatch(point -> this.minutes.valueAt(Metric.ACU_UTILIZATION, point.minute()).isPresent()));
  }

  /** ACUUtilization; where it is missing, what capacity is of the live max. */
  Reading<Double> utilisation(int minutes) {
    Reading<Double> published = recent(Metric.ACU_UTILIZATION, minutes);
    return published.isKnown() ? published : recent(Metric.CAPACITY, minutes).map(capacity -> capacity / range.maxAcu() * 100);
  }

  /** At the ceiling in enough of the newest minutes; a reader that follows the writer never is, its capacity mirrors the writer's. */
  boolean atCeiling() {
    return !member.followsWriter() && ceiling() instanceof Reading.Known<Ceiling>(Ceiling value, Instant f, Instant t)
        && value.minutes() >= CapacityLimit.CEILING_MINUTES.count();
  }

  /** In all of the newest minutes, however few they are. */
  boolean arrivedAtCeiling() {
    return ceiling() instanceof Reading.Known<Ceiling>(Ceiling value, Instant f, Instant t) && value.present();
  }

  /** CPUUtilization over the newest minutes at or over the limit. */
  boolean cpuSaturated() {
    return recent(Metric.CPU, CapacityLimit.PRESENT_MINUTES.count()) instanceof Reading.Known<Double>(Double value, Instant f, Instant t)
        && value >= CapacityLimit.CPU_LIMIT.value();
  }

  boolean pressed() {
    return atCeiling() || cpuSaturated();
  }

  /** Whether any minute since {@code from} stood at its ceiling or over the CPU limit. */
  boolean pressedSince(Instant from) {
    boolean ceiling =
        !member.followsWriter() && series(Metric.CAPACITY).orElse(Series.EMPTY).between(from, now).points().stream()
        .anyMatch(this::atCeiling);
    return ceiling || series(Metric.CPU).orElse(Series.EMPTY).between(from, now)
        .count(value -> value >= CapacityLimit.CPU_LIMIT.value()) > 0;
  }

  /** The newest complete minutes show no pressure, none missing. */
  Reading<Boolean> calm(int minutes) {
    return end(Metric.CAPACITY)
        .flatMap(
            end ->
                series(Metric.CAPACITY)
                    .flatMap(
                        capacity ->
                            series(Metric.CPU)
                                .flatMap(
                                    cpu -> {
                                      List<Point> caps = capacity.lastMinutes(minutes, end).points();
                                      Series cpus = cpu.lastMinutes(minutes, end);
                                      if (caps.size() < minutes || cpus.points().size() < minutes) {
                                        return Reading.unavailable("metrics of " + member
                                            .id() + " miss one of the last " + minutes + " minutes");
                                      }
                                      boolean full = !member.followsWriter() && caps.stream().anyMatch(this::atCeiling);
                                      boolean busy = cpus.count(value -> value >= CapacityLimit.CPU_LIMIT.value()) > 0;
                                      return Reading.known(!full && !busy, end.minus(Duration.ofMinutes(minutes)), end);
                                    })));
  }

  /** A metric's value that is judged, shown on its side of the limits. */
  Fact judged(Metric metric, Instant at, double value, Limit... limits) {
    return minutes.judged(metric, at, value, metric.unit(), limits);
  }

  /** A metric's value as a fact. */
  Fact fact(Metric metric, Instant at, double value) {
    return minutes.fact(metric, at, value);
  }
}
