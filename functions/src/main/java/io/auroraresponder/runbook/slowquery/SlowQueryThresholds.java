package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Fact;
import java.time.Duration;
import java.time.Instant;

/**
 * Every number of the slow-queries runbook. Defaults are ours unless a source is named; shares are parts from 0 to 1.
 *
 * @param settle how long after its end a minute counts as complete: CloudWatch publishes late
 * @param freshness the oldest newest datapoint that still speaks of now
 * @param horizonWarning transactions by which somebody holds back vacuum; GitLab's alert on the age of xmin
 * @param horizonCritical transactions by which somebody holds back vacuum
 * @param horizonHeld how long a session may hold back vacuum
 * @param slowMean mean execution time of a statement that is called often
 * @param slowCallsPerSecond calls a second that are often
 * @param deadlockMinutes how far back deadlocks count
 * @param commitLatencyMillis commit latency that is slow at all
 * @param commitFactor factor of the commit latency over the hour before
 * @param commitMinutes newest complete minutes that are compared
 * @param tempWarning bytes of temporary files within the probe's window
 * @param tempCritical bytes of temporary files within the probe's window
 * @param rollbackShare part of the transactions that end in rollback
 * @param rollbacks rollbacks within the probe's window that it takes
 * @param rowsReturnedPerSecond rows read a second that make scanning expensive
 * @param rowsReturnedPerFetched rows read for one that an index found
 */
public record SlowQueryThresholds(
    Duration settle,
    Duration freshness,
    long horizonWarning,
    long horizonCritical,
    Duration horizonHeld,
    Duration slowMean,
    double slowCallsPerSecond,
    int deadlockMinutes,
    double commitLatencyMillis,
    double commitFactor,
    int commitMinutes,
    long tempWarning,
    long tempCritical,
    double rollbackShare,
    double rollbacks,
    double rowsReturnedPerSecond,
    double rowsReturnedPerFetched) {

  public static SlowQueryThresholds defaults() {
    return new SlowQueryThresholds(
        Duration.ofSeconds(60), Duration.ofMinutes(4),
        500_000, 10_000_000, Duration.ofHours(1),
        Duration.ofSeconds(1), 1,
        15, 20, 3, 5,
        100_000_000, 1_000_000_000,
        0.1, 10, 1_000_000, 100);
  }

  /** A setting as a fact, so that limits in a message have their source too. */
  static Fact limit(String name, Instant at, double value, String unit) {
    return Fact.of("setting slow-queries." + name, at, value, 2, unit);
  }

  static Fact limit(String name, Instant at, Duration value) {
    return Fact.count("setting slow-queries." + name, at, value.toSeconds(), "s");
  }
}
