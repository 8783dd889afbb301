package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.BackupSettings;
import io.auroraresponder.observation.ClusterSnapshot;
import io.auroraresponder.observation.SnapshotQuota;
import io.auroraresponder.runbook.Evidence;
import java.time.Instant;
import java.util.List;

/**
 * What the backup runbook knows.
 *
 * @param snapshots automated and manual ones
 * @param events of the cluster and its members, whole or unavailable
 * @param snapshotEvents of the cluster's snapshots, whole or unavailable
 * @param quota room for manual snapshots
 * @param rest whether the cluster is paused or stopped
 */
public record BackupEvidence(
    Instant at,
    Incident incident,
    Reading<ClusterState> cluster,
    Reading<BackupSettings> settings,
    Reading<List<ClusterSnapshot>> snapshots,
    Reading<List<RdsEvent>> events,
    Reading<List<RdsEvent>> snapshotEvents,
    Reading<SnapshotQuota> quota,
    Idleness rest,
    List<Gap> gaps,
    int calls)
    implements Evidence {

  public BackupEvidence {
    gaps = List.copyOf(gaps);
  }
}
