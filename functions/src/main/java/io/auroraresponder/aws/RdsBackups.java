package io.auroraresponder.aws;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.BackupSettings;
import io.auroraresponder.observation.ClusterBackups;
import io.auroraresponder.observation.ClusterSnapshot;
import io.auroraresponder.observation.SnapshotQuota;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeEventsRequest;
import software.amazon.awssdk.services.rds.model.DescribeEventsResponse;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.SourceType;

/** Backup settings, snapshots and their events over the RDS API, reading only. */
public final class RdsBackups implements ClusterBackups {
  /** The largest page that RDS gives (RDS API reference, MaxRecords 20 to 100). */
  private static final int PAGE = 100;

  private static final String QUOTA = "ManualClusterSnapshots";

  private final Supplier<RdsClient> rds;
  private final InstantSource clock;
  private final Backoff backoff;

  /**
   * @param rds a client with the SDK's standard retries
   * @param clock gives the moment of each reading
   * @param backoff for a page that is throttled
   */
  public RdsBackups(Supplier<RdsClient> rds, InstantSource clock, Backoff backoff) {
    this.rds = rds;
    this.clock = clock;
    this.backoff = backoff;
  }

  @Override
  public BackupSettings settings(ClusterState cluster) {
    Instant at = clock.instant();
    DBCluster described =
        answer("DescribeDBClusters", "", () -> rds.get().describeDBClusters(request -> request.dbClusterIdentifier(cluster.id().value())))
            .dbClusters().stream()
            .findFirst()
            .orElseThrow(() -> new DependencyException("rds", "DescribeDBClusters", "", false, "the answer names no cluster", null));
    if (described.backupRetentionPeriod() == null) {
      throw new DependencyException("rds", "DescribeDBClusters", "", false, "the answer names no retention", null);
    }
    return new BackupSettings(
        described.backupRetentionPeriod(),
        or(described.preferredBackupWindow()),
        time(described.earliestRestorableTime(), at, "there is no earliest restorable time"),
        time(described.latestRestorableTime(), at, "there is no latest restorable time"),
        time(described.clusterCreateTime(), at, "RDS does not say when the cluster was created"),
        or(described.awsBackupRecoveryPointArn()),
        or(described.kmsKeyId()),
        at);
  }

  @Override
  public SnapshotQuota quota() {
    Instant at = clock.instant();
    return answer("DescribeAccountAttributes", "", () -> rds.get().describeAccountAttributes()).accountQuotas().stream()
        .filter(quota -> QUOTA.equals(quota.accountQuotaName()) && quota.used() != null && quota.max() != null)
        .findFirst()
        .map(quota -> new SnapshotQuota(quota.used(), quota.max(), at))
        .orElseThrow(() -> new DependencyException("rds", "DescribeAccountAttributes", "", false, "the answer names no quota " + QUOTA,
        null));
  }

  @Override
  public List<ClusterSnapshot> snapshots(ClusterState cluster) {
    Instant at = clock.instant();
    List<ClusterSnapshot> snapshots = new ArrayList<>();
    DescribeDbClusterSnapshotsRequest.Builder request =
        DescribeDbClusterSnapshotsRequest.builder().dbClusterIdentifier(cluster.id().value()).maxRecords(PAGE);
    String marker = "";
    do {
      DescribeDbClusterSnapshotsRequest page = marker.isEmpty() ? request.build() : request.marker(marker).build();
      DescribeDbClusterSnapshotsResponse answer =
          answer("DescribeDBClusterSnapshots", "the list of snapshots is incomplete: ", () -> rds.get().describeDBClusterSnapshots(page));
      answer.dbClusterSnapshots().forEach(snapshot -> snapshots.add(snapshot(snapshot, at)));
      marker = or(answer.marker());
    } while (!marker.isEmpty());
    return snapshots;
  }

  @Override
  public List<RdsEvent> snapshotEvents(ClusterState cluster, Collection<String> snapshots, Instant from, Instant to) {
    Set<String> named = Set.copyOf(snapshots);
    Pattern automated = automatedName(cluster);
    List<RdsEvent> events = new ArrayList<>();
    // One request for all snapshots of the region: those that were deleted since are asked for too, and one a snapshot would be many.
    DescribeEventsRequest.Builder request =
        DescribeEventsRequest.builder().sourceType(SourceType.DB_CLUSTER_SNAPSHOT).startTime(from).endTime(to).maxRecords(PAGE);
    String marker = "";
    do {
      DescribeEventsRequest page = marker.isEmpty() ? request.build() : request.marker(marker).build();
      DescribeEventsResponse answer = answer("DescribeEvents", "the list of events of snapshots is incomplete: ", () ->
          rds.get().describeEvents(page));
      answer.events().stream().map(RdsBackups::event).filter(event -> ours(event, named, automated)).forEach(events::add);
      marker = or(answer.marker());
    } while (!marker.isEmpty());
    return events.stream().sorted(Comparator.comparing(RdsEvent::at)).toList();
  }

  /** Automated snapshots are named {@code rds:CLUSTER-YYYY-MM-DD-HH-MM}; a cluster's name may be the beginning of another's. */
  private static Pattern automatedName(ClusterState cluster) {
    return Pattern.compile("rds:" + Pattern.quote(cluster.id().value()) + "-\\d{4}-\\d{2}-\\d{2}-\\d{2}-\\d{2}");
  }

  private static boolean ours(RdsEvent event, Set<String> named, Pattern automated) {
    return named.contains(event.sourceId()) || automated.matcher(event.sourceId()).matches();
  }

  private static RdsEvent event(Event event) {
    return new RdsEvent(or(event.sourceIdentifier()), "", or(event.message()), event.eventCategories(), event.date());
  }

  private static ClusterSnapshot snapshot(DBClusterSnapshot snapshot, Instant at) {
    return new ClusterSnapshot(
        or(snapshot.dbClusterSnapshotIdentifier()),
        or(snapshot.snapshotType()),
        or(snapshot.status()),
        snapshot.percentProgress() == null ? 0 : snapshot.percentProgress(),
        time(snapshot.snapshotCreateTime(), at, "the snapshot has no time yet"));
  }

  private <T> T answer(String operation, String about, Supplier<T> call) {
    try {
      return backoff.call(call);
    } catch (SdkException failure) {
      throw Failures.of("rds", operation, about, failure);
    }
  }

  private static Reading<Instant> time(@Nullable Instant time, Instant at, String reason) {
    return time == null ? Reading.unavailable(reason) : Reading.known(time, at);
  }

  private static String or(@Nullable String value) {
    return value == null ? "" : value;
  }
}
