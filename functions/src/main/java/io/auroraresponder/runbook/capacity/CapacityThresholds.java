package io.auroraresponder.runbook.capacity;

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
 * @param minSamples wait samples that it takes to speak of now
 * @param busySessions sessions on CPU or at work that speak of load on any machine, however many vCPU it has
 * @param lockShare part of active sessions that wait for a heavyweight lock
 * @param pileupWaiters waiters behind one root; pgEdge's alert rule
 * @param pileupWait longest lock wait; 30 s is where people call
 * @param leakWaiters waiters behind an idle transaction that make it a leak however young it is
 * @param idleTransactionAge idle in transaction for so long is worth a warning; postgres-checks, PgHero's long-running limit
 * @param runawaySessions sessions at most that make a runaway
 * @param runawayAge statement age; PgHero long_running_query_sec
 * @param runawayShare part of the active load
 * @param singleShare part of the active load from which one statement or session is no general growth
 * @param growthOfCalls factor over its baseline from which a statement is called more
 * @param growthOfWork factor over its baseline from which a call does more work
 * @param regressionFactor factor over its baseline of a statement's mean time
 * @param regressionShare part of the active load that a regressed statement carries
 * @param regressionSessions sessions at least over which it is spread
 * @param baselineCalls calls that make a baseline
 * @param connectionShare part of the usable connections that is "near" the limit
 * @param stormShare new sessions a minute as part of the usable connections
 * @param stormFactor connection attempts over the hour before
 * @param rollbackShare part of the transactions that end in rollback
 * @param contentionShare part of active sessions in LWLocks and the like
 * @param contentionSessions active sessions that it takes to speak of contention
 * @param commitShare part of active sessions waiting for a commit to be stored
 * @param maintenanceShare part of the active load that maintenance carries
 * @param memoryLeft FreeableMemory as part of max x 2 GiB; the Aurora User Guide's metric page, 5 to 10 percent
 * @param hitDrop points by which the buffer cache hit ratio lies below the day
 * @param readShare part of active sessions that wait for reads
 * @param coldFor how long a cache counts as cold after restart, resume, failover or scale-down
 * @param scaleDownRatio capacity fell to this part or less: the cache went with it
 * @param commitKeep part of the hour before that commits must reach not to count as fallen
 * @param rampCpu CPU over the capacity in force, part
 * @param rampMinutes minutes of a ramp
 * @param replicaLagMillis AuroraReplicaLag of a reader that scales alone; Aurora User Guide, promotion tiers
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
 * @param transactionIdAge age of the oldest transaction id; the Aurora User Guide's early warning, one thousand million
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
    int minSamples,
    int busySessions,
    double lockShare,
    int pileupWaiters,
    Duration pileupWait,
    int leakWaiters,
    Duration idleTransactionAge,
    int runawaySessions,
    Duration runawayAge,
    double runawayShare,
    double singleShare,
    double growthOfCalls,
    double growthOfWork,
    double regressionFactor,
    double regressionShare,
    int regressionSessions,
    int baselineCalls,
    double connectionShare,
    double stormShare,
    double stormFactor,
    double rollbackShare,
    double contentionShare,
    int contentionSessions,
    double commitShare,
    double maintenanceShare,
    double memoryLeft,
    double hitDrop,
    double readShare,
    Duration coldFor,
    double scaleDownRatio,
    double commitKeep,
    double rampCpu,
    int rampMinutes,
    double replicaLagMillis,
    int healedMinutes,
    double contradictionPoints,
    Duration lookAgain,
    Duration lookBack,
    double quietShare,
    Duration forecastHorizon,
    Duration forecastNear,
    int forecastPoints,
    double forecastSteadiness,
    double clientShare,
    double transactionIdAge) {

  public static CapacityThresholds defaults() {
    return new CapacityThresholds(
        0.95, 4, 5, 2, Duration.ofSeconds(60), Duration.ofMinutes(4),
        80, 50, 0.25, 5, 10,
        0.5, 5, Duration.ofSeconds(30), 5, Duration.ofSeconds(60),
        2, Duration.ofSeconds(60), 0.5,
        0.6, 1.2, 1.5, 3, 0.5, 3, 20,
        0.9, 0.2, 3, 0.1,
        0.4, 5, 0.5, 0.5,
        0.1, 2, 0.3, Duration.ofMinutes(30), 0.75, 0.9,
        0.85, 3, 2000, 3, 20,
        Duration.ofMinutes(5), Duration.ofMinutes(15), 0.5,
        Duration.ofHours(3), Duration.ofMinutes(30), 30, 0.6, 0.6, 1_000_000_000);
  }

  /** A setting as a fact, so that limits in a message have their source too. */
  static Fact limit(String name, Instant at, double value, String unit) {
    return Fact.of("setting capacity." + name, at, value, 2, unit);
  }

  static Fact limit(String name, Instant at, Duration value) {
    return Fact.count("setting capacity." + name, at, value.toSeconds(), "s");
  }
}
