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

  public static Runbook<BackupEvidence> of(BackupSource.Sources sources, Clock clock) {
    List<Check<BackupEvidence>> checks = checks();
    return new Runbook<>(NAME, new BackupSource(sources, clock), checks, new BackupDiagnostician(checks));
  }

  static List<Check<BackupEvidence>> checks() {
    return List.of(
        new EncryptionKeyCheck(),
        new RestorableTimeCheck(),
        // A snapshot that is stuck explains one that is missing.
        new SnapshotProgressCheck(),
        new AutomatedSnapshotCheck(),
        new FailedJobCheck(),
        new SnapshotEventsCheck(),
        new RetentionCheck(),
        new OwnershipCheck(),
        new FailureEventsCheck(),
        new SnapshotQuotaCheck(),
        new ManualSnapshotsCheck(),
        new SignalCheck<>());
  }
}
