package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Metric;

/** Do writes to storage take longer than in the hour before? */
final class WriteLatencyCheck extends LatencyCheck {
  WriteLatencyCheck() {
    super(Metric.WRITE_LATENCY, "writes to storage", SlowQueryLimit.STORAGE_LATENCY, 1000,
        "wal_bytes",
        "Spread a burst of writes over time, and write more rows per transaction; these statements write most");
  }
}
