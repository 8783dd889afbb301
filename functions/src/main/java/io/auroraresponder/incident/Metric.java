package io.auroraresponder.incident;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The CloudWatch metrics of {@code AWS/RDS} that we read, each name once. Units and meanings: Aurora User Guide, "Amazon CloudWatch
 * metrics for Amazon Aurora".
 */
public enum Metric {
  /** ACUs in use, 0 while paused. */
  CAPACITY("ServerlessDatabaseCapacity", "ACU"),
  /** Capacity over max, percent: changes when max changes, with the same load. */
  ACU_UTILIZATION("ACUUtilization", "%"),
  /** CPU used over the CPU at max, percent. */
  CPU("CPUUtilization", "%"),
  /** Bytes left as if at max. */
  FREEABLE_MEMORY("FreeableMemory", "bytes"),
  CONNECTIONS("DatabaseConnections", "connections"),
  /** Attempts in the period, good or bad. */
  CONNECTION_ATTEMPTS("ConnectionAttempts", "attempts"),
  /** Average active sessions; published only under load and with Database Insights on. */
  DB_LOAD("DBLoad", "sessions"),
  /** The part of it that is on the CPU; as {@link #DB_LOAD}. */
  DB_LOAD_CPU("DBLoadCPU", "sessions"),
  /** The part of it that waits for something else; as {@link #DB_LOAD}. */
  DB_LOAD_WAITS("DBLoadNonCPU", "sessions"),
  BUFFER_CACHE_HIT_RATIO("BufferCacheHitRatio", "%"),
  /** Milliseconds; published by readers. */
  REPLICA_LAG("AuroraReplicaLag", "ms"),
  /** Seconds since start; falls to 0 on a restart. */
  UPTIME("EngineUptime", "s"),
  /** Commits a second. */
  COMMIT_THROUGHPUT("CommitThroughput", "commits/s"),
  /** Milliseconds. */
  COMMIT_LATENCY("CommitLatency", "ms"),
  /** Seconds that a read from storage takes. */
  READ_LATENCY("ReadLatency", "s"),
  /** Seconds that a write to storage takes. */
  WRITE_LATENCY("WriteLatency", "s"),
  /** Bytes left for temporary files and logs; provisioned instances publish it. */
  FREE_LOCAL_STORAGE("FreeLocalStorage", "bytes"),
  /** Bytes of write-ahead log that the replication slot furthest behind has not read. */
  SLOT_LAG("OldestReplicationSlotLag", "bytes"),
  /** Deadlocks a second. */
  DEADLOCKS("Deadlocks", "deadlocks/s"),
  READ_IOPS("ReadIOPS", "reads/s"),
  /** Age of the oldest unvacuumed transaction id. */
  TRANSACTION_ID_AGE("MaximumUsedTransactionIDs", "transaction ids");

  private final String cloudWatchName;
  private final String unit;

  Metric(String cloudWatchName, String unit) {
    this.cloudWatchName = cloudWatchName;
    this.unit = unit;
  }

  private static final Map<String, Metric> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Metric::cloudWatchName, Function.identity()));

  public String cloudWatchName() {
    return cloudWatchName;
  }

  /** The unit as messages show it. */
  public String unit() {
    return unit;
  }

  public static Optional<Metric> named(String cloudWatchName) {
    return Optional.ofNullable(BY_NAME.get(cloudWatchName));
  }
}
