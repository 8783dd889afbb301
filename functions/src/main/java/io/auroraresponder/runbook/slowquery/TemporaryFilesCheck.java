package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.runbook.CheckResult;

/** Do sorts and hashes spill to disk? */
final class TemporaryFilesCheck extends SlowQueryCheck<DatabaseRates> {
  private static final double MEGABYTE = 1_000_000;

  TemporaryFilesCheck(SlowQueryThresholds limits) {
    super(limits, (evidence, unused) -> evidence.seen(Snapshot::rates));
  }

  @Override
  public Cause cause() {
    return Cause.TEMP_SPILL;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<DatabaseRates> known) {
    DatabaseRates rates = known.value();
    Probed probed = evidence.probed();
    Phrase seen = Phrase.of("{} of temporary files in {}", megabytes(probed, rates.tempBytes()),
        probed.number("window", rates.window().toMillis() / 1000.0, "s"));
    Phrase limit =
        Phrase.of(
            "{}, critical from {}",
            limit(evidence, "tempWarning", limits().tempWarning() / MEGABYTE, "MB"),
            limit(evidence, "tempCritical", limits().tempCritical() / MEGABYTE, "MB"));
    Severity severity = graded(rates.tempBytes(), limits().tempWarning(), limits().tempCritical());
    return severity == Severity.OK
        ? result(severity, seen, limit, known.from())
        : result(severity, seen, limit, known.from(), Advice.of(
        "Find the statement that sorts or hashes; give it an index for its order, or more work_mem for its role alone."));
  }

  private static Fact megabytes(Probed probed, long bytes) {
    return probed.number("pg_stat_database temp_bytes", bytes / MEGABYTE, "MB");
  }
}
