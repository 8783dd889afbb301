package io.auroraresponder.incident;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an alarm watches, as its event says it.
 *
 * @param name the metric's name, or the watched expression's label or text
 * @param namespace empty where the alarm watches an expression, which is no metric by itself
 * @param dimensions by name, as written; of an expression those of the first metric that it reads
 * @param statistic for example {@code Average} or {@code p99}
 * @param period of one value
 * @param limits where it rings, as it was when its state changed
 * @param seen the newest value that the alarm itself saw, empty where the event does not say it
 * @param breaches how many of the last values were beyond the threshold, as {@code 3 of 5}; empty where the event does not say it
 * @param withoutData whether it rings because no value came in
 * @param judged whether a check of a runbook knows it
 * @param queries what its value is made of, where that is more than one metric; empty where the event does not say it whole
 */
public record AlarmMetric(
    String name, String namespace, Map<String, String> dimensions, String statistic, Duration period, AlarmLimits limits,
    Optional<Double> seen, String breaches, boolean withoutData, boolean judged, List<AlarmQuery> queries) {
  public AlarmMetric {
    dimensions = Map.copyOf(dimensions);
    queries = List.copyOf(queries);
  }

  /** Whether it is one metric, which CloudWatch knows under its name. */
  public boolean isMetric() {
    return !namespace.isEmpty();
  }

  /** Whether CloudWatch can be asked for it as it stands. */
  public boolean canBeAsked() {
    return isMetric() || !queries.isEmpty();
  }
}
