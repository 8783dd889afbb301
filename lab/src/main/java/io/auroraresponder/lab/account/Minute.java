package io.auroraresponder.lab.account;

import java.time.Duration;
import java.time.Instant;

/**
 * What a member was during one minute.
 *
 * @param from when the minute began
 * @param capacity mean ACUs
 * @param lowest and {@code highest}: extremes of the minute, in ACU
 * @param maxAcu mean of the max in force
 * @param awake whether it was up for any part of the minute
 * @param attempts connections counted by hand
 * @param startedAt when the engine that runs at the end of the minute was started
 * @param writer whether it was the writer at the end of the minute
 */
record Minute(
    Instant from, double capacity, double lowest, double highest, double maxAcu, boolean awake, long attempts, Instant startedAt,
    boolean writer) {
  static final Duration LENGTH = Duration.ofMinutes(1);

  Instant to() {
    return from.plus(LENGTH);
  }

  /** Collects the ticks of a minute. */
  static final class Collector {
    private double capacity;
    private double lowest = Double.MAX_VALUE;
    private double highest;
    private double maxAcu;
    private boolean awake;
    private int ticks;

    void add(double capacityNow, double maxNow, boolean up) {
      capacity += capacityNow;
      lowest = Math.min(lowest, capacityNow);
      highest = Math.max(highest, capacityNow);
      maxAcu += maxNow;
      awake |= up;
      ticks++;
    }

    Minute close(Instant from, long attempts, Instant startedAt, boolean writer) {
      return new Minute(from, capacity / ticks, lowest, highest, maxAcu / ticks, awake, attempts, startedAt, writer);
    }
  }
}
