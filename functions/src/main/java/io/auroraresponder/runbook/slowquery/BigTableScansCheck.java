package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.BigTableScan;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Which large tables are read from end to end right now? */
final class BigTableScansCheck extends HygieneCheck<List<BigTableScan>> {
  BigTableScansCheck() {
    super(Hygiene::scans);
  }

  @Override
  public Cause cause() {
    return Cause.MISSING_INDEX;
  }

  @Override
  public Weight weight() {
    return Weight.BESIDE;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, List<BigTableScan> scans) {
    double enough = SlowQueryLimit.SCAN_ROWS.times(evidence.atLeastOneVcpu());
    Phrase limit =
        Phrase.of(
            "{} a second, {} a scan",
            SlowQueryLimit.SCAN_ROWS.at(evidence.at(), evidence.atLeastOneVcpu()),
            SlowQueryLimit.SCAN_SIZE.at(evidence.at()));
    List<BigTableScan> found =
        scans.stream()
            .filter(one -> one.rowsPerSecond() >= enough && SlowQueryLimit.SCAN_SIZE.reached(one.rowsPerScan()))
            .toList();
    if (found.isEmpty()) {
      return clear(evidence, Phrase.of("no large table is often read from end to end"), limit);
    }
    Phrase seen = listed(evidence, found, "large table read from end to end", "large tables read from end to end", BigTableScan::table,
        one ->
        words(evidence.probed(), one, enough));
    Advice advice =
        Advice.of("EXPLAIN the statements on it. Where a scan keeps few of its rows, create an index on the filtered columns, "
        + "concurrently. Reports and backups scan tables too.");
    return result(evidence, Severity.WARNING, seen, limit, List.of(advice), found.getFirst().table());
  }

  private static Phrase words(Probed probed, BigTableScan scan, double enough) {
    String table = scan.table().sql();
    return Phrase.of(
        "{} ({} a second, {} a scan)", probed.name("scanned table", table),
        probed.judged("rows of " + table + " read without an index", scan.rowsPerSecond(), "rows", enough),
        probed.judged("rows of " + table + " a scan", scan.rowsPerScan(), "rows", SlowQueryLimit.SCAN_SIZE));
  }
}
