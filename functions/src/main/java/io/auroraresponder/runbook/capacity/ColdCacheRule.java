package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.Queries;
import io.auroraresponder.database.WaitClass;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import java.util.Optional;

/** The cache was emptied a moment ago and is filling again. */
final class ColdCacheRule implements CauseRule<CapacityPicture> {
  @Override
  public Cause cause() {
    return Cause.COLD_CACHE;
  }

  @Override
  public Optional<Explanation> suspect(CapacityPicture picture) {
    boolean reading =
        picture.readsDominate()
            || (picture.hitRatioDrop() instanceof Reading.Known<Double> drop && drop.value() >= CapacityLimit.HIT_DROP.value());
    boolean felt = picture.pressed() || picture.profile().filter(profile -> profile.of(WaitClass.READ) >= 1).isPresent();
    if (!reading || !felt || picture.atRest()) {
      return Optional.empty();
    }
    return picture
        .cacheLoss()
        .map(
            loss ->
                Explanation.told(
                    Cause.COLD_CACHE,
                    Severity.WARNING,
                    Phrase.of(picture.name() + " reads from storage: its cache was emptied by a " + loss.what() + " {} ago.",
                    loss.minutesAgo(picture.evidence().at())),
                    "Reads are slower until the cache is warm, usually within half an hour.",
                    Queries.statementsBy("Wait; a larger max would be filled from storage too. These statements read most",
                    "shared_blks_read",
                        picture.probedAt())));
  }
}
