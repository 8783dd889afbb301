package io.auroraresponder.runbook.capacity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.runbook.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ceiling is too low for a peak that was there at the same hour of yesterday or last week: nothing grew, and it comes again. A lease
 * would be taken anew each time, so a person decides: on this one, or on a range that lasts.
 */
final class UsualPeakRule implements CauseRule<CapacityPicture> {
  @Override
  public Cause cause() {
    return Cause.USUAL_PEAK;
  }

  @Override
  public Optional<Explanation> suspect(CapacityPicture picture) {
    return SameHour.asBusyAsNow(picture).flatMap(day -> LoadGrowthRule.shortOfCapacity(picture, Cause.USUAL_PEAK))
        .map(found -> new Explanation(
            found.cause(), found.severity(), found.share(), found.strength(), found.lever(), found.says(), found.impact(),
            advice(picture, found.advice())));
  }

  private static List<Advice> advice(CapacityPicture picture, List<Advice> ofGrowth) {
    List<Advice> all = new ArrayList<>();
    all.add(Calls.look("It comes again; the scaling runbook says which range suits for good", "scaling", picture.name(),
        picture.evidence().at()));
    all.addAll(ofGrowth);
    return all;
  }
}
