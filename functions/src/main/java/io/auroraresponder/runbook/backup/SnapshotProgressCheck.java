package io.auroraresponder.runbook.backup;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.ClusterSnapshot;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Is a snapshot stuck, failed, or in a status that nobody knows? */
final class SnapshotProgressCheck extends BackupCheck {
  private static final Set<String> UNDER_WAY = Set.of("creating", "copying");
  private static final Set<String> FINE = Set.of("available", "deleting");

  @Override
  public Cause cause() {
    return Cause.SNAPSHOT_STUCK;
  }

  @Override
  protected CheckResult examine(BackupEvidence evidence, ClusterState cluster) {
    if (!(evidence.snapshots() instanceof Reading.Known<List<ClusterSnapshot>> known)) {
      return open(evidence, (Reading.Unavailable<?>) evidence.snapshots());
    }
    Instant at = known.to();
    List<Phrase> troubles = new ArrayList<>();
    List<Phrase> working = new ArrayList<>();
    for (ClusterSnapshot snapshot : known.value()) {
      if (UNDER_WAY.contains(snapshot.status())) {
        (stuck(snapshot, evidence) ? troubles : working).add(progress(snapshot, evidence, at));
      } else if (!FINE.contains(snapshot.status())) {
        troubles.add(Phrase.of("{} is {}", name(snapshot, at), status(snapshot, at)));
      }
    }
    Phrase limit = Phrase.of("done within {}", BackupLimit.STUCK_AFTER.at(evidence.at()));
    if (troubles.isEmpty()) {
      Phrase seen = working.isEmpty() ? Phrase.of("no snapshot is in progress or has failed") : Phrase.join(", ", working);
      return result(Severity.OK, seen, limit, at);
    }
    return result(
        Severity.WARNING, Phrase.join("; ", troubles), limit, at,
        Advice.of("Delete a failed snapshot and take it again; ask AWS Support about one that makes no progress."));
  }

  private boolean stuck(ClusterSnapshot snapshot, BackupEvidence evidence) {
    return snapshot.created() instanceof Reading.Known<Instant> begun
        && age(begun, evidence).compareTo(BackupLimit.STUCK_AFTER.duration()) > 0;
  }

  private static Duration age(Reading.Known<Instant> begun, BackupEvidence evidence) {
    return Ages.since(begun.value(), evidence.at());
  }

  private static Phrase progress(ClusterSnapshot snapshot, BackupEvidence evidence, Instant at) {
    String source = "rds:DescribeDBClusterSnapshots " + snapshot.id();
    Phrase words = Phrase.of("{} is {} at {}", name(snapshot, at), status(snapshot, at),
        Fact.count(source + " PercentProgress", at, snapshot.percentDone(), "%"));
    return snapshot.created() instanceof Reading.Known<Instant> begun
        ? words.and("", Phrase.of(" after {}", Ages.fact(source + " SnapshotCreateTime", at, age(begun, evidence))))
        : words;
  }

  private static Fact name(ClusterSnapshot snapshot, Instant at) {
    return named("rds:DescribeDBClusterSnapshots DBClusterSnapshotIdentifier", at, snapshot.id());
  }

  private static Fact status(ClusterSnapshot snapshot, Instant at) {
    return Fact.word("rds:DescribeDBClusterSnapshots " + snapshot.id() + " Status", at, snapshot.status());
  }
}
