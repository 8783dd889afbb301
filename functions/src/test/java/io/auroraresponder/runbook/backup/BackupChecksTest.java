package io.auroraresponder.runbook.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.observation.ClusterSnapshot;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.SignalCheck;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;



class BackupChecksTest {
  private static final String LOST = "Amazon RDS is unable to access the KMS encryption key for database instance orders-db-instance-1.";
  private static final String BACK =
      "Amazon RDS can now successfully access the KMS encryption key for database instance orders-db-instance-1.";

  static Stream<Check<BackupEvidence>> checks() {
    return BackupRunbook.checks().stream();
  }

  @ParameterizedTest
  @MethodSource("checks")
  void everyCheckIsClearOrForInformationWhereAllIsWell(Check<BackupEvidence> check) {
    assertThat(finding(check.examine(new Backups().gather())).severity()).as(check.id()).isIn(Severity.OK, Severity.INFO);
  }

  @ParameterizedTest
  @MethodSource("checks")
  void everyCheckIsInconclusiveWithoutACluster(Check<BackupEvidence> check) {
    BackupEvidence lost = new Backups().with(one -> one.failing.add("cluster")).gather();

    assertThat(check.examine(lost)).isInstanceOf(check instanceof SignalCheck ? CheckResult.Found.class : CheckResult.Inconclusive.class);
  }

  @ParameterizedTest
  @CsvSource({"6, WARNING", "7, OK", "8, OK"})
  void retentionIsHeldAgainstThePolicy(int days, Severity severity) {
    assertThat(finding(run(new RetentionCheck(), one -> one.retentionDays = days)).severity()).isEqualTo(severity);
  }

  @Test
  void aShortRetentionComesWithItsCommandUnlessAwsBackupOwnsIt() {
    Finding own = finding(run(new RetentionCheck(), one -> one.retentionDays = 1));
    Finding owned = finding(run(new RetentionCheck(), one -> {
      one.retentionDays = 1;
      one.recoveryPoint = "arn:aws:backup:eu-west-1:111122223333:recovery-point:continuous:cluster-abc";
    }));

    assertThat(own.advice().getFirst().command().text())
        .isEqualTo("aws rds modify-db-cluster --db-cluster-identifier orders-db --backup-retention-period 7 --apply-immediately");
    assertThat(owned.advice()).allSatisfy(advice -> assertThat(advice.command().text()).startsWith("aws backup list-backup-plans"));
    assertThat(owned.advice().getFirst().text().text()).contains("plan of AWS Backup");
  }

