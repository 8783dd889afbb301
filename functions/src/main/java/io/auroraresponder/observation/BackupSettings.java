package io.auroraresponder.observation;

import io.auroraresponder.incident.Reading;
import java.time.Instant;

/**
 * How a cluster is backed up (Aurora User Guide, "Overview of backing up and restoring an Aurora DB cluster").
 *
 * @param retentionDays 1 to 35
 * @param window PreferredBackupWindow in UTC, {@code hh24:mi-hh24:mi}; it may cross midnight; empty where not read
 * @param earliestRestorable unavailable until a creation or restore has finished
 * @param latestRestorable unavailable until a creation or restore has finished
 * @param created when the cluster was made
 * @param backupRecoveryPoint ARN of the recovery point when AWS Backup owns the continuous backup, else empty
 * @param kmsKey ARN of the key, empty where the storage is not encrypted
 * @param at when it was read
 */
public record BackupSettings(
    int retentionDays,
    String window,
    Reading<Instant> earliestRestorable,
    Reading<Instant> latestRestorable,
    Reading<Instant> created,
    String backupRecoveryPoint,
    String kmsKey,
    Instant at) {

  /** Then RDS refuses any other retention than the present one. */
  public boolean ownedByAwsBackup() {
    return !backupRecoveryPoint.isEmpty();
  }
}
