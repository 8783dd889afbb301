package io.auroraresponder.incident;

import java.time.Instant;
import java.util.Map;

/**
 * What one GetMetricData call gave: a reading a member and metric, all over the same window.
 *
 * <p>An empty series is a known reading (nothing was published); a member or metric that was not asked for, or whose result was
 * not complete, is unavailable.
 *
 * @param byMember instance id to its readings
 * @param alarm what the alarm itself watches, over the same window
 */
public record Metrics(Map<String, Map<Metric, Reading<Series>>> byMember, Reading<AlarmSeries> alarm, Instant from, Instant to) {
  /** Without what an alarm watches. */
  public Metrics(Map<String, Map<Metric, Reading<Series>>> byMember, Instant from, Instant to) {
    this(byMember, Reading.unavailable("CloudWatch was not asked for the alarm's own metric"), from, to);
  }

  public Metrics {
    byMember = Map.copyOf(byMember);
  }

  public Reading<Series> of(String member, Metric metric) {
    Map<Metric, Reading<Series>> readings = byMember.get(member);
    if (readings == null) {
      return Reading.unavailable("CloudWatch was not asked about " + member);
    }
    Reading<Series> reading = readings.get(metric);
    return reading == null ? Reading.unavailable("CloudWatch was not asked for " + metric.cloudWatchName() + " of " + member) : reading;
  }
}
