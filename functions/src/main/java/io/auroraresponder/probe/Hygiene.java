package io.auroraresponder.probe;

import io.auroraresponder.incident.Reading;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Findings about the databases that were looked into, worth knowing and never urgent. Sizes are the planner's pages, since asking for real
 * ones would wait behind locks.
 *
 * @param counting how long this instance has counted scans and rows in all of them, zero where unknown; every instance counts for itself
 * @param databases oldest transaction ids, oldest first, at most 5
 * @param tables the same of tables, at most 5
 * @param unused indexes that were not read on this instance since it counts, largest first, at most 20
 * @param redundant one line for each index that does the other's work, largest first, at most 40
 * @param foreignKeys without an index, largest tables first, at most 20
 * @param scans what was read row by row between two samples, busiest first, at most 5
 * @param missing columns that leading statements filter by and no index begins with, at most 5
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
    Reading<List<MissingIndex>> missing,
    Reading<List<DeadRows>> deadRows,
    Reading<List<StaleStatistics>> staleStatistics,
    Reading<Sequences> sequences,
    Reading<Bloat> bloat) {

  /**
   * Several databases as one: a part is known where it is known of one of them, each list as long as all together.
   *
   * @param each not empty; the ages of databases are the first's, since they are the server's
   */
  public static Hygiene of(List<Hygiene> each) {
    return new Hygiene(
        each.stream().map(Hygiene::counting).min(Comparator.naturalOrder()).orElseThrow(),
        each.get(0).databases(),
        lists(each, Hygiene::tables),
        lists(each, Hygiene::invalid),
        lists(each, Hygiene::unused),
        lists(each, Hygiene::redundant),
        lists(each, Hygiene::foreignKeys),
        lists(each, Hygiene::scans),
        lists(each, Hygiene::missing),
        lists(each, Hygiene::deadRows),
        lists(each, Hygiene::staleStatistics),
        together(each, Hygiene::sequences, (a, b) -> new Sequences(joined(a.fullest(), b.fullest()), a.hidden() + b.hidden(),
            a.leftOut() + b.leftOut())),
        together(each, Hygiene::bloat, (a, b) -> new Bloat(joined(a.tables(), b.tables()), a.hidden() + b.hidden())));
  }

  private static <T> Reading<List<T>> lists(List<Hygiene> each, Function<Hygiene, Reading<List<T>>> part) {
    return together(each, part, Hygiene::joined);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static <T> Reading<T> together(List<Hygiene> each, Function<Hygiene, Reading<T>> part, BinaryOperator<T> join) {
    return each.stream().map(part).reduce((a, b) -> switch (a) {
      case Reading.Unavailable<T> none -> b;
      case Reading.Known<T> first -> b instanceof Reading.Known<T> second
          ? Reading.known(join.apply(first.value(), second.value()), first.from().isBefore(second.from()) ? first.from() : second.from(),
              first.to().isAfter(second.to()) ? first.to() : second.to())
          : a;
    }).orElseThrow();
  }

  /**
   * The name of a relation, column or constraint as PostgreSQL quotes it, with its schema where it has one.
   *
   * @param database where it is
   * @param pastable whether it stands there unchanged; a name with control characters is shown without them, and must not be run
   */
  public record Name(String database, String sql, boolean pastable) {}

  /**
   * Ages in transactions and multixacts.
   *
   * @param bytes 0 for a database
   * @param temporary whose it is, empty for what is no temporary table
   */
  public record Age(Name name, long transactions, long multixacts, long bytes, boolean vacuuming, Optional<Temporary> temporary) {
    public Age(Name name, long transactions, long multixacts, long bytes, boolean vacuuming) {
      this(name, transactions, multixacts, bytes, vacuuming, Optional.empty());
    }

    /** The same as a session's temporary table. */
    public Age of(Temporary session) {
      return new Age(name, transactions, multixacts, bytes, vacuuming, Optional.of(session));
    }
  }

  /**
   * The session of a temporary table; {@code pid} is 0 where it cannot be told, or is gone. {@code backendStart} in UTC, {@code login} with
   * its address; {@code connected}: how long it has been.
   */
  public record Temporary(int pid, String backendStart, String application, String login, Duration connected) {}

  /** {@code leftover}: of an index that was rebuilt concurrently, not one that anybody created. */
  public record InvalidIndex(Name name, Name table, long bytes, boolean leftover) {}

  public record UnusedIndex(Name name, Name table, boolean partitioned, long bytes) {}

  /** {@code twin}: the same columns; else the covering index begins with them. */
  public record RedundantIndex(Name name, Name table, Name coveredBy, boolean twin, boolean partitioned, long bytes) {}

  /** {@code columns} are quoted and separated by commas. */
  public record ForeignKey(Name name, Name table, Name parent, Name columns, long rows, boolean partitioned) {}

  /** {@code scans} within the window; each parallel worker counts as one. */
  public record BigTableScan(Name table, long rows, long scans, double rowsPerSecond, double rowsPerScan) {}

  /**
   * Columns of a table that a statement keeps rows by, with which no valid index of the table begins.
   *
   * @param columns quoted and separated by commas
   * @param calls of the statement within the window
   * @param pages of the table, as the planner has them
   * @param rows of the table, as the planner has them
   * @param blocksPerCall shared blocks that a call took
   * @param blocksBefore the same before the window, 0 where unknown
   * @param kept the part of the rows that a call keeps, 0 to 1; {@link #NOT_KNOWN} where neither rows returned nor statistics tell
   */
  public record MissingIndex(
      Name table, Name columns, long statementId, String statement, long calls, long pages, long rows, double blocksPerCall,
      double blocksBefore, double kept) {
    public static final double NOT_KNOWN = -1;
  }

  /**
   * A table past the point where autovacuum should have come.
   *
   * @param triggerAt dead rows from which autovacuum comes
   * @param lockedBy the pid of a session whose lock on the table keeps vacuum away, 0 where there is none
   */
  public record DeadRows(Name table, long live, long dead, long triggerAt, boolean autovacuumOff, boolean vacuuming, int lockedBy) {
    public DeadRows(Name table, long live, long dead, long triggerAt, boolean autovacuumOff, boolean vacuuming) {
      this(table, live, dead, triggerAt, autovacuumOff, vacuuming, 0);
    }
  }

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
