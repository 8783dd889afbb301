package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.util.List;
import java.util.Optional;

/** One statement that takes most of the execution time costs several times what it used to. */
final class PlanRegressionRule implements CauseRule {
  @Override
  public Optional<Suspicion> suspect(SlowQueryEvidence evidence, SlowQueryThresholds limits) {
    return evidence.seen(Snapshot::statements).orElse(List.of()).stream()
        .filter(one -> one.timeShare() >= limits.statementShare())
        .filter(one -> TopStatementsCheck.regressed(limits, one))
        .findFirst()
        .map(one -> told(evidence, one));
  }

  private static Suspicion told(SlowQueryEvidence evidence, StatementDelta one) {
    Probed probed = evidence.probed();
    Fact factor = probed.number("mean time over its past", one.meanMillis() / one.baselineMeanMillis(), "");
    Phrase says =
        Phrase.of(
            evidence.name() + " runs one statement {} times as slow as before: mean {}, {} before, {} of the execution time.",
            factor,
            probed.number("pg_stat_statements mean", one.meanMillis(), "ms"),
            probed.number("pg_stat_statements mean before", one.baselineMeanMillis(), "ms"),
            probed.percent("pg_stat_statements share of the time", one.timeShare()));
    Advice refresh =
        new Advice(
            Phrase.of(
                "Its plan has likely changed (query id {}). Refresh the statistics, then EXPLAIN it and look for a lost or missing index:",
                probed.word("query id", Long.toString(one.statementId()))),
            Phrase.of("ANALYZE (VERBOSE) <table of the statement>;"));
    return new Suspicion(Cause.PLAN_REGRESSION, Severity.CRITICAL, says, "That statement, and all that share the CPU with it, are slow.",
        List.of(refresh));
  }
}
