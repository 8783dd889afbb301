package io.auroraresponder.probe;

import io.auroraresponder.incident.Reading;
import java.time.Duration;
import java.util.List;

/**
 * What is worth knowing about the connected database and never urgent. Sizes are the planner's pages, since asking for real ones would wait
 * behind locks.
 *
 * @param counting how long this instance has counted scans and rows, zero where unknown; every instance counts for itself
 * @param databases oldest transaction ids, oldest first, at most 5
 * @param tables the same of tables, at most 5
 * @param unused indexes that were not read on this instance since it counts, largest first, at most 20
 * @param redundant one line for each index that does the other's work, largest first, at most 40
 * @param foreignKeys without an index, largest tables first, at most 20
 * @param scans what was read row by row between two samples, busiest first, at most 5
 * @param deadRows tables past the point where autovacuum should have come, at most 10
 * @param staleStatistics at most 10
 */
public record Hygiene(
    Duration counting,
    Reading<List<Age>> databases,
    Reading<List<Age>> tables,
    Reading<List<InvalidIndex>> invalid,
    Reading<List<UnusedIndex>> unused,
    Reading<List<RedundantIndex>> redundant,
    Reading<List<ForeignKey>> foreignKeys,
    Reading<List<BigTableScan>> scans,
    Reading<List<DeadRows>> deadRows,
    Reading<List<StaleStatistics>> staleStatistics,
    Reading<Sequences> sequences,
    Reading<Bloat> bloat) {

  /**
   * The name of a relation, column or constraint as PostgreSQL quotes it, with its schema where it has one.
   *
   * @param pastable whether it stands there unchanged; a name with control characters is shown without them, and must not be run
   */
  public record Name(String sql, boolean pastable) {}

  /** Ages in transactions and multixacts; {@code bytes} is 0 for a database. */
  public record Age(Name name, long transactions, long multixacts, long bytes, boolean vacuuming) {}

  /** {@code leftover}: of an index that was rebuilt concurrently, not one that anybody created. */
  public record InvalidIndex(Name name, Name table, long bytes, boolean leftover) {}

  public record UnusedIndex(Name name, Name table, boolean partitioned, long bytes) {}

  /** {@code twin}: the same columns; else the covering index begins with them. */
  public record RedundantIndex(Name name, Name table, Name coveredBy, boolean twin, boolean partitioned, long bytes) {}

  /** {@code columns} are quoted and separated by commas. */
  public record ForeignKey(Name name, Name table, Name parent, Name columns, long rows, boolean partitioned) {}

  /** {@code scans} within the window; each parallel worker counts as one. */
  public record BigTableScan(Name table, long rows, long scans, double rowsPerSecond, double rowsPerScan) {}

  /** {@code triggerAt}: dead rows from which autovacuum comes. */
  public record DeadRows(Name table, long live, long dead, long triggerAt, boolean autovacuumOff, boolean vacuuming) {}

  /** {@code never}: the planner has no statistics at all. */
  public record StaleStatistics(Name table, long plannerRows, long live, long changed, long triggerAt, boolean never) {}

  /**
   * Sequences that end below the range of bigint.
   *
   * @param fullest at most 10
   * @param hidden those that the login may not read
   * @param leftOut those that were locked, or too many
   */
  public record Sequences(List<Sequence> fullest, int hidden, int leftOut) {
    public Sequences {
      fullest = List.copyOf(fullest);
    }
  }

  /** {@code table} and {@code column} are empty where no column owns it; {@code used} from 0 to 1. */
  public record Sequence(Name name, Name table, Name column, long last, long ceiling, double used) {}

  /** {@code hidden}: large tables whose statistics the login may not read. */
  public record Bloat(List<BloatedTable> tables, int hidden) {
    public Bloat {
      tables = List.copyOf(tables);
    }
  }

  /** {@code unused}: a guess at the part from 0 to 1 that holds no row. */
  public record BloatedTable(Name table, long bytes, double unused) {}
}
