package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;

/** Do many transactions fail? Drivers that end reading transactions with ROLLBACK look the same. */
final class RollbacksCheck extends SlowQueryCheck<DatabaseRates> {
  RollbacksCheck() {
    super(evidence -> evidence.seen(Snapshot::rates));
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<DatabaseRates> known) {
    DatabaseRates rates = known.value();
    Probed probed = evidence.probed();
    double all = rates.commitsPerSecond() + rates.rollbacksPerSecond();
    double share = all <= 0 ? 0 : rates.rollbacksPerSecond() / all;
    double count = rates.rollbacksPerSecond() * rates.window().toMillis() / 1000.0;
    Phrase seen =
        Phrase.of(
            "{} of the transactions rolled back, {}",
            probed.percent("pg_stat_database rollbacks", share, DatabaseLimit.ROLLBACK_SHARE),
            probed.number("pg_stat_database xact_rollback", rates.rollbacksPerSecond(), "a second"));
    Phrase limit =
        Phrase.of(
            "{} and {}", DatabaseLimit.ROLLBACK_SHARE.at(evidence.at()),
            SlowQueryLimit.ROLLBACKS.at(evidence.at()));
    boolean bad = DatabaseLimit.ROLLBACK_SHARE.reached(share) && SlowQueryLimit.ROLLBACKS.reached(count);
    return bad
        ? result(Severity.WARNING, seen, limit, known.from(),
        Calls.log("Read the errors in the server's log; time-outs and deadlocks return as retries", evidence.member(),
            evidence.incident().region(), "ERROR", evidence.at()))
        : result(Severity.OK, seen, limit, known.from());
  }
}
