package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.InvalidIndex;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Did failed builds leave indexes behind that cost writes and serve no reader? */
final class InvalidIndexesCheck extends HygieneCheck<List<InvalidIndex>> {
  InvalidIndexesCheck() {
    super(Hygiene::invalid);
  }

  @Override
  public Weight weight() {
    return Weight.LATER;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, List<InvalidIndex> found) {
    Phrase limit = Phrase.of("none");
    if (found.isEmpty()) {
      return clear(evidence, Phrase.of("no index is invalid"), limit);
    }
    Probed probed = evidence.probed();
    Phrase seen = listed(evidence, found, "invalid index", "invalid indexes", InvalidIndex::name, one ->
        sized(probed, "invalid index", one.name(), one.bytes()));
    return result(evidence, Severity.WARNING, seen, limit, found.stream().limit(SHOWN).map(one -> advice(probed, one)).toList());
  }

  private static Advice advice(Probed probed, InvalidIndex index) {
    String text = index.leftover() ? "At a quiet time drop the leftover of a concurrent rebuild"
        : "At a quiet time drop the index that failed to build, then build it again concurrently";
    return command(probed, text, "DROP INDEX CONCURRENTLY {#};", index.name());
  }
}
