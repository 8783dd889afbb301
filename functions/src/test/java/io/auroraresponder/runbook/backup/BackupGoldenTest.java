package io.auroraresponder.runbook.backup;

import io.auroraresponder.golden.Goldens;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole answers of the backup runbook as files that a person can read. */
class BackupGoldenTest {
  record Golden(String name, Consumer<Backups> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Golden> goldens() {
    return Stream.of(
        new Golden("backup-healthy", one -> {}),
        new Golden("backup-daily-snapshot-missing", BackupGoldenTest::missing),
        new Golden("backup-key-lost", BackupGoldenTest::keyLost),
        new Golden("backup-owned-by-aws-backup", BackupGoldenTest::owned),
        new Golden("backup-paused", BackupGoldenTest::paused),
        new Golden("backup-snapshots-unreadable", one -> one.failing.add("snapshots")));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void isWhatTheFilesSay(Golden golden) throws IOException {
    Backups backups = new Backups().with(golden.change());

    Goldens.check(golden.name(), backups.incident(), backups.examine(), Backups.NOW);
  }

  private static void missing(Backups one) {
    one.snapshots = List.of(Backups.automated(Duration.ofHours(50), "available"), Backups.automated(Duration.ofHours(9), "creating"));
    one.snapshotEvents = List.of(Backups.event(Backups.name(Duration.ofHours(9)), "Creating automated cluster snapshot", "backup",
        Duration.ofHours(9)));
    one.latest = Reading.known(Backups.NOW.minus(Duration.ofMinutes(42)), Backups.NOW);
    one.manualSnapshots = 97;
  }

  private static void keyLost(Backups one) {
    one.status = "inaccessible-encryption-credentials-recoverable";
    one.events.add(
        Backups.event(
            Backups.WRITER, "Amazon RDS is unable to access the KMS encryption key for database instance orders-db-instance-1.", "failure",
            Duration.ofMinutes(12)));
  }

  private static void owned(Backups one) {
    one.retentionDays = 1;
    one.recoveryPoint = "arn:aws:backup:eu-west-1:111122223333:recovery-point:continuous:cluster-abc";
  }

  private static void paused(Backups one) {
    one.minAcu = 0;
    one.capacity = List.of(new Series.Point(Backups.NOW.minus(Duration.ofHours(9)), 0.5),
        new Series.Point(Backups.NOW.minusSeconds(90), 0));
    one.latest = Reading.known(Backups.NOW.minus(Duration.ofHours(9)), Backups.NOW);
  }
}
