package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Fact;
import java.time.Duration;
import java.time.Instant;

/**
 * Every number of the slow-queries runbook. Defaults are ours unless a source is named; shares are parts from 0 to 1.
 *
 * @param settle how long after its end a minute counts as complete: CloudWatch publishes late
 * @param freshness the oldest newest datapoint that still speaks of now
 * @param minSamples wait samples that it takes to speak of now
 * @param statementWarning age of a running statement; PgHero long_running_query_sec
 * @param statementCritical age of a running statement; pganalyze Active Queries
 * @param idleWarning time idle in transaction
 * @param idleCritical time idle in transaction; pganalyze Idle Transactions, also the AWS DevOps Guru insight
 * @param waitWarning longest lock wait behind one root; below the deadlock time-out of 1 s waits are ordinary
 * @param waitCritical longest lock wait behind one root
 * @param waitersCritical sessions behind one root; pgEdge's alert rule
 * @param horizonWarning transactions by which somebody holds back vacuum; GitLab's alert on the age of xmin
 * @param horizonCritical transactions by which somebody holds back vacuum
 * @param horizonHeld how long a session may hold back vacuum
 * @param activeSessions average active sessions from which the wait profile is worth a finding
 * @param busySessions average active sessions from which one statement's share of the time says something
 * @param lockShare part of the active sessions that wait for heavyweight locks
 * @param contentionShare part of the active sessions in lightweight locks and the like
 * @param commitShare part of the active sessions that wait for a commit to be stored
 * @param readShare part of the active sessions that wait for pages
 * @param maintenanceShare part of the working load that maintenance carries
 * @param runawaySessions sessions at most that make a runaway
 * @param runawayShare part of the working load that a runaway carries
 * @param statementShare part of the execution time that one statement takes
 * @param slowMean mean execution time of a statement that is called often
 * @param slowCallsPerSecond calls a second that are often
 * @param regressionFactor factor of a statement's mean time, and of its blocks a call, over its own past
 * @param baselineCalls calls that make a past
 * @param deadlockMinutes how far back deadlocks count
 * @param commitLatencyMillis commit latency that is slow at all
 * @param commitFactor factor of the commit latency over the hour before
 * @param commitMinutes newest complete minutes that are compared
 * @param transactionIdsWarning age of the oldest transaction id; netdata's guide to wraparound
 * @param transactionIdsCritical age of the oldest transaction id; the Aurora User Guide's early warning
 * @param tempWarning bytes of temporary files within the probe's window
 * @param tempCritical bytes of temporary files within the probe's window
 * @param rollbackShare part of the transactions that end in rollback
 * @param rollbacks rollbacks within the probe's window that it takes
 * @param hitRatio part of the blocks found in the cache
 * @param blocksReadPerSecond blocks read a second that it takes
 * @param rowsReturnedPerSecond rows read a second that make scanning expensive
 * @param rowsReturnedPerFetched rows read for one that an index found
 */
public record SlowQueryThresholds(
    Duration settle,
    Duration freshness,
    int minSamples,
    Duration statementWarning,
    Duration statementCritical,
    Duration idleWarning,
    Duration idleCritical,
    Duration waitWarning,
    Duration waitCritical,
    int waitersCritical,
    long horizonWarning,
    long horizonCritical,
    Duration horizonHeld,
    double activeSessions,
    double busySessions,
    double lockShare,
    double contentionShare,
    double commitShare,
    double readShare,
    double maintenanceShare,
    int runawaySessions,
    double runawayShare,
    double statementShare,
    Duration slowMean,
    double slowCallsPerSecond,
    double regressionFactor,
    long baselineCalls,
    int deadlockMinutes,
    double commitLatencyMillis,
    double commitFactor,
    int commitMinutes,
    double transactionIdsWarning,
    double transactionIdsCritical,
    long tempWarning,
    long tempCritical,
    double rollbackShare,
    double rollbacks,
    double hitRatio,
    double blocksReadPerSecond,
    double rowsReturnedPerSecond,
    double rowsReturnedPerFetched) {

  public static SlowQueryThresholds defaults() {
    return new SlowQueryThresholds(
        Duration.ofSeconds(60), Duration.ofMinutes(4), 5,
        Duration.ofSeconds(60), Duration.ofSeconds(1800),
        Duration.ofSeconds(60), Duration.ofSeconds(1800),
        Duration.ofSeconds(5), Duration.ofSeconds(30), 5,
        500_000, 10_000_000, Duration.ofHours(1),
        5, 1, 0.5, 0.4, 0.5, 0.3, 0.5,
        2, 0.5,
        0.5, Duration.ofSeconds(1), 1, 3, 20,
        15, 20, 3, 5,
        500_000_000, 1_000_000_000,
        100_000_000, 1_000_000_000,
        0.1, 10, 0.9, 1000, 1_000_000, 100);
  }

  /** A setting as a fact, so that limits in a message have their source too. */
  static Fact limit(String name, Instant at, double value, String unit) {
    return Fact.of("setting slow-queries." + name, at, value, 2, unit);
  }

  static Fact limit(String name, Instant at, Duration value) {
    return Fact.count("setting slow-queries." + name, at, value.toSeconds(), "s");
  }
}
