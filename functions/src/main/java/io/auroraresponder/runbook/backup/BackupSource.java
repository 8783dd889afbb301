package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.BackupSettings;
import io.auroraresponder.observation.ClusterBackups;
import io.auroraresponder.observation.ClusterSnapshot;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.runbook.EvidenceSource;
import io.auroraresponder.runbook.Gathering;
import io.auroraresponder.runbook.KnownCluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Gathers the backup evidence from control plane and metrics alone: the cluster first, then settings, snapshots, events and capacity at
 * the same time, then the events of the snapshots that were found. The database is never connected to.
 */
public final class BackupSource implements EvidenceSource<BackupEvidence> {
  private static final Duration METRIC_WINDOW = Duration.ofHours(24);

  /** The oldest minute is left out: the call takes time, and a start before the reach of DescribeEvents may be refused. */
  private static final Duration EDGE = Duration.ofMinutes(1);

  /** Part of the deadline that is kept for thinking and telling. */
  private static final Duration RESERVE = Duration.ofSeconds(1);

  private final Sources sources;
  private final BackupThresholds thresholds;
  private final Clock clock;

  /** Where the evidence comes from. */
  public record Sources(ControlPlane controlPlane, ClusterBackups backups, MetricSource metrics) {}

  public BackupSource(Sources sources, BackupThresholds thresholds, Clock clock) {
    this.sources = sources;
    this.thresholds = thresholds;
    this.clock = clock;
  }

  @Override
  public BackupEvidence gather(Incident incident, Deadline deadline) {
    Instant at = clock.instant();
    try (Gathering gathering = new Gathering(deadline.atMost(deadline.left().minus(RESERVE)))) {
      Reading<ClusterState> found =
          gathering.ask("rds:DescribeDBClusters", () -> KnownCluster.of(sources.controlPlane(), incident)).reading();
      return switch (found) {
        case Reading.Known<ClusterState> known -> gather(incident, known.value(), gathering, at);
        case Reading.Unavailable<ClusterState> gap -> nothing(incident, gap, at, gathering.asked());
      };
    }
  }

  private BackupEvidence gather(Incident incident, ClusterState cluster, Gathering gathering, Instant at) {
    Instant since = at.minus(thresholds.eventWindow()).plus(EDGE);
    Instant end = at.truncatedTo(ChronoUnit.MINUTES);
    Instant begin = end.minus(METRIC_WINDOW);
    List<String> members = cluster.members().stream().map(Member::id).toList();
    var asked = gathering.ask("rds:DescribeDBClusters", () -> Reading.known(sources.backups().settings(cluster), at));
    var listed = gathering.ask("rds:DescribeDBClusterSnapshots", () -> Reading.known(sources.backups().snapshots(cluster), at));
    var room = gathering.ask("rds:DescribeAccountAttributes", () -> Reading.known(sources.backups().quota(), at));
    var happened = gathering.ask("rds:DescribeEvents", () -> Reading.known(sources.controlPlane().events(cluster, since, at), since, at));
    var measured =
        gathering.ask(
            "cloudwatch:GetMetricData",
            () -> Reading.known(sources.metrics().read(members, EnumSet.of(Metric.CAPACITY, Metric.CONNECTIONS), begin, end), begin, end));

    Reading<List<ClusterSnapshot>> snapshots = listed.reading();
    List<String> ids = snapshots.orElse(List.of()).stream().map(ClusterSnapshot::id).toList();
    var told =
        gathering.ask(
            "rds:DescribeEvents of snapshots", () -> Reading.known(sources.backups().snapshotEvents(cluster, ids, since, at), since, at));
    Reading<BackupSettings> settings = asked.reading();
    Reading<List<RdsEvent>> events = happened.reading();
    Reading<Metrics> metrics = measured.reading();
    Reading<List<RdsEvent>> snapshotEvents = told.reading();
    return new BackupEvidence(
        at, incident, Reading.known(cluster, cluster.at()), settings, snapshots, events, snapshotEvents, room.reading(),
        Idleness.of(cluster, incident, metrics, events, at, thresholds.freshness()),
        gaps(at, settings, snapshots, events, snapshotEvents, metrics),
        gathering.asked());
  }

  private static List<Gap> gaps(
      Instant at, Reading<BackupSettings> settings, Reading<List<ClusterSnapshot>> snapshots, Reading<List<RdsEvent>> events,
      Reading<List<RdsEvent>> snapshotEvents, Reading<Metrics> metrics) {
    LinkedHashMap<String, Reading<?>> sources = new LinkedHashMap<>();
    sources.put("BackupSettings", settings);
    sources.put("Snapshots", snapshots);
    sources.put("Events", events);
    sources.put("SnapshotEventList", snapshotEvents);
    sources.put("Metrics", metrics);
    return KnownCluster.gaps(at, sources);
  }

  private static BackupEvidence nothing(Incident incident, Reading.Unavailable<ClusterState> cluster, Instant at, int asked) {
    String reason = cluster.reason();
    return new BackupEvidence(
        at, incident, cluster, Reading.unavailable(reason), Reading.unavailable(reason), Reading.unavailable(reason),
        Reading.unavailable(reason), Reading.unavailable(reason), Idleness.none(), List.of(Gap.of("Cluster", at, reason)), asked);
  }
}
