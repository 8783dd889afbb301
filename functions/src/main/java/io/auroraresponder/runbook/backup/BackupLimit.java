package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.Limit;

/** Every number that the backup runbook alone judges by. */
enum BackupLimit implements Limit {
  /** Automated backups are kept at least so long. */
  RETENTION(7, DAYS, "ours; Aurora's own default is a single day"),
  /** Age of the latest restorable time. */
  RESTORABLE_WARNING(15, MINUTES, "ours: three times the 5 minutes of the Aurora User Guide, backups"),
  /** Age of the latest restorable time from which a restore loses too much. */
  RESTORABLE_CRITICAL(60, MINUTES, "ours"),
  /** A cluster younger than this may not be restorable yet. */
  NEW_CLUSTER(1, HOURS, "ours"),
  /** Age of the newest automated snapshot. */
  SNAPSHOT_WARNING(28, HOURS, "ours: one a day, plus the length of a window and its slack"),
  /** Age of the newest automated snapshot. */
  SNAPSHOT_CRITICAL(48, HOURS, "ours: a whole day is missing"),
  /** A snapshot that is still being made after so long is stuck. */
  STUCK_AFTER(6, HOURS, "ours"),
  /** A manual snapshot that this runbook's advice made is old after so long. */
  CLEAN_UP_AFTER(30, DAYS, "ours: manual snapshots are kept and billed until deleted"),
  /** Part of the account's manual cluster snapshots from which the next one is at risk. */
  QUOTA_SHARE(0.9, PART, "ours"),
  /** An event about a lost key that is older proves little. */
  KEY_EVENT_AGE(24, HOURS, "ours: the status of today proves more"),
  /** How far back events are read. */
  EVENT_WINDOW(14, DAYS, "RDS API reference: DescribeEvents reaches no further");

  private final double value;
  private final String unit;
  private final String source;

  BackupLimit(double value, String unit, String source) {
    this.value = value;
    this.unit = unit;
    this.source = source;
  }

  @Override
  public String scope() {
    return "backup";
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
