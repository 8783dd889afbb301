package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;

/** A check of a known cluster's backups; without a cluster it is inconclusive. */
abstract class BackupCheck implements Check<BackupEvidence> {
  @Override
  public final CheckResult examine(BackupEvidence evidence) {
    return switch (evidence.cluster()) {
      case Reading.Known<ClusterState> known -> examine(evidence, known.value());
      case Reading.Unavailable<ClusterState> gap -> open("the cluster could not be read");
    };
  }

  abstract CheckResult examine(BackupEvidence evidence, ClusterState cluster);

  /** The name of a snapshot or of an event's source: automated snapshots carry a date in theirs, and numbers are facts. */
  static Fact named(String call, Instant at, String id) {
    return Fact.word(call, at, id.isBlank() ? "(unnamed)" : id);
  }
}
