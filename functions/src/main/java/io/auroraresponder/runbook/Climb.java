package io.auroraresponder.runbook;

import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Minutes in a row in which capacity rose by half or more, below max, while CPU was short of the capacity in force.
 *
 * @param from capacity in the first of them, ACU
 * @param to capacity in the last of them, ACU
 * @param cpu average CPU over the capacity in force, a part from 0 to 1
 */
public record Climb(Instant since, Instant until, double from, double to, double cpu, int minutes) {
  /** Capacity that rises by less follows a load that grows slowly, as it should; ours. */
  private static final double LEAST_GROWTH = 1.5;

  /**
   * All climbs, oldest first.
   *
   * @param capacity ACU by minute
   * @param cpu CPUUtilization by minute, percent of max; a minute without it is no climb
   * @param maxInForce max in ACU at a minute
   */
  public static List<Climb> all(Series capacity, Series cpu, ToDoubleFunction<Instant> maxInForce) {
    Finder finder = new Finder(cpu, maxInForce);
    capacity.points().forEach(finder::look);
    finder.close();
    return List.copyOf(finder.found);
  }

  /** Walks over the minutes; lives for one call. */
  private static final class Finder {
    private final Series cpu;
    private final ToDoubleFunction<Instant> maxInForce;
    private final List<Point> run = new ArrayList<>();
    private final List<Climb> found = new ArrayList<>();

    Finder(Series cpu, ToDoubleFunction<Instant> maxInForce) {
      this.cpu = cpu;
      this.maxInForce = maxInForce;
    }

    void look(Point point) {
      boolean continues =
          run.isEmpty()
              || (point.value() > run.getLast().value() && Duration.between(run.getLast().minute(), point.minute()).toMinutes() == 1);
      double max = maxInForce.applyAsDouble(point.minute());
      boolean shortOfCpu = used(point, max) > MemberLimit.CLIMB_CPU.value() && point.value() < MemberLimit.CEILING_RATIO.value() * max;
      if (!shortOfCpu || !continues) {
        close();
      }
      if (shortOfCpu) {
        run.add(point);
      }
    }

    void close() {
      if (run.size() >= MemberLimit.CLIMB_MINUTES.count() && run.getLast().value() >= LEAST_GROWTH * run.getFirst().value()) {
        double average = run.stream().mapToDouble(point -> used(point, maxInForce.applyAsDouble(point.minute()))).average().orElse(0);
        found.add(
            new Climb(
                run.getFirst().minute(), run.getLast().minute().plusSeconds(60), run.getFirst().value(), run.getLast().value(), average,
                run.size()));
      }
      run.clear();
    }

    /** CPUUtilization is of max: over the part of max in force it becomes CPU of the capacity there was. */
    private double used(Point point, double max) {
      double acu = cpu.at(point.minute()).map(one -> one.value() / 100 * max).orElse(0.0);
      return point.value() <= 0 ? 0 : acu / point.value();
    }
  }
}
