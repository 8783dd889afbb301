package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.Probed;
import io.auroraresponder.database.Queries;
import io.auroraresponder.database.StatementWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import io.auroraresponder.runbook.CheckResult;
import java.util.Comparator;
import java.util.List;

/** Do sorts and hashes spill to disk? */
final class TemporaryFilesCheck extends SlowQueryCheck<DatabaseRates> {
  private static final double MEGABYTE = 1_000_000;
  private static final double MEBIBYTE = 1L << 20;
  private static final double BLOCK = 8192;
  private static final int SHOWN = 2;

  TemporaryFilesCheck() {
    super(evidence -> evidence.seen(Snapshot::rates));
  }

  @Override
  public Cause cause() {
    return Cause.TEMP_SPILL;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<DatabaseRates> known) {
    DatabaseRates rates = known.value();
    Probed probed = evidence.probed();
    List<StatementDelta> spilling = spilling(evidence);
    double perSecond = rates.tempBytes() / MEGABYTE / Math.max(1, rates.window().toMillis() / 1000.0);
    double enough = SlowQueryLimit.TEMP_WRITTEN.times(evidence.atLeastOneVcpu());
    Phrase seen =
        Phrase.of("{} of temporary files in {}, {} a second", megabytes(probed, rates.tempBytes()),
            probed.number("window", rates.window().toMillis() / 1000.0, "s"),
            probed.judged("pg_stat_database temp_bytes a second", perSecond, "MB", enough))
            .and(", by ", Phrase.join("; ", spilling.stream().limit(SHOWN).map(one -> words(probed, one)).toList()));
    Phrase limit =
        Phrase.of(
            "{} a second, or statements with {} a call that take {} of the time",
            SlowQueryLimit.TEMP_WRITTEN.at(evidence.at(), evidence.atLeastOneVcpu()), SlowQueryLimit.SPILLED_PER_CALL.at(evidence.at()),
            DatabaseLimit.STATEMENT_SHARE.at(evidence.at()));
    if (perSecond < enough && !carryTheLoad(evidence, spilling)) {
      return result(Severity.OK, seen, limit, known.from());
    }
    return result(Severity.WARNING, seen, limit, known.from(), advice(evidence, spilling));
  }

  /** Those with more than a sort's memory a call, most first. */
  private static List<StatementDelta> spilling(SlowQueryEvidence evidence) {
    return evidence.seen(Snapshot::statements).orElse(List.of()).stream()
        .filter(one -> one.calls() > 0 && SlowQueryLimit.SPILLED_PER_CALL.reached(mebibytes(one) / one.calls()))
        .sorted(Comparator.comparingLong(StatementDelta::tempBlocks).reversed())
        .toList();
  }

  /** However slow the machine is: most of the time goes into statements that spill, while somebody works. */
  private static boolean carryTheLoad(SlowQueryEvidence evidence, List<StatementDelta> spilling) {
    double share = spilling.stream().mapToDouble(StatementDelta::timeShare).sum();
    boolean busy = evidence.database().profile().filter(waits -> DatabaseLimit.SESSIONS_AT_WORK.reached(waits.active())).isPresent();
    return busy && DatabaseLimit.STATEMENT_SHARE.reached(share);
  }

  private static Phrase words(Probed probed, StatementDelta one) {
    return Phrase.of(
        "{} with {} a call and {} of the time", StatementWords.of(probed, one.statement()),
        probed.judged("pg_stat_statements temp_blks_written a call", mebibytes(one) / one.calls(), "MiB", SlowQueryLimit.SPILLED_PER_CALL),
        probed.percent("pg_stat_statements share of the time", one.timeShare(), DatabaseLimit.STATEMENT_SHARE));
  }

  /** The first that is known is read in full; where none is, the worst since the counters began are. */
  private static Advice[] advice(SlowQueryEvidence evidence, List<StatementDelta> spilling) {
    Advice find =
        spilling.isEmpty() ? SpillWords.find(evidence.probed())
            : Queries.statement("Read its whole text, and EXPLAIN (ANALYZE, BUFFERS) it on a copy", spilling.getFirst().statementId(),
                evidence.at());
    return new Advice[] {find, SpillWords.lasting(evidence.probed())};
  }

  private static double mebibytes(StatementDelta one) {
    return one.tempBlocks() * BLOCK / MEBIBYTE;
  }

  static Fact megabytes(Probed probed, long bytes) {
    return probed.number("pg_stat_database temp_bytes", bytes / MEGABYTE, "MB");
  }
}
