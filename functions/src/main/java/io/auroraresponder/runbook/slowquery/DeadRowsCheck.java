package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.DeadRows;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Where does autovacuum not keep up? */
final class DeadRowsCheck extends HygieneCheck<List<DeadRows>> {
  DeadRowsCheck() {
    super(Hygiene::deadRows);
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, List<DeadRows> all) {
    Phrase limit =
        Phrase.of(
            "{} autovacuum's own limit and {}", SlowQueryLimit.DEAD_ROWS_FACTOR.at(evidence.at()),
            SlowQueryLimit.DEAD_ROWS.at(evidence.at()));
    List<DeadRows> found =
        all.stream().filter(DeadRowsCheck::behind).toList();
    if (found.isEmpty()) {
      return clear(evidence, Phrase.of("autovacuum keeps up"), limit);
    }
    Probed probed = evidence.probed();
    Phrase seen =
        listed(evidence, found, "table on which autovacuum falls behind", "tables on which autovacuum falls behind", DeadRows::table,
            one -> Phrase.of("{} ({})", probed.name("table", one.table().sql()),
            probed.count("dead rows of " + one.table().sql(), one.dead(), "dead rows"))
                .and("", one.autovacuumOff() ? Phrase.of(", autovacuum off") : Phrase.EMPTY));
    return result(evidence, Severity.INFO, seen, limit, found.stream().limit(SHOWN).map(one -> advice(probed, one)).toList());
  }

  /** So far past its own limit that autovacuum should long have come. */
  static boolean behind(DeadRows one) {
    return SlowQueryLimit.DEAD_ROWS.reached((double) one.dead()) && one.dead() >= SlowQueryLimit.DEAD_ROWS_FACTOR.value() * one.triggerAt();
  }

  private static Advice advice(Probed probed, DeadRows rows) {
    if (rows.vacuuming()) {
      return Advice.of("A vacuum is running; wait. Where its rows cannot be removed yet, see what holds back vacuum.");
    }
    return rows.autovacuumOff()
        ? command(probed, "Let autovacuum process this table again", "ALTER TABLE {#} RESET (autovacuum_enabled);", rows.table())
        : command(probed, "First end what holds back vacuum, then vacuum at a quiet time; that blocks neither readers nor "
        + "writers", "VACUUM (ANALYZE, VERBOSE) {#};",
            rows.table());
  }
}
