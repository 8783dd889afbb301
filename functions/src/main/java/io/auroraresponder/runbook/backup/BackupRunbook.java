package io.auroraresponder.runbook.backup;

import io.auroraresponder.observation.ServiceCall;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.Runbook;
import io.auroraresponder.runbook.SignalCheck;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The assembly of the backup runbook: of two findings that are equally bad, the check that stands first makes the headline. */
public final class BackupRunbook {
  public static final String NAME = "backup";

  /** The AWS calls that its evidence takes. */
  public static final Set<ServiceCall> CALLS =
      Set.of(
          ServiceCall.RDS_DESCRIBE_CLUSTERS,
          ServiceCall.RDS_DESCRIBE_INSTANCES,
          ServiceCall.RDS_DESCRIBE_SNAPSHOTS,
          ServiceCall.RDS_DESCRIBE_EVENTS,
          ServiceCall.RDS_DESCRIBE_ACCOUNT_ATTRIBUTES,
          ServiceCall.CLOUDWATCH_GET_METRIC_DATA);

  private BackupRunbook() {}

  public static Runbook<BackupEvidence> of(BackupSource.Sources sources, BackupThresholds thresholds, Clock clock) {
    List<Check<BackupEvidence>> checks = checks(thresholds);
    return new Runbook<>(NAME, new BackupSource(sources, thresholds, clock), checks, new BackupDiagnostician(checks));
  }

  static List<Check<BackupEvidence>> checks(BackupThresholds thresholds) {
    return List.of(
        new EncryptionKeyCheck(thresholds),
        new RestorableTimeCheck(thresholds),
        // A snapshot that is stuck explains one that is missing.
        new SnapshotProgressCheck(thresholds),
        new AutomatedSnapshotCheck(thresholds),
        new FailedJobCheck(),
        new SnapshotEventsCheck(thresholds),
        new RetentionCheck(thresholds),
        new OwnershipCheck(),
        new FailureEventsCheck(thresholds),
        new SnapshotQuotaCheck(thresholds),
        new ManualSnapshotsCheck(thresholds),
        new SignalCheck<>());
  }
}
