package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.Name;
import io.auroraresponder.probe.Hygiene.RedundantIndex;
import io.auroraresponder.runbook.CheckResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which indexes does another one make needless? Both cost every write. */
final class RedundantIndexesCheck extends HygieneCheck<List<RedundantIndex>> {
  RedundantIndexesCheck() {
    super(Hygiene::redundant);
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, List<RedundantIndex> found) {
    Phrase limit = Phrase.of("none");
    List<RedundantIndex> each = each(found);
    if (each.isEmpty()) {
      return clear(evidence, Phrase.of("no index is redundant"), limit);
    }
    Probed probed = evidence.probed();
    Phrase seen =
        listed(evidence, each, "redundant index", "redundant indexes", RedundantIndex::name,
            one -> sized(probed, "redundant index", one.name(), one.bytes())
                .and(one.twin() ? " duplicates " : " is a prefix of ", named(probed, "covering index", one.coveredBy())));
    return result(evidence, Severity.INFO, seen, limit, each.stream().limit(SHOWN).map(one -> advice(probed, one)).toList());
  }

  /** One line an index, covered by one that itself stays where there is such a one. */
  private static List<RedundantIndex> each(List<RedundantIndex> found) {
    Set<Name> going = found.stream().map(RedundantIndex::name).collect(Collectors.toSet());
    Map<Name, RedundantIndex> each = new LinkedHashMap<>();
    for (RedundantIndex one : found) {
      each.merge(one.name(), one, (first, next) -> going.contains(first.coveredBy()) && !going.contains(next.coveredBy()) ? next : first);
    }
    return List.copyOf(each.values());
  }

  private static Advice advice(Probed probed, RedundantIndex index) {
    if (index.partitioned()) {
      return Advice.of("Dropping a partitioned index locks all partitions; choose a quiet time.");
    }
    String text = index.twin() ? "At a quiet time drop the duplicate"
        : "At a quiet time drop the redundant index, unless it is much smaller than the other and read far more often";
    return command(probed, text, "DROP INDEX CONCURRENTLY {#};", index.name());
  }
}
