package io.auroraresponder.runbook.backup;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.BackupSettings;
import io.auroraresponder.observation.ClusterSnapshot;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How old is the newest automated snapshot? No event tells that the daily one failed: its absence is the alarm. */
final class AutomatedSnapshotCheck extends BackupCheck {
  /** A snapshot with its time. */
  private record Taken(ClusterSnapshot snapshot, Instant at) {}

  @Override
  public String harm() {
    return "A restore may lose data or be impossible.";
  }

  @Override
  public Cause cause() {
    return Cause.SNAPSHOT_MISSING;
  }

  @Override
  public Weight weight() {
    return Weight.ESSENTIAL;
  }

  @Override
  protected CheckResult examine(BackupEvidence evidence, ClusterState cluster) {
    if (!(evidence.snapshots() instanceof Reading.Known<List<ClusterSnapshot>> known)) {
      return open(evidence, (Reading.Unavailable<?>) evidence.snapshots());
    }
    if (!evidence.settings().isKnown()) {
      return open("the owner of the backups and the age of the cluster could not be read");
    }
    boolean owned = evidence.settings().map(BackupSettings::ownedByAwsBackup).orElse(false);
    Optional<Taken> newest =
        known.value().stream()
            .filter(snapshot -> snapshot.available() && (snapshot.automated() || (owned && snapshot.madeByAwsBackup())))
            .flatMap(snapshot -> taken(snapshot).stream())
            .max(Comparator.comparing(Taken::at));
    return newest.isPresent() ? aged(evidence, cluster, newest.get(), known.to()) : absent(evidence, cluster, owned);
  }

  private static Optional<Taken> taken(ClusterSnapshot snapshot) {
    return snapshot.created() instanceof Reading.Known<Instant> created ? Optional.of(new Taken(snapshot, created.value()))
        : Optional.empty();
  }

  private CheckResult aged(BackupEvidence evidence, ClusterState cluster, Taken newest, Instant read) {
    Duration age = Ages.since(newest.at(), evidence.at());
    Phrase seen =
        Phrase.of(
            "the newest automated snapshot is {} old ({})",
            Ages.fact("rds:DescribeDBClusterSnapshots SnapshotCreateTime", read, age),
            named("rds:DescribeDBClusterSnapshots DBClusterSnapshotIdentifier", read, newest.snapshot().id()));
    Severity severity = severity(age);
    return severity == Severity.OK
        ? result(Severity.OK, seen, limit(evidence), newest.at())
        : missing(evidence, cluster, severity, seen, newest.at());
  }

  private CheckResult absent(BackupEvidence evidence, ClusterState cluster, boolean owned) {
    Reading<Instant> created = evidence.settings().flatMap(BackupSettings::created);
    if (!(created instanceof Reading.Known<Instant> known)) {
      return missing(evidence, cluster, Severity.WARNING,
          Phrase.of("there is no automated snapshot, and the age of the cluster is unknown"), evidence.at());
    }
    Duration age = Ages.since(known.value(), evidence.at());
    Phrase seen = Phrase.of("there is no automated snapshot {} after the cluster was created",
        Ages.fact("rds:DescribeDBClusters ClusterCreateTime", known.to(), age));
    if (severity(age) == Severity.OK) {
      return result(Severity.OK, seen.and("", Phrase.of("; its first backup window may not have passed")), limit(evidence), known.value());
    }
    return missing(evidence, cluster, owned ? Severity.WARNING : severity(age), seen, known.value());
  }

  private CheckResult missing(BackupEvidence evidence, ClusterState cluster, Severity severity, Phrase seen, Instant since) {
    if (evidence.rest().word().equals("stopped")) {
      return result(Severity.INFO, seen.and("", Phrase.of("; the cluster is stopped")), limit(evidence), since);
    }
    if (cluster.isBeingDeleted()) {
      // Nobody is woken for it: nothing can be done, and automated snapshots go with their cluster unless they are kept on purpose.
      return result(Severity.WARNING, seen.and("", Phrase.of("; the cluster is being deleted")), limit(evidence), since,
          SnapshotAdvice.take(cluster, evidence.at()));
    }
    return result(
        severity, seen, limit(evidence), since, SnapshotAdvice.take(cluster, evidence.at()),
        new Advice(
            Phrase.of("Check whether the backup window overlaps maintenance or a time in which the cluster cannot be backed up:"),
            Phrase.of("aws rds describe-db-clusters --db-cluster-identifier " + cluster.id().value()
                + " --query 'DBClusters[].[PreferredBackupWindow,PreferredMaintenanceWindow,Status]'")));
  }

  private Severity severity(Duration age) {
    if (BackupLimit.SNAPSHOT_CRITICAL.reached(age)) {
      return Severity.CRITICAL;
    }
    return BackupLimit.SNAPSHOT_WARNING.reached(age) ? Severity.WARNING : Severity.OK;
  }

  private Phrase limit(BackupEvidence evidence) {
    return Phrase.of(
        "warning from {}, critical from {}",
        BackupLimit.SNAPSHOT_WARNING.at(evidence.at()),
        BackupLimit.SNAPSHOT_CRITICAL.at(evidence.at()));
  }
}
