package io.auroraresponder.runbook.capacity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import io.auroraresponder.runbook.WaitProfile.StatementLoad;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One statement over many sessions costs several times what it used to. */
final class PlanRegressionRule implements CauseRule {
  @Override
  public Cause cause() {
    return Cause.PLAN_REGRESSION;
  }

  @Override
  public Optional<Suspicion> suspect(CapacityPicture picture) {
    if (!picture.pressed() || picture.profile().isEmpty() || picture.profile().get().statements().isEmpty()) {
      return Optional.empty();
    }
    CapacityThresholds limits = picture.thresholds();
    StatementLoad top = picture.profile().get().statements().getFirst();
    if (top.share() < limits.regressionShare() || top.sessions() < limits.regressionSessions()) {
      return Optional.empty();
    }
    return StatementTrend.of(picture, top).filter(StatementTrend::regressed).map(trend -> regression(picture, top, trend));
  }

  private static Suspicion regression(CapacityPicture picture, StatementLoad top, StatementTrend trend) {
    Phrase says =
        Phrase.of(picture.name() + " runs one statement {} times as slow as before (",
        picture.probed("mean time over its baseline", trend.mean(), ""))
            .and("", before(picture, trend.statement()))
            .and(
                "",
                Phrase.of(
                    "): {} of the active load over {} sessions.",
                    picture.percent("share of the active load", top.share()),
                    picture.probedCount("sessions with that statement", top.sessions(), "")));
    Phrase which = Phrase.of(
        "Its plan has changed: statement {}. Refresh statistics first, then EXPLAIN it and look for a lost or missing index:",
        picture.probedWord("query id", Long.toString(top.statementId())));
    return Suspicion.told(
        Cause.PLAN_REGRESSION, Severity.CRITICAL, says, "That statement, and all that share the CPU with it, are slow.",
        new Advice(which, Phrase.of("ANALYZE (VERBOSE) <table of the statement>;")));
  }

  private static Phrase before(CapacityPicture picture, StatementDelta statement) {
    return picture
        .healthy(statement)
        .map(
            then -> {
              String source = "healthy look of " + then.member() + " pg_stat_statements mean";
              return Phrase.of(
                  "mean {} when it was last healthy, {}", Fact.of(source, then.at(), then.meanMillis(), "ms"),
                  Fact.word(source, then.at(), then.at().truncatedTo(ChronoUnit.MINUTES).toString()));
            })
        .orElseGet(() -> Phrase.of("mean {}", picture.probed("pg_stat_statements mean before", statement.baselineMeanMillis(), "ms")));
  }
}