  @ParameterizedTest
  @CsvSource({"PT14M59S, OK", "PT15M, WARNING", "PT59M59S, WARNING", "PT60M, CRITICAL", "-PT2M, OK"})
  void theRestorableTimeMayNotFallBehind(Duration age, Severity severity) {
    assertThat(finding(run(new RestorableTimeCheck(), one -> one.latest = Reading.known(Backups.NOW.minus(age), Backups.NOW)))
        .severity())
        .isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource({"PT59M, available, INFO", "PT59M59S, available, INFO", "PT60M, available, CRITICAL", "PT99H, creating, INFO"})
  void noRestorableTimeIsExcusedOnlyWhileTheClusterIsNew(Duration age, String status, Severity severity) {
    Finding finding = finding(run(new RestorableTimeCheck(), one -> {
      one.status = status;
      one.latest = Reading.unavailable("there is none");
      one.created = Reading.known(Backups.NOW.minus(age), Backups.NOW);
    }));

    assertThat(finding.severity()).isEqualTo(severity);
  }

  @Test
  void aRestorableTimeThatStandsStillInAPauseIsInformation() {
    Consumer<Backups> paused = one -> {
      pause(one, Duration.ofHours(3));
      one.latest = Reading.known(Backups.NOW.minus(Duration.ofHours(3)), Backups.NOW);
    };

    assertThat(finding(run(new RestorableTimeCheck(), paused)).severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void aRestorableTimeFromBeforeThePauseWasInTroubleBefore() {
    Consumer<Backups> paused = one -> {
      pause(one, Duration.ofHours(3));
      one.latest = Reading.known(Backups.NOW.minus(Duration.ofHours(5)), Backups.NOW);
    };

    assertThat(finding(run(new RestorableTimeCheck(), paused)).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void aPauseLongerThanTheMetricsIsDatedByItsEvent() {
    Consumer<Backups> paused = one -> {
      one.minAcu = 0;
      one.capacity = List.of(new Series.Point(Backups.NOW.minusSeconds(90), 0));
      one.events.add(Backups.event(Backups.WRITER, "Successfully paused the DB instance.", "notification", Duration.ofDays(4)));
    };

    assertThat(finding(run(new RestorableTimeCheck(),
        paused.andThen(one -> one.latest = Reading.known(Backups.NOW.minus(Duration.ofDays(4)), Backups.NOW)))).severity())
        .isEqualTo(Severity.INFO);
    assertThat(finding(run(new RestorableTimeCheck(),
        paused.andThen(one -> one.latest = Reading.known(Backups.NOW.minus(Duration.ofDays(5)), Backups.NOW)))).severity())
        .isEqualTo(Severity.CRITICAL);
  }

  @ParameterizedTest
  @CsvSource({"PT27H59M59S, OK", "PT28H, WARNING", "PT47H59M59S, WARNING", "PT48H, CRITICAL"})
  void theNewestAutomatedSnapshotMayNotBeOld(Duration age, Severity severity) {
    assertThat(finding(run(new AutomatedSnapshotCheck(), one -> one.snapshots = List.of(Backups.automated(age, "available"))))
        .severity())
        .isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource({"PT20H, OK", "PT30H, WARNING", "PT400H, CRITICAL"})
  void noAutomatedSnapshotIsExcusedUntilTheFirstWindowHasPassed(Duration age, Severity severity) {
    Finding finding = finding(run(new AutomatedSnapshotCheck(), one -> {
      one.snapshots = List.of(manual("before-upgrade", Duration.ofHours(1)), Backups.automated(Duration.ofHours(1), "creating"));
      one.created = Reading.known(Backups.NOW.minus(age), Backups.NOW);
    }));

    assertThat(finding.severity()).isEqualTo(severity);
  }

  @Test
  void snapshotsOfAwsBackupCountWhereItOwnsTheCluster() {
    ClusterSnapshot foreign = new ClusterSnapshot("awsbackup:job-1", "manual", "available", 100,
        Reading.known(Backups.NOW.minus(Duration.ofHours(5)), Backups.NOW));
    Consumer<Backups> change = one -> one.snapshots = List.of(foreign);

    assertThat(finding(run(new AutomatedSnapshotCheck(), change)).severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding(run(new AutomatedSnapshotCheck(), change.andThen(one -> one.recoveryPoint = "arn:aws:backup:x"))).severity())
        .isEqualTo(Severity.OK);
    assertThat(finding(run(new OwnershipCheck(), one -> one.recoveryPoint = "arn:aws:backup:x")).severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void aStoppedClusterIsNotBlamedForItsSnapshots() {
    Finding finding = finding(run(new AutomatedSnapshotCheck(), one -> {
      one.status = "stopped";
      one.snapshots = List.of(Backups.automated(Duration.ofDays(4), "available"));
    }));

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void nobodyIsWokenForAClusterThatIsBeingDeletedNorToldToWaitForIt() {
    Consumer<Backups> deleted = one -> {
      one.status = "deleting";
      one.snapshots = List.of(Backups.automated(Duration.ofDays(4), "available"));
      one.latest = Reading.known(Backups.NOW.minus(Duration.ofDays(4)), Backups.NOW);
    };
    Finding snapshot = finding(run(new AutomatedSnapshotCheck(), deleted));

    assertThat(snapshot.severity()).isEqualTo(Severity.WARNING);
    assertThat(snapshot.advice()).extracting(advice -> advice.command().text()).singleElement().asString()
        .startsWith("aws rds describe-db-cluster-snapshots --db-cluster-identifier orders-db ");
    assertThat(finding(run(new RestorableTimeCheck(), deleted)).severity()).isEqualTo(Severity.INFO);
  }

  @ParameterizedTest
  @CsvSource({"creating, PT6H, OK", "creating, PT6H1S, WARNING", "copying, PT7H, WARNING", "failed, PT1M, WARNING", "odd, PT1M, WARNING",
      "deleting, PT99H, OK"})
  void snapshotsThatAreStuckOrFailedAreNamed(String status, Duration age, Severity severity) {
    Finding finding = finding(run(new SnapshotProgressCheck(), one -> one.snapshots = List.of(Backups.automated(age, status))));

    assertThat(finding.severity()).isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource({"PT6H, OK", "PT6H1S, WARNING"})
  void aSnapshotThatBeganAndNeverEndedIsNamed(Duration age, Severity severity) {
    Finding finding = finding(run(new SnapshotEventsCheck(), one ->
        one.snapshotEvents.add(Backups.event("rds:orders-db-lost", "Creating automated cluster snapshot", "backup", age))));

    assertThat(finding.severity()).isEqualTo(severity);
  }

  @Test
  void aSnapshotThatNeverEndedIsHistoryOnceALaterOneIsThere() {
    Finding finding = finding(run(
        new SnapshotEventsCheck(),
        one -> one.snapshotEvents.add(Backups.event("rds:orders-db-lost", "Creating automated cluster snapshot", "backup",
        Duration.ofDays(9)))));

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.summary().text()).endsWith("one that came later is done");
  }

  @Test
  void aLostEventOfASnapshotThatIsThereIsNoFinding() {
    Finding finding = finding(run(new SnapshotEventsCheck(), one -> one.snapshotEvents.removeLast()));

    assertThat(finding.severity()).isEqualTo(Severity.OK);
  }

  @ParameterizedTest
  @CsvSource({"PT24H, CRITICAL", "PT24H1S, WARNING"})
  void anEventOfALostKeyIsCriticalWhileItIsFresh(Duration age, Severity severity) {
    Finding finding = finding(run(new EncryptionKeyCheck(), one ->
        one.events.add(Backups.event(Backups.WRITER, LOST, "failure", age))));

    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.advice().getFirst().command().text())
        .startsWith("aws kms describe-key --key-id arn:aws:kms:eu-west-1:111122223333:key/k-1");
  }

  @Test
  void aKeyThatIsBackIsNoFindingThoughItsCategoryIsFailure() {
    Finding finding = finding(run(new EncryptionKeyCheck(), one -> {
      one.events.add(Backups.event(Backups.WRITER, LOST, "failure", Duration.ofHours(3)));
      one.events.add(Backups.event(Backups.WRITER, BACK, "failure", Duration.ofHours(2)));
    }));

    assertThat(finding.severity()).isEqualTo(Severity.OK);
  }

  @Test
  void theSignalAloneIsEnoughUnlessNewerNewsIsGood() {
    Consumer<Backups> signalled =
        one -> one.signal = new Signal("eventbridge-rds-db-instance", "rds-1", "RDS-EVENT-0419", LOST,
        Backups.NOW.minus(Duration.ofHours(1)));

    assertThat(finding(run(new EncryptionKeyCheck(), signalled)).severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding(run(new EncryptionKeyCheck(),
        signalled.andThen(one -> one.events.add(Backups.event(Backups.WRITER, BACK, "failure", Duration.ofMinutes(5)))))).severity())
        .isEqualTo(Severity.OK);
  }

  @Test
  void aStatusWithoutKeyIsCriticalWhateverTheEventsSay() {
    Finding cluster = finding(run(new EncryptionKeyCheck(), one -> one.status = "inaccessible-encryption-credentials-recoverable"));
    Finding member = finding(run(new EncryptionKeyCheck(), one -> {
      one.memberStatus = "inaccessible-encryption-credentials";
      one.failing.add("events");
    }));

    assertThat(cluster.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(cluster.advice()).extracting(advice -> advice.command().text())
        .satisfiesExactly(
            look -> assertThat(look).startsWith("aws kms describe-key"), undo -> assertThat(undo).startsWith("aws kms cancel-key-deletion"),
            enable -> assertThat(enable).startsWith("aws kms enable-key"), start ->
            assertThat(start).startsWith("aws rds start-db-cluster"));
    assertThat(member.severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void listsThatAreIncompleteAreSaidToBe() {
    for (Check<BackupEvidence> check : List.<Check<BackupEvidence>>of(new EncryptionKeyCheck(), new FailureEventsCheck())) {
      assertThat(check.examine(new Backups().with(one -> one.failing.add("events")).gather())).as(check.id())
          .isInstanceOf(CheckResult.Inconclusive.class);
    }
    for (Check<BackupEvidence> check : List.<Check<BackupEvidence>>of(new SnapshotEventsCheck(), new FailureEventsCheck())) {
      assertThat(check.examine(new Backups().with(one -> one.failing.add("snapshot events")).gather())).as(check.id())
          .isInstanceOf(CheckResult.Inconclusive.class);
    }
    for (Check<BackupEvidence> check : List.<Check<BackupEvidence>>of(new AutomatedSnapshotCheck(), new SnapshotProgressCheck(),
        new ManualSnapshotsCheck())) {
      assertThat(check.examine(new Backups().with(one -> one.failing.add("snapshots")).gather())).as(check.id())
          .isInstanceOf(CheckResult.Inconclusive.class);
    }
    for (Check<BackupEvidence> check : List.<Check<BackupEvidence>>of(new RetentionCheck(), new RestorableTimeCheck(),
        new OwnershipCheck(), new AutomatedSnapshotCheck())) {
      assertThat(check.examine(new Backups().with(one -> one.failing.add("settings")).gather())).as(check.id())
          .isInstanceOf(CheckResult.Inconclusive.class);
    }
  }

  @Test
  void failuresOfTwoWeeksAreShownInTheirOwnWords() {
    Finding finding = finding(run(new FailureEventsCheck(), one -> {
      one.events.add(Backups.event("orders-db", "Export task failed.", "notification", Duration.ofDays(3)));
      one.events.add(Backups.event("orders-db", "DB cluster created", "creation", Duration.ofDays(3)));
    }));

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.summary().text()).isEqualTo("orders-db: Export task failed.");
  }

  @ParameterizedTest
  @CsvSource({"orders-db-responder-20261001-0800, PT720H1S, INFO", "orders-db-responder-20261001-0800, PT720H, OK",
      "before-upgrade, PT9999H, OK",
      "orders-responder-migration, PT9999H, OK"})
  void onlySnapshotsThatThisRunbookProposedAreCleanedUp(String id, Duration age, Severity severity) {
    assertThat(finding(run(new ManualSnapshotsCheck(), one -> one.snapshots = List.of(manual(id, age)))).severity())
        .isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource({"AWS Backup job 58cdef95, WARNING", "RDS-EVENT-0162, WARNING", "RDS-EVENT-0169, OK", "daily, OK"})
  void whatFailedIsAFindingWhereNoStateShowsIt(String source, Severity severity) {
    Finding finding = finding(run(new FailedJobCheck(), one ->
        one.signal = new Signal("backup-job", "backup-1", source, "Backup job was stopped by user.", Backups.NOW)));

    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.summary().text())
        .isEqualTo(severity == Severity.OK ? "no failed backup job or export asked for this look" : source
            + ": Backup job was stopped by user.");
  }

  @ParameterizedTest
  @CsvSource({"COMPLETED, OK", "completed: done, OK", "AVAILABLE, OK", "ABORTED: by user, WARNING", "PARTIAL, WARNING",
      "HALF_DONE, WARNING"})
  void aJobThatWentWellIsNoWarning(String words, Severity severity) {
    Signal signal = new Signal("backup-job", "backup-1", "AWS Backup job 58cdef95", words, Backups.NOW);

    assertThat(finding(run(new FailedJobCheck(), one -> one.signal = signal)).severity()).isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource({
      "orders-db, orders-db-responder-20261124-1015",
      "a--b, a-b-responder-20261124-1015",
      "a123456789-123456789-123456789-12345678-0123456789, a123456789-123456789-123456789-12345678-responder-20261124-1015"})
  void proposedNamesKeepTheRulesOfRds(String cluster, String name) {
    assertThat(SnapshotAdvice.name(cluster, Backups.NOW)).isEqualTo(name).hasSizeLessThanOrEqualTo(63).matches("[A-Za-z](-?[A-Za-z0-9])*");
  }

  @ParameterizedTest
  @CsvSource({"89, OK", "90, WARNING", "100, WARNING"})
  void manualSnapshotsAreHeldAgainstTheQuotaOfTheAccount(long used, Severity severity) {
    Finding finding = finding(run(new SnapshotQuotaCheck(), one -> one.manualSnapshots = used));

    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.summary().text()).isEqualTo(used + " of 100 manual cluster snapshots in this account and region");
  }

  private static ClusterSnapshot manual(String id, Duration age) {
    return new ClusterSnapshot(id, "manual", "available", 100, Reading.known(Backups.NOW.minus(age), Backups.NOW));
  }

  /** Awake until {@code ago}, then at zero. */
  private static void pause(Backups one, Duration ago) {
    one.minAcu = 0;
    one.capacity = List.of(new Series.Point(Backups.NOW.minus(ago), 0.5), new Series.Point(Backups.NOW.minusSeconds(90), 0));
  }

  private static CheckResult run(Check<BackupEvidence> check, Consumer<Backups> change) {
    return check.examine(new Backups().with(change).gather());
  }

  private static Finding finding(CheckResult result) {
    return switch (result) {
      case CheckResult.Clear clear -> clear.seen();
      case CheckResult.Found found -> found.findings().getFirst();
      case CheckResult.Inconclusive open -> throw new AssertionError(open.gap().reason().text());
    };
  }
}
