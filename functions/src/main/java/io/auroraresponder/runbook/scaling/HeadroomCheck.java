package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;
import java.util.OptionalDouble;

/** Is max far above anything that was used today? It costs nothing until it is used, and bounds what can be. */
final class HeadroomCheck extends ScalingCheck {
  @Override
  public Cause cause() {
    return Cause.MAX_UNUSED;
  }

  @Override
  public Weight weight() {
    return Weight.COST_ONLY;
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    return known(picture.evidence(), picture.days(), days -> judge(picture, days));
  }

  private CheckResult judge(ScalingPicture picture, List<MemberDay> days) {
    MemberDay highest = days.stream().max((one, other) -> Double.compare(one.peak(), other.peak())).orElseThrow();
    Phrase seen = Phrase.of("peak of the day {} of max {}", picture.capacity(highest, highest.peak(), "ACU"), picture.max());
    Phrase limit = Phrase.of("{} of max", ScalingLimit.HEADROOM_SHARE.at(picture.at()));
    boolean whole = days.stream().allMatch(day -> day.covers(ScalingLimit.COVERAGE.value()));
    boolean generous = whole && highest.peak() < ScalingLimit.HEADROOM_SHARE.value() * picture.range().maxAcu();
    OptionalDouble smaller = RightSize.smallerMax(picture, highest.peak());
    return generous && smaller.isPresent()
        ? result(
            Severity.INFO, seen.and("", Phrase.of("; a day is no proof, so look at a month before you lower max")), limit,
            highest.from(),
            RightSize.lowerMax(picture, smaller.getAsDouble()))
        : result(Severity.OK, seen, limit, highest.from());
  }
}
