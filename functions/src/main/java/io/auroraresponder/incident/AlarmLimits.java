package io.auroraresponder.incident;

import java.util.Optional;

/**
 * Between which values an alarm does not ring.
 *
 * @param side where it rings
 * @param lower it rings from here on down; empty where it does not ring below, or the event does not say
 * @param upper it rings from here on up; empty where it does not ring above, or the event does not say
 */
public record AlarmLimits(Side side, Optional<Double> lower, Optional<Double> upper) {
  /** On which side of its limits an alarm rings. */
  public enum Side {
    ABOVE,
    BELOW,
    /** Of an anomaly detector's band, on either side of it. */
    OUTSIDE
  }

  public AlarmLimits {
    lower = side == Side.ABOVE ? Optional.empty() : lower;
    upper = side == Side.BELOW ? Optional.empty() : upper;
  }

  public static AlarmLimits above(double limit) {
    return new AlarmLimits(Side.ABOVE, Optional.empty(), Optional.of(limit));
  }

  public static AlarmLimits below(double limit) {
    return new AlarmLimits(Side.BELOW, Optional.of(limit), Optional.empty());
  }

  /** No event says them. */
  public static AlarmLimits unknown(Side side) {
    return new AlarmLimits(side, Optional.empty(), Optional.empty());
  }

  /** Of a band that moves: the limits of another time on the side that this alarm rings on. */
  public AlarmLimits movedTo(double otherLower, double otherUpper) {
    return new AlarmLimits(side, Optional.of(otherLower), Optional.of(otherUpper));
  }

  public boolean areKnown() {
    return lower.isPresent() || upper.isPresent();
  }

  /** Whether a value is where the alarm rings; false where the limits are not known. */
  public boolean ringAt(double value) {
    return lower.filter(limit -> value <= limit).isPresent() || upper.filter(limit -> value >= limit).isPresent();
  }
}
