package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.runbook.CheckResult;

/** Does the cache hold what is asked for? A read that it does not hold comes over the network from storage. */
final class CacheHitsCheck extends SlowQueryCheck<Double> {
  CacheHitsCheck(SlowQueryThresholds limits) {
    super(limits, (evidence, unused) -> evidence.seen(Snapshot::rates).flatMap(DatabaseRates::hitRatio));
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<Double> known) {
    Probed probed = evidence.probed();
    double reads = evidence.seen(Snapshot::rates).map(DatabaseRates::blocksReadPerSecond).orElse(0.0);
    Phrase seen =
        Phrase.of(
            "{} of the blocks found in the cache, {} a second read",
            probed.number("pg_stat_database hit ratio", known.value() * 100, "%"),
            probed.number("pg_stat_database blks_read", reads, "blocks"));
    Phrase limit =
        Phrase.of(
            "{} with {} a second read",
            limit(evidence, "hitRatio", limits().hitRatio() * 100, "%"),
            limit(evidence, "blocksReadPerSecond", limits().blocksReadPerSecond(), "blocks"));
    boolean bad = known.value() < limits().hitRatio() && reads >= limits().blocksReadPerSecond();
    return bad
        ? result(Severity.WARNING, seen, limit, known.from(),
        Advice.of("Look for scans among the statements that lead; after a restart or scale-down the cache is cold for some minutes."))
        : result(Severity.OK, seen, limit, known.from());
  }
}
