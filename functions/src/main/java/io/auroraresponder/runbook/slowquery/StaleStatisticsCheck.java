package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.StaleStatistics;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Of which tables does the planner believe what is long untrue? */
final class StaleStatisticsCheck extends HygieneCheck<List<StaleStatistics>> {
  StaleStatisticsCheck() {
    super(Hygiene::staleStatistics);
  }

  @Override
  public Cause cause() {
    return Cause.STALE_STATISTICS;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, List<StaleStatistics> all) {
    Phrase limit = Phrase.of("{} autovacuum's own limit of changes", SlowQueryLimit.STALE_FACTOR.at(evidence.at()));
    List<StaleStatistics> found = all.stream().filter(one -> one.never()
        || one.changed() >= SlowQueryLimit.STALE_FACTOR.value() * one.triggerAt())
        .toList();
    if (found.isEmpty()) {
      return clear(evidence, Phrase.of("the planner's statistics are up to date"), limit);
    }
    Probed probed = evidence.probed();
    Phrase seen = listed(evidence, found, "table with stale statistics", "tables with stale statistics", StaleStatistics::table, one ->
        words(probed, one));
    List<Advice> advice =
        found.stream()
            .limit(SHOWN)
            .map(one -> command(probed, "Refresh the planner's statistics",
            "ANALYZE (VERBOSE) {#};", one.table()))
            .toList();
    return result(evidence, Severity.INFO, seen, limit, advice);
  }

  private static Phrase words(Probed probed, StaleStatistics table) {
    String name = table.table().sql();
    Phrase what =
        table.never()
            ? Phrase.of("never analyzed")
            : Phrase.of("{#} of {} changed", probed.count("rows of " + name + " changed since ANALYZE", table.changed(), "rows"),
                probed.count("rows of " + name + " that the planner believes in", table.plannerRows(), "rows"));
    return Phrase.of("{} (", probed.name("table", name)).and("", what).and("", Phrase.of(")"));
  }
}
