package io.auroraresponder.postgres;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.Age;
import io.auroraresponder.probe.Hygiene.BigTableScan;
import io.auroraresponder.probe.Hygiene.Bloat;
import io.auroraresponder.probe.Hygiene.DeadRows;
import io.auroraresponder.probe.Hygiene.ForeignKey;
import io.auroraresponder.probe.Hygiene.InvalidIndex;
import io.auroraresponder.probe.Hygiene.MissingIndex;
import io.auroraresponder.probe.Hygiene.RedundantIndex;
import io.auroraresponder.probe.Hygiene.Sequences;
import io.auroraresponder.probe.Hygiene.StaleStatistics;
import io.auroraresponder.probe.Hygiene.UnusedIndex;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What is never urgent, read after all that is, the cheap before the dear.
 *
 * <p>A database that is too slow for one of these statements is spared the rest.
 */
final class HygieneLook {
  private static final SqlFile COUNTING = SqlFile.named("counting");
  private static final SqlFile DATABASES = SqlFile.named("database_ages");
  private static final SqlFile TABLES = SqlFile.named("table_ages");
  private static final SqlFile INVALID = SqlFile.named("invalid_indexes");
  private static final SqlFile UNUSED = SqlFile.named("unused_indexes");
  private static final SqlFile REDUNDANT = SqlFile.named("redundant_indexes");
  private static final SqlFile FOREIGN_KEYS = SqlFile.named("unindexed_foreign_keys");
  private static final SqlFile DEAD_ROWS = SqlFile.named("dead_rows");
  private static final SqlFile STALE = SqlFile.named("stale_statistics");

  private final Session session;
  private final ProbeSettings settings;
  private final LongSupplier nanos;
  private boolean tooSlow;

  HygieneLook(Session session, ProbeSettings settings, LongSupplier nanos) {
    this.session = session;
    this.settings = settings;
    this.nanos = nanos;
  }

  /**
   * Missing as a whole where there is no time to begin, or where not even the first and cheapest statement can be read.
   *
   * @param statements of all databases, those with most execution time first
   */
  Hygiene take(List<StatementDelta> statements) throws PartMissing {
    Duration counting = session.onlyRow(COUNTING, row -> row.seconds("counting_s"));
    Reading<List<Age>> databases = part(() -> session.rows(DATABASES, HygieneRows::age));
    Reading<List<InvalidIndex>> invalid = part(() -> session.rows(INVALID, HygieneRows::invalid));
    Reading<TableScanSample> scansBefore = part(() -> TableScanSample.take(session));
    long firstScans = nanos.getAsLong();
    Reading<List<MissingIndex>> missing = part(() -> MissingIndexLook.take(session, statements));
    Reading<List<DeadRows>> dead = part(() -> session.rows(DEAD_ROWS, HygieneRows::deadRows));
    Reading<List<StaleStatistics>> stale = part(() -> session.rows(STALE, HygieneRows::stale));
    Reading<List<UnusedIndex>> unused = part(() -> session.rows(UNUSED, HygieneRows::unused));
    Reading<List<ForeignKey>> foreignKeys = part(() -> session.rows(FOREIGN_KEYS, HygieneRows::foreignKey));
    Reading<List<Age>> tables = part(() -> session.rows(TABLES, HygieneRows::tableAge));
    Reading<List<RedundantIndex>> redundant = part(() -> session.rows(REDUNDANT, HygieneRows::redundant));
    Reading<Sequences> sequences = part(() -> SequencesLook.take(session));
    Reading<Bloat> bloat = part(() -> BloatLook.take(session));
    Reading<List<BigTableScan>> scans = scans(scansBefore, firstScans);
    return new Hygiene(counting, databases, tables, invalid, unused, redundant, foreignKeys, scans, missing, dead, stale, sequences, bloat);
  }

  private Reading<List<BigTableScan>> scans(Reading<TableScanSample> first, long firstAt) {
    if (!(first instanceof Reading.Known<TableScanSample> before)) {
      return first.flatMap(none -> Reading.unavailable("There is no first sample."));
    }
    Reading<List<BigTableScan>> scans = part(() -> {
      session.pause(settings.counterWindow().minusNanos(nanos.getAsLong() - firstAt));
      return before.value().until(TableScanSample.take(session));
    });
    return scans instanceof Reading.Known<List<BigTableScan>> known && before.from().isBefore(known.to())
        ? Reading.known(known.value(), before.from(), known.to())
        : scans;
  }

  private <T> Reading<T> part(Session.Part<T> part) {
    return session.reading(() -> {
      if (tooSlow) {
        throw new PartMissing("Not read, because a part before took longer than it may: the database is spared the rest.");
      }
      try {
        return part.read();
      } catch (PartMissing missing) {
        tooSlow = missing.sqlState().equals(SqlStates.CANCELED);
        throw missing;
      }
    });
  }
}
