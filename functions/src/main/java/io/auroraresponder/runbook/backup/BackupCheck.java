package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.runbook.ClusterCheck;
import java.time.Instant;

/** A check of a cluster's backups. */
abstract class BackupCheck extends ClusterCheck<BackupEvidence> {
  /** The name of a snapshot or of an event's source: automated snapshots carry a date in theirs, and numbers are facts. */
  static Fact named(String call, Instant at, String id) {
    return Fact.word(call, at, id.isBlank() ? "(unnamed)" : id);
  }
}
