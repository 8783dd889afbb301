package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import io.auroraresponder.runbook.Climb;
import io.auroraresponder.runbook.MemberLimit;
import io.auroraresponder.runbook.MemberMinutes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One member's capacity over the day, added up. All capacities are in ACU.
 *
 * @param minutes how many minutes of the day have a datapoint
 * @param average over those minutes
 * @param peak highest minute
 * @param atCeiling minutes at or near the max in force at that minute
 * @param ceilingNow whether the newest complete minutes all stand there
 * @param atFloor minutes at or next to the live min
 * @param paused minutes at zero
 * @param wakeups when it came back from zero
 * @param busy CPU used, in ACU, that nineteen of twenty minutes stay under
 * @param climbs minutes in a row in which capacity could not follow the CPU
 */
record MemberDay(
    Member member,
    Instant from,
    Instant to,
    int minutes,
    double average,
    double peak,
    int atCeiling,
    boolean ceilingNow,
    int atFloor,
    int paused,
    List<Instant> wakeups,
    double busy,
    List<Climb> climbs) {

  /** Ours: the busiest hour or so of a day does not speak for it. */
  private static final double MOST = 0.95;

  MemberDay {
    wakeups = List.copyOf(wakeups);
    climbs = List.copyOf(climbs);
  }

  /** Unavailable where capacity or CPU of too few minutes is known. */
  static Reading<MemberDay> of(Member member, ScalingRange range, MemberMinutes metrics) {
    return metrics
        .series(Metric.CAPACITY)
        .flatMap(capacity -> metrics.series(Metric.CPU).flatMap(cpu -> of(member, range, metrics, capacity, cpu)));
  }

  private static Reading<MemberDay> of(
      Member member, ScalingRange range, MemberMinutes metrics, Series capacity, Series cpu) {
    int minutes = capacity.points().size();
    if (minutes < ScalingLimit.LEAST_MINUTES.count() || cpu.points().size() < ScalingLimit.LEAST_MINUTES.count()) {
      return Reading.unavailable(
          "capacity of " + member.id() + " is known for " + minutes + " and its CPU for " + cpu.points()
          .size() + " minutes of the day, it takes "
              + ScalingLimit.LEAST_MINUTES.count());
    }
    Instant to = capacity.points().getLast().minute().plusSeconds(60);
    List<Climb> climbs = Climb.all(capacity, cpu, minute -> metrics.maxInForce(minute, range.maxAcu()));
    List<Point> full = capacity.points().stream().filter(point -> full(point, range, metrics)).toList();
    boolean now = full.stream().filter(point -> !point.minute().isBefore(to.minusSeconds(60L * ScalingLimit.CEILING_NOW.count())))
        .count() >= ScalingLimit.CEILING_NOW.count();
    boolean fresh = metrics.end(Metric.CAPACITY).isKnown();
    return Reading.known(
        new MemberDay(
            member, capacity.points().getFirst().minute(), to, minutes, capacity.average().orElse(0), capacity.max().orElse(0), full.size(),
            now && fresh, (int) capacity.count(value -> value <= range.minAcu() + ScalingLimit.FLOOR_ACU.value()),
            (int) capacity.count(value -> value == 0),
            wakeups(capacity), busy(cpu, range, metrics), climbs),
        capacity.points().getFirst().minute(), to);
  }

  private static boolean full(Point point, ScalingRange range, MemberMinutes metrics) {
    return point.value() >= MemberLimit.CEILING_RATIO.value() * metrics.maxInForce(point.minute(), range.maxAcu());
  }

  private static List<Instant> wakeups(Series capacity) {
    List<Instant> found = new ArrayList<>();
    for (int i = 1; i < capacity.points().size(); i++) {
      if (capacity.points().get(i - 1).value() == 0 && capacity.points().get(i).value() > 0) {
        found.add(capacity.points().get(i).minute());
      }
    }
    return found;
  }

  /** CPUUtilization is of the max in force, so it becomes comparable only as ACU. */
  private static double busy(Series cpu, ScalingRange range, MemberMinutes metrics) {
    double[] used = cpu.points().stream().mapToDouble(point -> point.value() / 100 * metrics.maxInForce(point.minute(), range.maxAcu()))
        .sorted().toArray();
    return used[(int) Math.min(used.length - 1, Math.floor(used.length * MOST))];
  }

  /** Whether so large a part of a whole day is known. */
  boolean covers(double part) {
    return minutes >= part * 24 * 60;
  }
}
