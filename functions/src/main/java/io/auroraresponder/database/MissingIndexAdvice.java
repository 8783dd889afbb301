package io.auroraresponder.database;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.MissingIndex;
import io.auroraresponder.probe.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * The index that a statement misses. It is advised only where all of it is proved: a call reads as much as the table has, no index begins
 * with a column of its filter, and the filter keeps few rows, by what it returns, by the planner's statistics or by what a call took
 * before.
 */
public final class MissingIndexAdvice {
  private MissingIndexAdvice() {}

  /** Whether a call reads the table from end to end. */
  public static boolean scans(MissingIndex one) {
    return one.pages() > 0 && one.blocksPerCall() >= DatabaseLimit.SCANNED_PART.value() * one.pages();
  }

  /** Whether so few of its rows are wanted that an index would do. */
  public static boolean keepsFew(MissingIndex one) {
    double few = DatabaseLimit.KEPT_PART.value();
    boolean kept = one.kept() != MissingIndex.NOT_KNOWN && one.kept() <= few;
    return kept || (one.blocksBefore() > 0 && one.blocksBefore() <= few * one.blocksPerCall());
  }

  /** Whether it is known that most of what is read is wanted: then nothing is missing. */
  public static boolean keepsMuch(MissingIndex one) {
    return !keepsFew(one) && one.kept() != MissingIndex.NOT_KNOWN;
  }

  /** The index that the statement misses, where this look proved it. */
  static Optional<Advice> of(DatabaseLook look, long statementId) {
    List<MissingIndex> missing = look.part(Snapshot::hygiene).flatMap(Hygiene::missing).orElse(List.of());
    return missing.stream()
        .filter(one -> one.statementId() == statementId && scans(one) && keepsFew(one))
        .findFirst()
        .map(one -> of(look.probed(), one));
  }

  /** How to get the index, or how to find out whether it is missing. */
  public static Advice of(Probed probed, MissingIndex one) {
    boolean pastable = one.table().pastable() && one.columns().pastable();
    if (!pastable) {
      return Advice.of("Create the index that it misses by hand: a name holds control characters.");
    }
    if (keepsFew(one)) {
      return new Advice(
          Phrase.of("Create the index that it misses. Reads and writes go on; a build that fails leaves an invalid index to be dropped:"),
          Phrase.of("CREATE INDEX CONCURRENTLY ON {#} ({#});", table(probed, one), columns(probed, one)), one.table().database());
    }
    return one.table().sql().contains("'")
        ? Advice.of("EXPLAIN it, and create an index on its filter where that keeps few rows.")
        : new Advice(
            Phrase.of("How many rows it keeps is not known (GRANT SELECT on the table lets the responder see). Where a value of {} has "
            + "few, "
                + "create an index on it, concurrently:", columns(probed, one)),
            Phrase.of("SELECT attname, n_distinct, most_common_freqs[1] FROM pg_stats WHERE format('%I.%I', schemaname, tablename) = "
            + "'{#}';",
                table(probed, one)), one.table().database());
  }

  private static Fact table(Probed probed, MissingIndex one) {
    return probed.name("table", one.table().sql());
  }

  private static Fact columns(Probed probed, MissingIndex one) {
    return probed.name("columns that no index begins with", one.columns().sql());
  }
}
