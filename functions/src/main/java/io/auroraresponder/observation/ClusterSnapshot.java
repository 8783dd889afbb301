package io.auroraresponder.observation;

import io.auroraresponder.incident.Reading;
import java.time.Instant;

/**
 * A cluster snapshot.
 *
 * @param id automated ones begin with {@code rds:}, those of AWS Backup with {@code awsbackup:}
 * @param type {@code automated} or {@code manual}; those of AWS Backup count as manual
 * @param status {@code available}, {@code creating}, {@code copying}, {@code failed}, …
 * @param percentDone 0 to 100
 * @param created unavailable while RDS has not set it
 */
public record ClusterSnapshot(String id, String type, String status, int percentDone, Reading<Instant> created) {
  public boolean automated() {
    return type.equals("automated");
  }

  public boolean madeByAwsBackup() {
    return id.startsWith("awsbackup:") || type.equals("awsbackup");
  }

  public boolean available() {
    return status.equals("available");
  }
}
