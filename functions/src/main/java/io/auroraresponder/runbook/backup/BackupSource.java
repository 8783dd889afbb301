package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.BackupSettings;
import io.auroraresponder.observation.ClusterBackups;
import io.auroraresponder.observation.ClusterSnapshot;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.runbook.Gathering;
import io.auroraresponder.runbook.LookSource;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Gathers the backup evidence from control plane and metrics alone: settings, snapshots and the quota beside what every runbook asks, then
 * the events of the snapshots that were found. The database is never connected to.
 */
public final class BackupSource extends LookSource<BackupEvidence> {
  private static final Duration METRIC_WINDOW = Duration.ofHours(24);

  /** The oldest minute is left out: the call takes time, and a start before the reach of DescribeEvents may be refused. */
  private static final Duration EDGE = Duration.ofMinutes(1);

  private final Sources sources;

  /** Where the evidence comes from. */
  public record Sources(ControlPlane controlPlane, ClusterBackups backups, MetricSource metrics) {}

  public BackupSource(Sources sources, Clock clock) {
    super(
        sources.controlPlane(), sources.metrics(), clock,
        new Scope(EnumSet.of(Metric.CAPACITY, Metric.CONNECTIONS), METRIC_WINDOW, BackupLimit.EVENT_WINDOW.duration().minus(EDGE)));
    this.sources = sources;
  }

  @Override
  protected BackupEvidence gather(Gathering gathering) {
    var asked = gathering.ask("rds:DescribeDBClusters", sources.backups()::settings);
    var listed = gathering.ask("rds:DescribeDBClusterSnapshots", sources.backups()::snapshots);
    var room = gathering.ask("rds:DescribeAccountAttributes", cluster -> sources.backups().quota());

    Reading<List<ClusterSnapshot>> snapshots = listed.reading();
    List<String> ids = snapshots.orElse(List.of()).stream().map(ClusterSnapshot::id).toList();
    Duration back = BackupLimit.EVENT_WINDOW.duration().minus(EDGE);
    Reading<List<RdsEvent>> told =
        gathering.over(
            "rds:DescribeEvents of snapshots", back,
            cluster -> sources.backups().snapshotEvents(cluster, ids, gathering.at().minus(back), gathering.at())).reading();
    Reading<BackupSettings> settings = asked.reading();
    LinkedHashMap<String, Reading<?>> beside = new LinkedHashMap<>();
    beside.put("BackupSettings", settings);
    beside.put("Snapshots", snapshots);
    beside.put("SnapshotEventList", told);
    Idleness rest = gathering.cluster()
        .map(cluster ->
            Idleness.of(cluster, gathering.incident(), gathering.metrics(), gathering.events(), gathering.at()))
        .orElse(Idleness.none());
    return new BackupEvidence(gathering.done(beside), settings, snapshots, told, room.reading(), rest);
  }
}
