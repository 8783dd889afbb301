package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.incident.Metric;

/** Do commits take longer than in the hour before? */
final class CommitLatencyCheck extends LatencyCheck {
  CommitLatencyCheck() {
    super(Metric.COMMIT_LATENCY, "commits", DatabaseLimit.COMMIT_LATENCY, 1,
        "wal_bytes",
        "Commit more rows per transaction; these statements write most");
  }
}
