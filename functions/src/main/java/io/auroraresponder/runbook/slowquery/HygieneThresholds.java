package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Fact;
import java.time.Duration;
import java.time.Instant;

/**
 * Every number of the hygiene checks. Defaults are ours unless a source is named; shares are parts from 0 to 1.
 *
 * @param countingSince how long scans must have been counted before an index that was not read counts as unused
 * @param scanRowsPerSecond rows a second read from one table without an index
 * @param scanRowsPerScan rows a scan; below it an index would help little
 * @param deadRowsFactor times the number of dead rows at which autovacuum comes
 * @param deadRows dead rows at least
 * @param staleFactor times the number of changes at which autovacuum analyzes
 * @param sequenceUsed part of a sequence's range
 * @param wraparoundAge age of the oldest transaction id or multixact; netdata's guide to wraparound
 * @param bloatShare part of a table that holds no row, by a guess that is wrong by a fifth at its best
 * @param bloatBytes size of a table that is worth the work
 */
public record HygieneThresholds(
    Duration countingSince,
    double scanRowsPerSecond,
    double scanRowsPerScan,
    double deadRowsFactor,
    long deadRows,
    double staleFactor,
    double sequenceUsed,
    long wraparoundAge,
    double bloatShare,
    long bloatBytes) {

  public static HygieneThresholds defaults() {
    return new HygieneThresholds(Duration.ofDays(14), 1_000_000, 10_000, 2, 100_000, 2, 0.75, 500_000_000, 0.5, 1L << 30);
  }

  /** A setting as a fact. */
  static Fact limit(String name, Instant at, double value, String unit) {
    return Fact.of("setting slow-queries." + name, at, value, 2, unit);
  }
}
