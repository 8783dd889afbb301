package io.auroraresponder.lab.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Time of the simulated account: it follows real time at a factor that may change, and can be moved forward at once.
 *
 * <p>Piecewise linear in real time and remembered as a whole, so that an age that PostgreSQL measured in real seconds can be said in
 * simulated ones ({@link #simulatedAge}). Never runs backwards. Safe for several threads.
 */
public final class SimulatedClock extends Clock {
  private final InstantSource real;
  private final List<Stretch> stretches = new CopyOnWriteArrayList<>();

  /** From {@code real} on, simulated time runs at {@code speed} times real time. */
  private record Stretch(Instant real, Instant simulated, double speed) {
    Instant at(Instant moment) {
      return simulated.plusNanos(Math.round(Duration.between(real, moment).toNanos() * speed));
    }
  }

  /**
   * Begins at {@code start} and runs as fast as {@code real} until told otherwise.
   *
   * @param real what counts as real time; give a steady one, a wall clock may step back
   */
  public SimulatedClock(Instant start, InstantSource real) {
    this.real = real;
    stretches.add(new Stretch(real.instant(), start, 1));
  }

  /** Begins at {@code start} and runs with the machine's monotonic clock. */
  public static SimulatedClock startingAt(Instant start) {
    return new SimulatedClock(start, steady(Clock.systemUTC()));
  }

  /** Begins at {@code start} and stands still: only {@link #advance} moves it. */
  public static SimulatedClock standingAt(Instant start) {
    SimulatedClock clock = startingAt(start);
    clock.stretches.set(0, new Stretch(clock.stretches.getFirst().real(), start, 0));
    return clock;
  }

  private static InstantSource steady(InstantSource wall) {
    Instant base = wall.instant();
    long begun = System.nanoTime();
    return () -> base.plusNanos(System.nanoTime() - begun);
  }

  /** From now on {@code speed} simulated seconds pass in a real one; 0 stops time. */
  public synchronized void runAt(double speed) {
    if (!(speed >= 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("time runs at 0 or faster, not at " + speed);
    }
    Instant now = real.instant();
    stretches.add(new Stretch(now, simulated(now), speed));
  }

  /** Jumps forward; the speed stays. */
  public synchronized void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards: " + by);
    }
    Instant now = real.instant();
    stretches.add(new Stretch(now, simulated(now).plus(by), stretches.getLast().speed()));
  }

  /** The simulated moment of a real one; before this clock began both run alike. */
  public Instant simulated(Instant moment) {
    for (Stretch stretch : stretches.reversed()) {
      if (!moment.isBefore(stretch.real())) {
        return stretch.at(moment);
      }
    }
    Stretch first = stretches.getFirst();
    return first.simulated().minus(Duration.between(moment, first.real()));
  }

  /** How old in simulated time is what began {@code realAge} of real time ago. */
  public Duration simulatedAge(Duration realAge) {
    Instant now = real.instant();
    return Duration.between(simulated(now.minus(realAge)), simulated(now));
  }

  @Override
  public Instant instant() {
    return simulated(real.instant());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    InstantSource source = () -> simulated(real.instant());
    return source.withZone(zone);
  }
}
