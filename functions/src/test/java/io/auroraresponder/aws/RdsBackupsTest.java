package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.BackupSettings;
import io.auroraresponder.observation.ClusterSnapshot;
import io.auroraresponder.observation.SnapshotQuota;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.AccountQuota;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeEventsRequest;
import software.amazon.awssdk.services.rds.model.DescribeEventsResponse;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.RdsException;

class RdsBackupsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  private static final Instant TWO_WEEKS = NOW.minus(Duration.ofDays(14));

  private final FakeRds rds = new FakeRds();
  private final List<DescribeDbClusterSnapshotsRequest> asked = new ArrayList<>();
  private final RdsBackups backups = new RdsBackups(WithSnapshots::new, () -> NOW, Errors.backoff());

  private List<AccountQuota> quotas = List.of();

  /** The shared fake, and two pages of snapshots. */
  private final class WithSnapshots implements RdsClient {
    @Override
    public DescribeAccountAttributesResponse describeAccountAttributes(DescribeAccountAttributesRequest request) {
      return DescribeAccountAttributesResponse.builder().accountQuotas(quotas).build();
    }

    @Override
    public DescribeDbClustersResponse describeDBClusters(DescribeDbClustersRequest request) {
      return rds.describeDBClusters(request);
    }

    @Override
    public DescribeEventsResponse describeEvents(DescribeEventsRequest request) {
      return rds.describeEvents(request);
    }

    @Override
    public DescribeDbClusterSnapshotsResponse describeDBClusterSnapshots(DescribeDbClusterSnapshotsRequest request) {
      asked.add(request);
      boolean first = request.marker() == null;
      DBClusterSnapshot.Builder snapshot =
          DBClusterSnapshot.builder().dbClusterSnapshotIdentifier(first ? "rds:orders-db-2026-11-24-02-07" : "awsbackup:job-1");
      snapshot.snapshotType(first ? "automated" : "manual").status(first ? "available" : "creating");
      DescribeDbClusterSnapshotsResponse.Builder answer = DescribeDbClusterSnapshotsResponse.builder();
      return first
          ? answer.dbClusterSnapshots(snapshot.percentProgress(100).snapshotCreateTime(NOW.minusSeconds(60)).build()).marker("next").build()
          : answer.dbClusterSnapshots(snapshot.build()).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Test
  void readsTheSettings() {
    rds.clusters =
        request ->
            FakeRds.only(
                FakeRds.ordersDb(
                    cluster ->
                        cluster
                            .backupRetentionPeriod(7)
                            .preferredBackupWindow("23:50-00:20")
                            .latestRestorableTime(NOW.minusSeconds(200))
                            .clusterCreateTime(TWO_WEEKS)
                            .awsBackupRecoveryPointArn("arn:aws:backup:x")
                            .kmsKeyId("arn:aws:kms:y")));

    BackupSettings settings = backups.settings(cluster());

    assertThat(settings.retentionDays()).isEqualTo(7);
    assertThat(settings.latestRestorable()).isEqualTo(Reading.known(NOW.minusSeconds(200), NOW));
    assertThat(settings.earliestRestorable().isKnown()).isFalse();
    assertThat(settings.created()).isEqualTo(Reading.known(TWO_WEEKS, NOW));
    assertThat(settings.ownedByAwsBackup()).isTrue();
    assertThat(settings.kmsKey()).isEqualTo("arn:aws:kms:y");
  }

  @Test
  void anAnswerWithoutRetentionIsNoRetention() {
    rds.clusters = request -> FakeRds.only(FakeRds.ordersDb(cluster -> cluster));

    assertThatThrownBy(() -> backups.settings(cluster())).isInstanceOf(DependencyException.class).hasMessageContaining("no retention");
  }

  @Test
  void readsSnapshotsOfAllPages() {
    List<ClusterSnapshot> snapshots = backups.snapshots(cluster());

    assertThat(snapshots)
        .containsExactly(
            new ClusterSnapshot("rds:orders-db-2026-11-24-02-07", "automated", "available", 100, Reading.known(NOW.minusSeconds(60), NOW)),
            new ClusterSnapshot("awsbackup:job-1", "manual", "creating", 0, Reading.unavailable("the snapshot has no time yet")));
    assertThat(asked).extracting(DescribeDbClusterSnapshotsRequest::dbClusterIdentifier).containsOnly("orders-db");
  }

  @Test
  void keepsTheEventsOfThisClustersSnapshotsAlone() {
    rds.events =
        request ->
            request.marker() == null
                ? events("next", "rds:orders-db-2026-11-24-02-07", "rds:orders-db-eu-2026-11-24-02-07", "other-manual")
                : events("", "rds:orders-db-2026-11-20-02-07", "before-upgrade");

    List<RdsEvent> events = backups.snapshotEvents(cluster(), List.of("before-upgrade"), TWO_WEEKS, NOW);

    assertThat(events).extracting(RdsEvent::sourceId)
        .containsExactly("rds:orders-db-2026-11-24-02-07", "rds:orders-db-2026-11-20-02-07", "before-upgrade");
    DescribeEventsRequest request = rds.requests(DescribeEventsRequest.class).getFirst();
    assertThat(request.startTime()).isEqualTo(TWO_WEEKS);
    assertThat(request.sourceTypeAsString()).isEqualTo("db-cluster-snapshot");
  }

  @Test
  void aThrottledPageIsAskedForAgainAndOneThatStaysMissingIsSaid() {
    AtomicInteger refusals = new AtomicInteger(1);
    rds.events =
        request -> {
          if (request.marker() != null && refusals.getAndDecrement() > 0) {
            throw (RdsException) Errors.filled(RdsException.builder(), "Throttling", 400);
          }
          return request.marker() == null ? events("next", "before-upgrade") : events("", "before-upgrade");
        };
    assertThat(backups.snapshotEvents(cluster(), List.of("before-upgrade"), TWO_WEEKS, NOW)).hasSize(2);

    refusals.set(99);
    assertThatThrownBy(() -> backups.snapshotEvents(cluster(), List.of(), TWO_WEEKS, NOW))
        .isInstanceOf(DependencyException.class)
        .hasMessageContaining("incomplete");
  }

  private ClusterState cluster() {
    return ClusterDescription.of(FakeRds.ordersDb(cluster -> cluster), List.of(), NOW);
  }

  private static DescribeEventsResponse events(String marker, String... sources) {
    List<Event> events = new ArrayList<>();
    for (String source : sources) {
      events.add(Event.builder().sourceIdentifier(source).message("Manual cluster snapshot created").eventCategories("backup").date(NOW)
          .build());
    }
    DescribeEventsResponse.Builder answer = DescribeEventsResponse.builder().events(events);
    return marker.isEmpty() ? answer.build() : answer.marker(marker).build();
  }

  @Test
  void readsTheQuotaOfManualClusterSnapshotsAmongTheOthers() {
    quotas =
        List.of(
            AccountQuota.builder().accountQuotaName("ManualSnapshots").used(1L).max(2L).build(),
            AccountQuota.builder().accountQuotaName("ManualClusterSnapshots").used(12L).max(100L).build());

    assertThat(backups.quota()).isEqualTo(new SnapshotQuota(12, 100, NOW));
  }

  @Test
  void anAnswerWithoutTheQuotaIsNoRoom() {
    assertThatThrownBy(backups::quota).isInstanceOf(DependencyException.class).hasMessageContaining("names no quota");
  }
}
