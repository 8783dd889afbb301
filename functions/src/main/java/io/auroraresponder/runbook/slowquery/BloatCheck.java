package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.Bloat;
import io.auroraresponder.probe.Hygiene.BloatedTable;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Which large tables seem to hold much room that no row uses? A guess, and said to be one. */
final class BloatCheck extends HygieneCheck<Bloat> {
  private static final long GIBIBYTE = 1L << 30;

  BloatCheck() {
    super(Hygiene::bloat);
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, Bloat bloat) {
    Probed probed = evidence.probed();
    Phrase limit =
        Phrase.of(
            "{} of {} or more", SlowQueryLimit.BLOAT_SHARE.at(evidence.at()),
            SlowQueryLimit.BLOAT_BYTES.at(evidence.at()));
    List<BloatedTable> found =
        bloat.tables().stream().filter(one -> SlowQueryLimit.BLOAT_SHARE.reached(one.unused())
        && SlowQueryLimit.BLOAT_BYTES.reached((double) one.bytes() / GIBIBYTE)).toList();
    Phrase hidden =
        bloat.hidden() == 0
            ? Phrase.EMPTY
            : Phrase.of("{} may not be judged by the login (grant SELECT on them)",
            probed.count("large tables not readable", bloat.hidden(), "large tables"));
    if (!found.isEmpty()) {
      Phrase seen = listed(evidence, found, "table that appears bloated", "tables that appear bloated", BloatedTable::table, one ->
          words(probed, one))
          .and("; ", hidden);
      Advice advice = Advice.of(
          "Measure it with pgstattuple_approx at a quiet time. pg_repack frees the space without a long lock; VACUUM FULL locks the "
          + "table.");
      return result(evidence, Severity.INFO, seen, limit, List.of(advice), found.getFirst().table());
    }
    return hidden.isEmpty() ? clear(evidence, Phrase.of("no large table appears bloated"), limit) : CheckResult.open(id(), hidden);
  }

  private static Phrase words(Probed probed, BloatedTable table) {
    return Phrase.of("about {} of ", probed.percent("unused part of " + table.table().sql() + ", guessed", table.unused(),
        SlowQueryLimit.BLOAT_SHARE))
        .and("", sized(probed, "table", table.table(), table.bytes()));
  }
}
