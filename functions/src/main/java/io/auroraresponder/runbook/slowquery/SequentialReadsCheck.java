package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.database.Queries;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.runbook.CheckResult;

/** Are tables read from end to end where an index would do? */
final class SequentialReadsCheck extends SlowQueryCheck<DatabaseRates> {
  SequentialReadsCheck() {
    super(evidence -> evidence.seen(Snapshot::rates));
  }

  @Override
  public Cause cause() {
    return Cause.MISSING_INDEX;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<DatabaseRates> known) {
    DatabaseRates rates = known.value();
    Probed probed = evidence.probed();
    double much = SlowQueryLimit.ROWS_READ.times(evidence.atLeastOneVcpu());
    boolean scanning =
        rates.rowsReturnedPerSecond() >= much
            && rates.rowsReturnedPerSecond() >= SlowQueryLimit.ROWS_READ_PER_FOUND.value() * rates.rowsFetchedPerSecond();
    Phrase seen =
        Phrase.of(
            "{} per second read, {} per second found by index",
            probed.judged("pg_stat_database tup_returned", rates.rowsReturnedPerSecond(), "rows", much),
            probed.number("pg_stat_database tup_fetched", rates.rowsFetchedPerSecond(), "rows"));
    Phrase limit =
        Phrase.of(
            "{} a second and {} for one by index",
            SlowQueryLimit.ROWS_READ.at(evidence.at(), evidence.atLeastOneVcpu()),
            SlowQueryLimit.ROWS_READ_PER_FOUND.at(evidence.at()));
    return scanning
        ? result(Severity.WARNING, seen, limit, known.from(),
        Queries.statementsBy("EXPLAIN the statements that read most rows' blocks; a sequential scan that keeps few of its rows needs an "
            + "index", "shared_blks_hit + shared_blks_read", evidence.at()))
        : result(Severity.OK, seen, limit, known.from());
  }
}
