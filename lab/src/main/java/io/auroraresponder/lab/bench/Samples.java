package io.auroraresponder.lab.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What was measured in each round, in one unit; rounds are numbered alike in all samples of a run. */
final class Samples {
  private final List<Double> rounds = new ArrayList<>();

  void add(double value) {
    rounds.add(value);
  }

  double median() {
    List<Double> sorted = rounds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * What two things take of the processor in this thread, by turns and after both have run often enough to be compiled. The clock would
   * measure the machine's other work as well.
   *
   * @return milliseconds of the first and of the second
   */
  static List<Samples> byTurns(int rounds, int repeats, Supplier<?> first, Supplier<?> second) {
    List<Samples> both = List.of(new Samples(), new Samples());
    for (int round = -rounds; round < rounds; round++) {
      double one = millis(repeats, first);
      double other = millis(repeats, second);
      if (round >= 0) {
        both.getFirst().add(one);
        both.getLast().add(other);
      }
    }
    return both;
  }

  private static double millis(int repeats, Supplier<?> what) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < repeats; i++) {
      if (what.get() == null) {
        throw new IllegalStateException("what is measured has a result, so that it cannot be left out");
      }
    }
    return (threads.getCurrentThreadCpuTime() - begun) / 1e6;
  }

  /** How many times as much this is as the baseline: the ratio of the medians, and the ratios of single rounds as its spread. */
  Measured times(Samples baseline, String what, String unit, Goal goal) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rounds.size(); i++) {
      ratios.add(rounds.get(i) / baseline.rounds.get(i));
    }
    double least = ratios.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double most = ratios.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return new Measured(what, unit, median() / baseline.median(), least, most, goal);
  }

  /** The value itself. */
  Measured itself(String what, String unit, Goal goal) {
    double least = rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double most = rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return new Measured(what, unit, median(), least, most, goal);
  }
}
