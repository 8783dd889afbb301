package io.auroraresponder.fake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when a test moves it; the monotonic clock moves along unless the machine is suspended. */
public final class HandClock implements InstantSource {
  private Instant now;
  private long nanos;

  public HandClock(Instant start) {
    this.now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  public synchronized long nanos() {
    return nanos;
  }

  public synchronized void advance(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  /** The wall clock is set, no time passes. */
  public synchronized void jump(Duration by) {
    now = now.plus(by);
  }

  /** Time passes that the wall clock does not see. */
  public synchronized void suspend(Duration time) {
    nanos += time.toNanos();
  }
}
