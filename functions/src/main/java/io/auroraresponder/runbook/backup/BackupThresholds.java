package io.auroraresponder.runbook.backup;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.incident.Fact;
import java.time.Duration;
import java.time.Instant;

/**
 * Every number of the backup runbook. Defaults are ours unless a source is named.
 *
 * @param retentionDays the policy: automated backups are kept at least so long; Aurora's own default is a single day
 * @param restorableWarning age of the latest restorable time; normally within 5 minutes of now (Aurora User Guide, backups)
 * @param restorableCritical age of the latest restorable time from which a restore loses too much
 * @param newCluster a cluster younger than this may not be restorable yet
 * @param snapshotWarning age of the newest automated snapshot: one a day, plus the length of a backup window and its slack
 * @param snapshotCritical age of the newest automated snapshot from which a whole day is missing
 * @param stuckAfter a snapshot that is still being made after so long is stuck
 * @param cleanUpAfter a manual snapshot that this runbook's advice made is old after so long
 * @param quotaShare part of the account's manual cluster snapshots, from 0 to 1, from which the next one is at risk
 * @param keyEventAge an event about a lost key that is older proves less than the status of today
 * @param eventWindow how far back events are read; DescribeEvents reaches 14 days (RDS API reference)
 * @param freshness the oldest newest datapoint that still speaks of now
 */
public record BackupThresholds(
    int retentionDays,
    Duration restorableWarning,
    Duration restorableCritical,
    Duration newCluster,
    Duration snapshotWarning,
    Duration snapshotCritical,
    Duration stuckAfter,
    Duration cleanUpAfter,
    double quotaShare,
    Duration keyEventAge,
    Duration eventWindow,
    Duration freshness) {

  public BackupThresholds {
    if (retentionDays < 1 || retentionDays > 35) {
      throw new IllegalArgumentException("RDS keeps automated backups for 1 to 35 days, not " + retentionDays);
    }
  }

  public static BackupThresholds defaults() {
    return new BackupThresholds(
        7, Duration.ofMinutes(15), Duration.ofMinutes(60), Duration.ofHours(1), Duration.ofHours(28), Duration.ofHours(48),
        Duration.ofHours(6), Duration.ofDays(30), 0.9, Duration.ofHours(24), Duration.ofDays(14), DatabaseLimit.FRESHNESS.duration());
  }

  /** A setting as a fact, so that limits in a message have their source too. */
  static Fact limit(String name, Instant at, Duration value) {
    return Ages.fact("setting backup." + name, at, value);
  }
}
