package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.PlanRegression;
import io.auroraresponder.database.Probed;
import io.auroraresponder.database.Queries;
import io.auroraresponder.database.StatementTrend;
import io.auroraresponder.database.StatementWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Which statements took the execution time within the probe's window, and has one of them become slow? */
final class TopStatementsCheck extends SlowQueryCheck<List<StatementDelta>> {
  private static final int SHOWN = 5;

  TopStatementsCheck() {
    super(evidence -> evidence.seen(Snapshot::statements));
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<List<StatementDelta>> known) {
    Phrase limit =
        Phrase.of(
            "{} of the time while {} are active, a mean of {} at {} a second, {} times its own past",
            DatabaseLimit.STATEMENT_SHARE.at(evidence.at()),
            DatabaseLimit.SESSIONS_AT_WORK.at(evidence.at()),
            SlowQueryLimit.SLOW_MEAN.at(evidence.at()),
            SlowQueryLimit.SLOW_CALLS.at(evidence.at()),
            DatabaseLimit.REGRESSION_FACTOR.at(evidence.at()));
    List<Finding> findings =
        known.value().stream()
            .filter(one -> remarkable(evidence, one))
            .limit(SHOWN)
            .map(one -> finding(Severity.WARNING, words(evidence.probed(), one), limit, known.from(),
            advice(evidence, one).toArray(Advice[]::new)).within(one.database()))
            .toList();
    if (!findings.isEmpty()) {
      boolean slower = known.value().stream().anyMatch(one -> regressed(evidence, one));
      return new CheckResult.Found(id(), findings, slower ? Cause.PLAN_REGRESSION : Cause.NONE);
    }
    Phrase seen =
        known.value().isEmpty()
            ? Phrase.of("no statement ended within the window")
            : Phrase.of("first is ").and("", words(evidence.probed(), known.value().getFirst()));
    return result(Severity.OK, seen, limit, known.from());
  }

  private boolean remarkable(SlowQueryEvidence evidence, StatementDelta one) {
    // In an idle database some statement always has most of the time.
    boolean busy = evidence.database().profile().filter(waits -> DatabaseLimit.SESSIONS_AT_WORK.reached(waits.active())).isPresent();
    return regressed(evidence, one) || slowAndOften(evidence, one) || (busy && DatabaseLimit.STATEMENT_SHARE.reached(one.timeShare()));
  }

  private boolean slowAndOften(SlowQueryEvidence evidence, StatementDelta one) {
    double seconds = evidence.seen(Snapshot::rates).map(rates -> rates.window().toMillis() / 1000.0).orElse(0.0);
    return seconds > 0 && SlowQueryLimit.SLOW_MEAN.reached(one.meanMillis() / 1000)
        && SlowQueryLimit.SLOW_CALLS.reached(one.calls() / seconds);
  }

  private static boolean regressed(SlowQueryEvidence evidence, StatementDelta one) {
    return StatementTrend.of(evidence.database(), one).filter(StatementTrend::regressed).isPresent();
  }

  static Phrase words(Probed probed, StatementDelta one) {
    Phrase share = Phrase.of("{} of the execution time",
        probed.percent("pg_stat_statements share of the time", one.timeShare(), DatabaseLimit.STATEMENT_SHARE));
    Phrase calls =
        one.calls() == 0
            ? Phrase.of("no call ended")
            : Phrase.of(
                "{}, mean {}", probed.count("pg_stat_statements calls in the window", one.calls(), "calls"),
                probed.number("pg_stat_statements mean", one.meanMillis(), "ms"));
    Phrase past =
        one.baselineCalls() == 0 ? Phrase.EMPTY : Phrase.of("{} before",
        probed.number("pg_stat_statements mean before", one.baselineMeanMillis(), "ms"));
    return share.and(", ", calls).and(", ", past).and(": ", StatementWords.of(probed, one.statement()));
  }

  private List<Advice> advice(SlowQueryEvidence evidence, StatementDelta one) {
    return regressed(evidence, one) ? PlanRegression.advice(evidence.database(), one)
        : List.of(Queries.statement(
        "Read its whole text, EXPLAIN (ANALYZE, BUFFERS) it with real parameters on a copy, and look for a scan "
            + "that an index would replace", one.statementId(), evidence.at()));
  }
}
