package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.incident.Fact;
import java.time.Duration;
import java.time.Instant;

/**
 * Every number and every "most" or "near" of the capacity runbook. Defaults are ours unless a source is named.
 *
 * @param ceilingRatio part of max from which capacity counts as at the ceiling; Aurora User Guide (how Serverless v2 scales) suggests
 *     ACUUtilization near 100, 0.95 leaves room for the last half ACU
 * @param ceilingMinutes minutes at the ceiling that it takes
 * @param ceilingWindow of so many complete minutes
 * @param presentMinutes newest complete minutes that must all be at the ceiling before anything is changed
 * @param settle how long after its end a minute counts as complete: CloudWatch publishes late
 * @param freshness the oldest newest datapoint that still speaks of now
 * @param cpuLimit CPUUtilization, percent of the CPU at max; the usual alarm limit of the Aurora User Guide's metric page
 * @param cpuIdle CPUUtilization in percent under which a full cluster is not pressed
 * @param vcpuPerAcu vCPU that one ACU brings: 1 ACU is about 2 GiB, and the memory-optimized classes have 8 GiB a vCPU (db.r6g)
 * @param busySessions sessions on CPU or at work that speak of load on a machine of ordinary size
 * @param busyShare part of the vCPU that they must be on a larger one, where as many are idleness
 * @param singleShare part of the active load from which one statement or session is no general growth
 * @param regressionSessions sessions at least over which it is spread
 * @param connectionShare part of the usable connections that is "near" the limit
 * @param stormShare new sessions a minute as part of the usable connections
 * @param stormFactor connection attempts over the hour before
 * @param rollbackShare part of the transactions that end in rollback
 * @param memoryLeft FreeableMemory as part of max x 2 GiB; the Aurora User Guide's metric page, 5 to 10 percent
 * @param hitDrop points by which the buffer cache hit ratio lies below the day
 * @param coldFor how long a cache counts as cold after restart, resume, failover or scale-down
 * @param scaleDownRatio capacity fell to this part or less: the cache went with it
 * @param commitKeep part of the hour before that commits must reach not to count as fallen
 * @param rampCpu CPU over the capacity in force, part
 * @param rampMinutes minutes of a ramp
 * @param healedMinutes complete minutes without pressure
 * @param contradictionPoints points by which CPUUtilization cannot lie above ACUUtilization: both are parts of max
 * @param lookAgain when inconclusive, the next look
 * @param lookBack window of Performance Insights before the signal
 * @param quietShare part of the vCPU under which the probe shows no work
 * @param forecastPoints minutes of the last hour that a forecast takes
 * @param forecastSteadiness Kendall's tau, from -1 to 1, that the rise of the hour must reach
 * @param forecastHorizon how far ahead the ceiling may lie, and how wide the interval may be, to be named
 * @param forecastNear a ceiling that is surely reached within that time is a warning
 * @param clientShare part of the active load that makes one client of several stand out
 */
public record CapacityThresholds(
    double ceilingRatio,
    int ceilingMinutes,
    int ceilingWindow,
    int presentMinutes,
    Duration settle,
    Duration freshness,
    double cpuLimit,
    double cpuIdle,
    double vcpuPerAcu,
    int busySessions,
    double busyShare,
    double singleShare,
    int regressionSessions,
    double connectionShare,
    double stormShare,
    double stormFactor,
    double rollbackShare,
    double memoryLeft,
    double hitDrop,
    Duration coldFor,
    double scaleDownRatio,
    double commitKeep,
    double rampCpu,
    int rampMinutes,
    int healedMinutes,
    double contradictionPoints,
    Duration lookAgain,
    Duration lookBack,
    double quietShare,
    Duration forecastHorizon,
    Duration forecastNear,
    int forecastPoints,
    double forecastSteadiness,
    double clientShare) {

  public static CapacityThresholds defaults() {
    return new CapacityThresholds(
        0.95, 4, 5, 2, DatabaseLimit.SETTLE.duration(), DatabaseLimit.FRESHNESS.duration(),
        80, 50, 0.25, 10, 0.5,
        0.6, 3,
        0.9, 0.2, 3, 0.1,
        0.1, 2, Duration.ofMinutes(30), 0.75, 0.9,
        0.85, 3, 3, 20,
        Duration.ofMinutes(5), Duration.ofMinutes(15), 0.5,
        Duration.ofHours(3), Duration.ofMinutes(30), 30, 0.6, 0.6);
  }

  /** A setting as a fact, so that limits in a message have their source too. */
  static Fact limit(String name, Instant at, double value, String unit) {
    return Fact.of("setting capacity." + name, at, value, 2, unit);
  }

  static Fact limit(String name, Instant at, Duration value) {
    return Fact.count("setting capacity." + name, at, value.toSeconds(), "s");
  }
}
