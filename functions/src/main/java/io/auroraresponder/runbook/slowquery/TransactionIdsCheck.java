package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;

/** How far away is transaction id wraparound? */
final class TransactionIdsCheck extends SlowQueryCheck<Double> {
  TransactionIdsCheck(SlowQueryThresholds limits) {
    super(limits, (evidence, settings) -> evidence.minutes(settings).recent(Metric.TRANSACTION_ID_AGE, 1));
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<Double> known) {
    Phrase seen = Phrase.of("oldest transaction id {} old",
        evidence.minutes(limits()).fact(Metric.TRANSACTION_ID_AGE, known.to(), known.value()));
    Phrase limit =
        Phrase.of(
            "{}, critical from {}",
            limit(evidence, "transactionIdsWarning", limits().transactionIdsWarning(), "transaction ids"),
            limit(evidence, "transactionIdsCritical", limits().transactionIdsCritical(), "transaction ids"));
    Severity severity = graded(known.value(), limits().transactionIdsWarning(), limits().transactionIdsCritical());
    return severity == Severity.OK
        ? result(severity, seen, limit, known.from())
        : result(
            severity, seen, limit, known.from(),
            new Advice(
                Phrase.of("Remove who holds back vacuum first, then freeze the tables with the oldest ids at a quiet time:"),
                Phrase.of("VACUUM (FREEZE, VERBOSE) <table>;")));
  }
}
