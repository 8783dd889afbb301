package io.auroraresponder.database;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import java.util.List;

/** Does the cache hold what is asked for, now? A read that it does not hold comes over the network from storage. */
public final class CacheHitsCheck extends DatabaseCheck<Double> {
  public CacheHitsCheck() {
    super(look -> look.part(Snapshot::rates).flatMap(DatabaseRates::hitRatio));
  }

  @Override
  public Cause cause(DatabaseLook look) {
    return Cause.COMMIT_OR_STORAGE_BOUND;
  }

  @Override
  List<Finding> judge(DatabaseLook look, Reading.Known<Double> known) {
    double much = DatabaseLimit.BLOCKS_READ.times(look.atLeastOneVcpu());
    double reads = look.part(Snapshot::rates).map(DatabaseRates::blocksReadPerSecond).orElse(0.0);
    Phrase seen =
        Phrase.of(
            "{} of the blocks found in the cache, {} read per second",
            look.probed().percent("pg_stat_database hit ratio", known.value(), DatabaseLimit.HIT_RATIO),
            look.probed().judged("pg_stat_database blks_read", reads, "blocks", much));
    Phrase limit = Phrase.of(
        "{} with {} a second read", DatabaseLimit.HIT_RATIO.at(look.at()), DatabaseLimit.BLOCKS_READ.at(look.at(), look.atLeastOneVcpu()));
    boolean bad = known.value() < DatabaseLimit.HIT_RATIO.value() && reads >= much;
    return bad
        ? one(
            Severity.WARNING, seen, limit, known.from(),
            Queries.statementsBy("See which statements read most blocks; after a restart or scale-down the cache is cold for some minutes",
                "shared_blks_read", look.at()))
        : one(Severity.OK, seen, limit, known.from());
  }
}
