package io.auroraresponder.incident;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What an alarm watches, as its event says it.
 *
 * @param name the metric's name, or the watched expression's label or text
 * @param namespace empty where the alarm watches an expression, which cannot be asked for by itself
 * @param dimensions by name, as written
 * @param statistic for example {@code Average} or {@code p99}
 * @param period of one value
 * @param threshold empty where the event does not say it
 * @param below whether it rings below the threshold
 * @param seen the newest value that the alarm itself saw, empty where the event does not say it
 * @param breaches how many of the last values were beyond the threshold, as {@code 3 of 5}; empty where the event does not say it
 * @param withoutData whether it rings because no value came in
 * @param judged whether a check of a runbook knows it
 */
public record AlarmMetric(
    String name, String namespace, Map<String, String> dimensions, String statistic, Duration period, Optional<Double> threshold,
    boolean below, Optional<Double> seen, String breaches, boolean withoutData, boolean judged) {
  public AlarmMetric {
    dimensions = Map.copyOf(dimensions);
  }

  /** Whether CloudWatch can be asked for it as it stands. */
  public boolean canBeAsked() {
    return !namespace.isEmpty();
  }

  /** Whether a value is where the alarm rings; false where the threshold is not known. */
  public boolean ringsAt(double value) {
    return threshold.filter(limit -> below ? value <= limit : value >= limit).isPresent();
  }
}
