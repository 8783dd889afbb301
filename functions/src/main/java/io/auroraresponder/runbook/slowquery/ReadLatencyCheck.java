package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Metric;

/** Do reads from storage take longer than in the hour before? */
final class ReadLatencyCheck extends LatencyCheck {
  ReadLatencyCheck() {
    super(Metric.READ_LATENCY, "reads from storage", SlowQueryLimit.STORAGE_LATENCY, 1000,
        "shared_blks_read",
        "See which statements read most blocks: an index, or a cache that holds their tables, spares them the way to storage");
  }
}
