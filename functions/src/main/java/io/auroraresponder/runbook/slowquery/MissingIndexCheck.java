package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.MissingIndexAdvice;
import io.auroraresponder.database.Probed;
import io.auroraresponder.database.StatementWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.MissingIndex;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Which leading statement reads a whole table, although no index begins with what it filters by? */
final class MissingIndexCheck extends HygieneCheck<List<MissingIndex>> {
  MissingIndexCheck() {
    super(Hygiene::missing);
  }

  @Override
  public Cause cause() {
    return Cause.MISSING_INDEX;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, List<MissingIndex> all) {
    Phrase limit =
        Phrase.of(
            "{} of the table a call, {} a second, {} of the rows kept",
            DatabaseLimit.SCANNED_PART.at(evidence.at()),
            SlowQueryLimit.SCAN_ROWS.at(evidence.at(), evidence.atLeastOneVcpu()),
            DatabaseLimit.KEPT_PART.at(evidence.at()));
    List<MissingIndex> found =
        all.stream().filter(one -> MissingIndexAdvice.scans(one) && !MissingIndexAdvice.keepsMuch(one) && often(evidence, one)).toList();
    if (found.isEmpty()) {
      return clear(evidence, Phrase.of("no leading statement misses an index"), limit);
    }
    Phrase seen =
        listed(evidence, found, "statement that misses an index", "statements that miss an index", MissingIndex::table, one ->
        words(evidence.probed(), one));
    return result(evidence, Severity.WARNING, seen, limit,
        found.stream().limit(SHOWN).map(one -> MissingIndexAdvice.of(evidence.probed(), one)).toList());
  }

  private static boolean often(SlowQueryEvidence evidence, MissingIndex one) {
    double seconds = evidence.seen(Snapshot::rates).map(rates -> rates.window().toMillis() / 1000.0).orElse(0.0);
    return seconds > 0 && one.calls() * one.rows() / seconds >= SlowQueryLimit.SCAN_ROWS.times(evidence.atLeastOneVcpu());
  }

  private static Phrase words(Probed probed, MissingIndex one) {
    String table = one.table().sql();
    Phrase reads =
        Phrase.of(
            "each call reads the {} of {} to filter by {}, with which no index begins",
            probed.count("rows of " + table, one.rows(), "rows"), probed.name("table", table),
            probed.name("columns that no index begins with", one.columns().sql()));
    Phrase kept = one.kept() == MissingIndex.NOT_KNOWN ? Phrase.EMPTY
        : Phrase.of("it keeps {} of them", probed.number("rows kept a call", one.kept() * one.rows(), ""));
    Phrase before = one.kept() != MissingIndex.NOT_KNOWN || !MissingIndexAdvice.keepsFew(one) ? Phrase.EMPTY
        : Phrase.of("{} a call now, {} before", probed.number("blocks a call of " + one.statementId(), one.blocksPerCall(), "blocks"),
            probed.number("blocks a call before of " + one.statementId(), one.blocksBefore(), ""));
    return reads.and(", ", kept).and(", ", before).and(": ", StatementWords.of(probed, one.statement()));
  }
}
