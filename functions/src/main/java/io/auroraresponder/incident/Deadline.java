package io.auroraresponder.incident;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment by which an answer must be there, on the monotonic clock; shared by everything that works on one signal. */
public final class Deadline {
  private final LongSupplier nanos;
  private final long end;

  private Deadline(LongSupplier nanos, long end) {
    this.nanos = nanos;
    this.end = end;
  }

  public static Deadline after(Duration budget) {
    return after(budget, System::nanoTime);
  }

  public static Deadline after(Duration budget, LongSupplier nanos) {
    return new Deadline(nanos, nanos.getAsLong() + budget.toNanos());
  }

  /** Never negative. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - nanos.getAsLong()));
  }

  public boolean isPast() {
    return left().isZero();
  }

  /** This deadline or {@code budget} from now, whichever comes first. */
  public Deadline atMost(Duration budget) {
    return new Deadline(nanos, Math.min(end, nanos.getAsLong() + budget.toNanos()));
  }
}
