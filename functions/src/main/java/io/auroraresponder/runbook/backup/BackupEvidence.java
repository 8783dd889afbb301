package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.BackupSettings;
import io.auroraresponder.observation.ClusterSnapshot;
import io.auroraresponder.observation.SnapshotQuota;
import io.auroraresponder.runbook.ClusterLook;
import io.auroraresponder.runbook.Evidence;
import java.util.List;

/**
 * What the backup runbook knows.
 *
 * @param snapshots automated and manual ones
 * @param snapshotEvents of the cluster's snapshots, whole or unavailable
 * @param quota room for manual snapshots
 * @param rest whether the cluster is paused or stopped
 */
public record BackupEvidence(
    ClusterLook asked,
    Reading<BackupSettings> settings,
    Reading<List<ClusterSnapshot>> snapshots,
    Reading<List<RdsEvent>> snapshotEvents,
    Reading<SnapshotQuota> quota,
    Idleness rest)
    implements Evidence {}
