package io.auroraresponder.incident;

import java.time.Instant;
import java.util.Optional;

/**
 * What an alarm watches, as CloudWatch has it now.
 *
 * @param values what is held against the threshold
 * @param lower the lower end of an anomaly detector's band, empty where the alarm has none
 * @param upper its upper end, a point for each point of {@code lower}
 */
public record AlarmSeries(Series values, Series lower, Series upper) {
  public static final AlarmSeries EMPTY = new AlarmSeries(Series.EMPTY, Series.EMPTY, Series.EMPTY);

  /** Of an alarm without a band. */
  public AlarmSeries(Series values) {
    this(values, Series.EMPTY, Series.EMPTY);
  }

  /** The alarm's limits as they were at a time: its own, or the band's newest ends until then. */
  public AlarmLimits limits(AlarmLimits own, Instant at) {
    Instant after = at.plusMillis(1);
    Optional<Series.Point> low = lower.between(Instant.EPOCH, after).latest();
    Optional<Series.Point> high = upper.between(Instant.EPOCH, after).latest();
    return low.isPresent() && high.isPresent() ? own.movedTo(low.get().value(), high.get().value()) : own;
  }
}
