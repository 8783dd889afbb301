package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Limit;

/** Every number that the slow-queries runbook alone judges by. */
enum SlowQueryLimit implements Limit {
  /** Transactions by which somebody holds back vacuum, where vacuum has so much left to do that queries slow down. */
  HORIZON_AGE_LONG(10_000_000, "transactions", "ours: twenty times the warning"),
  /** Time for which a session may hold back vacuum. */
  HORIZON_HELD(3600, SECONDS, "ours: as long as an export or a report takes"),
  /** Write-ahead log that a replication slot's reader is behind. */
  SLOT_LAG(10, "GiB", "ours: an hour of a busy writer"),
  /** Mean execution time of a statement that is called often. */
  SLOW_MEAN(1, SECONDS, "ours: a person notices"),
  /** Calls a second that are often. */
  SLOW_CALLS(1, "calls", "ours"),
  /** Deadlocks count so far back. */
  DEADLOCKS_WITHIN(15, MINUTES, "ours: an alarm and its delay fit into it"),
  /** Latency of a read from storage, or of a write to it, that is slow at all. */
  STORAGE_LATENCY(20, "ms", "ours: storage answers in 1 to 5 ms"),
  /** Factor of a latency over the hour before. */
  LATENCY_FACTOR(3, "", "ours: ordinary drift stays under it"),
  /** Newest complete minutes of a latency that are compared. */
  LATENCY_MINUTES(5, MINUTES, "ours"),
  /** Temporary files written a second, for each vCPU. */
  TEMP_WRITTEN(10, "MB", "ours: a tenth of what one vCPU sorts to disk"),
  /** Temporary files of one call of a statement that sorts or hashes more than its memory holds. */
  SPILLED_PER_CALL(4, "MiB", "PostgreSQL manual, work_mem: what a sort has where nobody sets it"),
  /** Part of the instance's local storage that may be left. */
  LOCAL_STORAGE_LEFT(0.2, PART, "ours, of what was free in the hours before"),
  /** Local storage that is short at any size. */
  LOCAL_STORAGE_BYTES(1, "GiB", "ours: one large sort"),
  /** Time within which local storage runs out at its present pace. */
  LOCAL_STORAGE_ENDS(60, MINUTES, "ours: time to find the statement and its owner"),
  /** The same, critical: statements fail soon. */
  LOCAL_STORAGE_ENDS_SOON(15, MINUTES, "ours: time to wake somebody who ends a statement"),
  /** Minutes whose mean is compared with the newest for that pace. */
  LOCAL_STORAGE_PACE(15, MINUTES, "ours: one sort comes and goes within it"),
  /** Rollbacks within the look that it takes. */
  ROLLBACKS(10, "rollbacks", "ours"),
  /** Rows read a second, for each vCPU, that make scanning expensive. */
  ROWS_READ(250_000, "rows", "ours: a twentieth of what one vCPU reads"),
  /** Rows read for one that an index found. */
  ROWS_READ_PER_FOUND(100, "rows", "ours"),
  /** Time for which scans must have been counted before an index that was not read counts as unused. */
  COUNTED_FOR(14, DAYS, "ours: two weekly jobs"),
  /** Rows a second, for each vCPU, read from one table without an index. */
  SCAN_ROWS(250_000, "rows", "ours: a twentieth of what one vCPU reads"),
  /** Rows a scan, below which an index would help little. */
  SCAN_SIZE(10_000, "rows", "PgHero, missing indexes"),
  /** Times the number of dead rows at which autovacuum comes. */
  DEAD_ROWS_FACTOR(2, "x", "ours"),
  /** Dead rows at least. */
  DEAD_ROWS(100_000, "rows", "ours"),
  /** Times the number of changes at which autovacuum analyzes. */
  STALE_FACTOR(2, "x", "ours"),
  /** Part of a sequence's range that is used. */
  SEQUENCE_USED(0.75, PART, "ours"),
  /** Age of the oldest transaction id or multixact of a database or table. */
  WRAPAROUND_AGE(500_000_000, "transaction ids or multixacts", "netdata, guide to wraparound"),
  /** Part of a table that holds no row, by a guess that is wrong by a fifth at its best. */
  BLOAT_SHARE(0.5, PART, "ours"),
  /** Size of a table that is worth the work. */
  BLOAT_BYTES(1, "GiB", "ours");

  private final double value;
  private final String unit;
  private final String source;

  SlowQueryLimit(double value, String unit, String source) {
    this.value = value;
    this.unit = unit;
    this.source = source;
  }

  @Override
  public String scope() {
    return "slow-queries";
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public String unit() {
    return unit;
  }

  @Override
  public String source() {
    return source;
  }
}
