package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.ForeignKey;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Does a delete from a parent read a large child table whole, because no index leads with the foreign key? */
final class UnindexedForeignKeysCheck extends HygieneCheck<List<ForeignKey>> {
  UnindexedForeignKeysCheck() {
    super(Hygiene::foreignKeys);
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, List<ForeignKey> found) {
    Phrase limit = Phrase.of("an index for each on larger tables");
    if (found.isEmpty()) {
      return clear(evidence, Phrase.of("foreign keys of larger tables have their index"), limit);
    }
    Probed probed = evidence.probed();
    Phrase seen =
        listed(evidence, found, "foreign key without an index", "foreign keys without an index", ForeignKey::table,
            one -> Phrase.of(
                "{} ({}) to {}", probed.name("child table", one.table().sql()), probed.name("columns", one.columns().sql()),
                probed.name("parent table", one.parent().sql())));
    return result(evidence, Severity.INFO, seen, limit, found.stream().limit(SHOWN).map(one -> advice(probed, one)).toList());
  }

  private static Advice advice(Probed probed, ForeignKey key) {
    if (key.partitioned()) {
      return Advice.of("Create the index on each partition concurrently, then on the parent, if rows of the parent are deleted or "
          + "their keys change.");
    }
    String text = "At a quiet time create the index, if rows of the parent are deleted or their keys change";
    return key.table().pastable() && key.columns().pastable()
        ? new Advice(
            Phrase.of(text + ":"),
            Phrase.of("CREATE INDEX CONCURRENTLY ON {#} ({#});", probed.name("child table", key.table().sql()),
            probed.name("columns", key.columns().sql())),
            key.table().database())
        : Advice.of(text + ", by hand: a name holds control characters.");
  }
}
