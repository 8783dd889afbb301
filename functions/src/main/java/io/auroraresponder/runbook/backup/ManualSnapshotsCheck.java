package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.ClusterSnapshot;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;
import java.util.List;

/** Which manual snapshots that this runbook once proposed are old? Manual ones are never deleted by RDS and are billed. */
final class ManualSnapshotsCheck extends BackupCheck {
  @Override
  protected CheckResult examine(BackupEvidence evidence, ClusterState cluster) {
    if (!(evidence.snapshots() instanceof Reading.Known<List<ClusterSnapshot>> known)) {
      return open(evidence, (Reading.Unavailable<?>) evidence.snapshots());
    }
    List<ClusterSnapshot> manual = known.value().stream().filter(one -> !one.automated() && !one.madeByAwsBackup()).toList();
    List<ClusterSnapshot> old = manual.stream().filter(one -> SnapshotAdvice.proposed(one.id()) && old(one, evidence)).toList();
    Fact all = Fact.counted("rds:DescribeDBClusterSnapshots manual", known.to(), manual.size(), "manual snapshot", "manual snapshots");
    Phrase limit = Phrase.of("those proposed here deleted after {}",
        BackupLimit.CLEAN_UP_AFTER.at(evidence.at()));
    if (old.isEmpty()) {
      return result(Severity.OK, Phrase.of("{} of this cluster, none to clean up", all), limit, known.to());
    }
    Fact count = Fact.count("rds:DescribeDBClusterSnapshots manual, by name and age", known.to(), old.size(), "");
    Advice[] advice = old.stream().map(ManualSnapshotsCheck::delete).toArray(Advice[]::new);
    return result(Severity.INFO, Phrase.of("{} of this cluster, {} of them to clean up", all, count), limit, known.to(), advice);
  }

  private boolean old(ClusterSnapshot snapshot, BackupEvidence evidence) {
    return snapshot.created() instanceof Reading.Known<Instant> created
        && Ages.since(created.value(), evidence.at()).compareTo(BackupLimit.CLEAN_UP_AFTER.duration()) > 0;
  }

  private static Advice delete(ClusterSnapshot snapshot) {
    return new Advice(
        Phrase.of("Delete it if it is no longer needed:"),
        Phrase.of("aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier " + snapshot.id()));
  }
}
