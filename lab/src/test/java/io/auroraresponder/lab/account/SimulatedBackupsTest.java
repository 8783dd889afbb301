package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeEventsResponse;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.SourceType;

class SimulatedBackupsTest {
  private static final String CLUSTER = "range: {min: 1, max: 8}\nmembers: {w-1: writer}\n";

  private static SimulatedAccount with(String backups) {
    return Worlds.account(CLUSTER + "backups: {" + backups + "}\n");
  }

  private static DBCluster cluster(SimulatedAccount account) {
    return account.rds().describeDBClusters().dbClusters().getFirst();
  }

  private static List<DBClusterSnapshot> snapshots(SimulatedAccount account) {
    return account.rds().describeDBClusterSnapshots(request -> request.dbClusterIdentifier("orders-db")).dbClusterSnapshots();
  }

  @Test
  void takesOneSnapshotANightAndKeepsItAsLongAsTheRetentionSays() {
    SimulatedAccount account = with("retention: 3, window: 04:00-04:30");

    List<DBClusterSnapshot> before = snapshots(account);
    Worlds.pass(account, Duration.ofDays(1));

    assertThat(before).hasSize(3).allMatch(snapshot -> snapshot.snapshotType().equals("automated") && snapshot.percentProgress() == 100);
    assertThat(before.getFirst().dbClusterSnapshotIdentifier()).isEqualTo("rds:orders-db-2026-11-24-04-00");
    assertThat(snapshots(account).getFirst().dbClusterSnapshotIdentifier()).isEqualTo("rds:orders-db-2026-11-25-04-00");
    assertThat(snapshots(account)).hasSize(3);
  }

  @Test
  void missesNightsWhereTheWorldWantsItAndShowsOtherSnapshotsAsTheyAre() {
    SimulatedAccount account =
        with(
            "automatedUntil: -30h, snapshots: [{id: by-hand, at: -3h}, {id: \"rds:orders-db-x\", type: automated, at: -9h, status: "
            + "creating, percent: 12}, "
                + "{id: \"awsbackup:job-1\", at: -1h}, {id: later, at: +1h}]");

    assertThat(snapshots(account))
        .extracting(snapshot -> snapshot.dbClusterSnapshotIdentifier() + " " + snapshot.snapshotType() + " " + snapshot.status())
        .startsWith("awsbackup:job-1 manual available", "by-hand manual available", "rds:orders-db-x automated creating",
        "rds:orders-db-2026-11-23-02-40 automated available")
        .doesNotContain("later manual available");
  }

  @Test
  void findsAnAutomatedSnapshotByNameOnlyWhenItsTypeIsNamed() {
    SimulatedAccount account = with("snapshots: [{id: by-hand, at: -3h}]");
    String night = "rds:orders-db-2026-11-24-02-40";

    assertThat(
            account.rds().describeDBClusterSnapshots(request -> request.dbClusterSnapshotIdentifier(night).snapshotType("automated"))
            .dbClusterSnapshots())
        .hasSize(1);
    assertThat(account.rds().describeDBClusterSnapshots(request -> request.dbClusterSnapshotIdentifier("by-hand")).dbClusterSnapshots())
        .hasSize(1);
    assertThatThrownBy(() -> account.rds().describeDBClusterSnapshots(request -> request.dbClusterSnapshotIdentifier(night)))
        .isInstanceOf(DbClusterSnapshotNotFoundException.class);
    assertThatThrownBy(() -> account.rds().describeDBClusterSnapshots(request ->
        request.dbClusterSnapshotIdentifier(night).dbClusterIdentifier("orders-db")))
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining("exclude each other");
  }

  @Test
  void tellsOfBeginAndEndOfEverySnapshotOfTwoWeeks() {
    SimulatedAccount account = with("snapshots: [{id: by-hand, at: -3h}, {id: stuck, at: -2h, status: creating}]");
    Instant now = account.clock().instant();

    List<Event> events = new ArrayList<>();
    String marker = null;
    do {
      String from = marker;
      DescribeEventsResponse page =
          account.rds().describeEvents(
              request -> request.sourceType(SourceType.DB_CLUSTER_SNAPSHOT).startTime(now.minus(Duration.ofDays(14))).endTime(now)
              .maxRecords(20).marker(from));
      events.addAll(page.events());
      marker = page.marker();
    } while (marker != null);

    assertThat(events).hasSize(2 * 14 + 2 + 1).allMatch(event -> event.sourceArn().contains(":cluster-snapshot:"));
    assertThat(events).filteredOn(event -> event.sourceIdentifier().equals("by-hand")).extracting(Event::message)
        .containsExactly("Creating manual cluster snapshot", "Manual cluster snapshot created");
    assertThat(events).filteredOn(event -> event.sourceIdentifier().equals("stuck")).extracting(Event::message)
        .containsExactly("Creating manual cluster snapshot");
    assertThat(account.rds().describeEvents(
                request -> request.sourceType(SourceType.DB_CLUSTER_SNAPSHOT).sourceIdentifier("rds:orders-db-2026-11-24-02-40")
                .duration(20_000))
            .events())
        .hasSize(2);
  }

  @Test
  void followsStandsStillOrHasNoRestorableTime() {
    SimulatedAccount behind = with("restorable: 2m, retention: 5");
    SimulatedAccount still = with("restorable: -3h");
    SimulatedAccount never = with("restorable: none");
    Instant now = behind.clock().instant();
    Worlds.pass(behind, Duration.ofHours(1));
    Worlds.pass(still, Duration.ofHours(1));

    assertThat(cluster(behind).latestRestorableTime()).isEqualTo(now.plus(Duration.ofMinutes(58)));
    assertThat(cluster(behind).earliestRestorableTime()).isEqualTo(now.plus(Duration.ofHours(1)).minus(Duration.ofDays(5)));
    assertThat(cluster(still).latestRestorableTime()).isEqualTo(now.minus(Duration.ofHours(3)));
    assertThat(cluster(never).latestRestorableTime()).isNull();
    assertThat(cluster(never).earliestRestorableTime()).isNull();
  }

  @Test
  void hasNothingOlderThanTheCluster() {
    SimulatedAccount young = with("created: -34h, retention: 35");

    assertThat(snapshots(young)).hasSize(2);
    assertThat(cluster(young).earliestRestorableTime()).isEqualTo(young.clock().instant().minus(Duration.ofHours(34)));
  }

  @Test
  void saysWhoOwnsTheBackupsAndWhichKeyTheyNeed() {
    SimulatedAccount owned = with("awsBackup: true, kmsKey: \"arn:aws:kms:eu-west-1:111122223333:key/k-1\", window: 23:50-00:20");
    SimulatedAccount plain = with("retention: 1");

    assertThat(cluster(owned).awsBackupRecoveryPointArn()).startsWith("arn:aws:backup:eu-west-1:111122223333:recovery-point:");
    assertThat(cluster(owned).kmsKeyId()).endsWith("key/k-1");
    assertThat(cluster(owned).preferredBackupWindow()).isEqualTo("23:50-00:20");
    assertThat(cluster(plain).awsBackupRecoveryPointArn()).isNull();
    assertThat(cluster(plain).backupRetentionPeriod()).isEqualTo(1);
  }
}
