package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.UnusedIndex;
import io.auroraresponder.probe.Look;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/**
 * Which indexes does nobody read? Every instance counts its own scans, so that a drop is offered only where one instance is all there is.
 */
final class UnusedIndexesCheck extends HygieneCheck<List<UnusedIndex>> {
  UnusedIndexesCheck() {
    super(Hygiene::unused);
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, List<UnusedIndex> found) {
    Phrase limit = Phrase.of("read within {}", SlowQueryLimit.COUNTED_FOR.at(evidence.at()));
    if (found.isEmpty()) {
      return clear(evidence, Phrase.of("every larger index was read"), limit);
    }
    if (!SlowQueryLimit.COUNTED_FOR.reached((double) hygiene.counting().toDays())) {
      int days = SlowQueryLimit.COUNTED_FOR.count();
      return open(evidence.at(), hygiene.counting().isZero()
          ? "the start of the scan counters is unknown, so no index can be called unused"
          : "scans have been counted for " + hygiene.counting()
          .toHours() + " hours; unused indexes can be told after " + days + " days");
    }
    Probed probed = evidence.probed();
    Phrase seen =
        listed(evidence, found, "index never read on this instance", "indexes never read on this instance", UnusedIndex::name,
                one -> sized(probed, "unused index", one.name(), one.bytes()))
            .and(", ", Phrase.of("counted for {}", probed.count("time since scans are counted", hygiene.counting().toDays(), "days")));
    return result(evidence, Severity.INFO, seen, limit, found.stream().limit(SHOWN).map(one -> advice(evidence, one)).toList());
  }

  private static Advice advice(SlowQueryEvidence evidence, UnusedIndex index) {
    Probed probed = evidence.probed();
    if (!only(evidence)) {
      return command(probed, "Each instance counts for itself; run this on every instance before a drop",
          "SELECT idx_scan FROM pg_stat_all_indexes WHERE indexrelid = to_regclass('{#}');", literal(index));
    }
    return index.partitioned()
        ? Advice.of("Dropping a partitioned index locks all partitions; keep its definition and choose a quiet time.")
        : command(probed, "Keep its definition and drop it, once month-end and year-end jobs are known not to need it",
        "DROP INDEX CONCURRENTLY {#};", index.name());
  }

  /** The name as text within a literal. */
  private static Hygiene.Name literal(UnusedIndex index) {
    return new Hygiene.Name(index.name().database(), index.name().sql().replace("'", "''"), index.name().pastable()
        && index.name().sql().indexOf('\\') < 0);
  }

  private static boolean only(SlowQueryEvidence evidence) {
    boolean alone = evidence.cluster().map(ClusterState::members).map(members -> members.size() == 1).orElse(false);
    return alone && evidence.look() instanceof Look.Seen seen && !seen.snapshot().onReader();
  }
}
