package io.auroraresponder.runbook.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.runbook.Examination;
import io.auroraresponder.runbook.Told;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BackupRunbookTest {

  @Test
  void aWellBackedUpClusterIsReportedInFull() {
    assertThat(Told.lines(new Backups().examine()))
        .containsExactly(
            "ok none | orders-db is backed up: restorable up to 2026-11-24 10:11 UTC, 4 min ago; the newest automated snapshot "
                + "is 8 h old (rds:orders-db-2026-11-24-02-15); automated backups are kept for 14 days.",
            "info Signal: daily backup check: scheduled check []",
            "ok EncryptionKey: no sign that the KMS key is unavailable [a key that RDS can use]",
            "ok RestorableTime: restorable up to 2026-11-24 10:11 UTC, 4 min ago [warning from 15 min, critical from 60 min]",
            "ok SnapshotProgress: no snapshot is in progress or has failed [done within 6 h]",
            "ok AutomatedSnapshot: the newest automated snapshot is 8 h old (rds:orders-db-2026-11-24-02-15) [warning from 28 h, "
            + "critical from "
            + "48 h]",
            "ok FailedJob: no failed backup job or export asked for this look [jobs that complete]",
            "ok SnapshotEvents: 2 snapshot events in 14 days; every snapshot that started has finished or is listed [every snapshot done "
            + "within 6 h]",
            "ok Retention: automated backups are kept for 14 days [7 days or more]",
            "ok Ownership: RDS owns the automated backups []",
            "ok FailureEvents: 2 events of the cluster, its instances and snapshots in 14 days, none of them a failure []",
            "ok SnapshotQuota: 12 of 100 manual cluster snapshots in this account and region [90 % of the quota]",
            "ok ManualSnapshots: 0 manual snapshots of this cluster, none to clean up [those proposed here deleted after 30 days]");
  }

  @Test
  void theAbsenceOfTheDailySnapshotLeadsAndTheRetentionStandsBesideIt() {
    Examination examination = new Backups().with(BackupRunbookTest::absent).examine();

    assertThat(Told.lines(examination))
        .startsWith(
            "critical snapshot-missing | orders-db is not safely backed up: the newest automated snapshot is 4 days old "
            + "(rds:orders-db-2026-11-20-10-15).",
            "> Take a manual snapshot now: aws rds create-db-cluster-snapshot --db-cluster-identifier orders-db "
                + "--db-cluster-snapshot-identifier orders-db-responder-20261124-1015")
        .contains("warning Retention: automated backups are kept for 1 day [7 days or more]");
  }

  @Test
  void anAbortedJobOfAwsBackupIsToldThoughTheClusterIsWell() {
    Diagnosis diagnosis = new Backups().with(BackupRunbookTest::aborted).examine().diagnosis();

    assertThat(diagnosis.severity()).isEqualTo(Severity.WARNING);
    assertThat(diagnosis.headline().text())
        .isEqualTo("orders-db: AWS Backup job 58cdef95-0012-4c74-80d5-0000000000d2: ABORTED: \"Backup job was "
        + "stopped by user.\".");
    assertThat(diagnosis.advice().getFirst().command().text())
        .isEqualTo("aws backup list-backup-jobs --by-resource-arn arn:aws:rds:eu-west-1:111122223333:cluster:orders-db");
  }

  @Test
  void aLostKeyLeadsOverEverythingElse() {
    Diagnosis diagnosis =
        new Backups().with(BackupRunbookTest::absent).with(one -> one.status = "inaccessible-encryption-credentials-recoverable").examine()
        .diagnosis();

    assertThat(diagnosis.headline().text()).contains("the cluster is inaccessible-encryption-credentials-recoverable");
  }

  @ParameterizedTest
  @CsvSource({
      "settings, BackupSettings, WARNING", "snapshots, Snapshots, WARNING", "events, Events, INFO",
          "snapshot events, SnapshotEventList, INFO",
      "metrics, Metrics, OK", "quota, SnapshotQuota, INFO", "cluster, Cluster, WARNING"})
  void aPartThatFailsIsAGapAndNeverHealth(String failing, String gap, Severity severity) {
    Examination examination = new Backups().with(one -> one.failing.add(failing)).examine();

    assertThat(examination.gaps()).extracting(Gap::check).contains(gap);
    assertThat(examination.diagnosis().severity()).isEqualTo(severity);
  }

  @Test
  void whatCannotBeReadLeavesTheCauseUnknown() {
    Diagnosis diagnosis = new Backups().with(one -> one.failing.add("snapshots")).examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(diagnosis.headline().text()).contains("automated snapshot");
  }

  static Stream<Arguments> scenes() {
    return Stream.of(
        scene("well", one -> {}),
        scene("absent", BackupRunbookTest::absent),
        scene("aborted", BackupRunbookTest::aborted),
        scene("paused", one -> {
          one.minAcu = 0;
          one.capacity = List.of(new Series.Point(Backups.NOW.minusSeconds(90), 0));
          one.latest = Reading.known(Backups.NOW.minus(Duration.ofHours(9)), Backups.NOW);
        }),
        scene("new", one -> {
          one.latest = Reading.unavailable("there is none");
          one.created = Reading.known(Backups.NOW.minus(Duration.ofMinutes(20)), Backups.NOW);
          one.snapshots = List.of();
        }),
        scene("stuck", one -> one.snapshots = List.of(Backups.automated(Duration.ofHours(9), "creating"),
        Backups.automated(Duration.ofHours(30), "failed"))),
        scene("key lost", one -> one.events.add(Backups.event(Backups.WRITER, "KMS key 7 is disabled", "failure", Duration.ofHours(30)))),
        scene("nothing read", one -> one.failing.addAll(List.of("settings", "snapshots", "events", "snapshot events", "metrics"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenes")
  void everyNumberHasItsFactAndNothingEverAsksForMoreCapacity(String name, Backups backups) {
    Examination examination = backups.examine();

    assertThat(Told.unexplained(examination, "orders-db", "111122223333")).as(name).isEmpty();
    assertThat(examination.diagnosis().lever().changesRange()).isFalse();
    assertThat(examination.diagnosis().range()).isEmpty();
  }

  private static Arguments scene(String name, Consumer<Backups> change) {
    return Arguments.of(name, new Backups().with(change));
  }

  private static void absent(Backups one) {
    one.snapshots = List.of(Backups.automated(Duration.ofDays(4), "available"));
    one.snapshotEvents = List.of();
    one.retentionDays = 1;
  }

  private static void aborted(Backups one) {
    one.signal =
        new Signal("backup-job", "backup-1", "AWS Backup job 58cdef95-0012-4c74-80d5-0000000000d2",
        "ABORTED: \"Backup job was stopped by user.\"", Backups.NOW);
  }
}
