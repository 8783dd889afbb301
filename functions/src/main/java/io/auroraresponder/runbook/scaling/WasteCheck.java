package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;
import java.util.OptionalDouble;

/** Is min so high that most of it is paid for and not used? */
final class WasteCheck extends ScalingCheck {
  @Override
  public Cause cause() {
    return Cause.MINIMUM_TOO_HIGH;
  }

  @Override
  public Weight weight() {
    return Weight.COST_ONLY;
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    if (picture.range().minAcu() < ScalingLimit.WASTE_MIN_ACU.value()) {
      return result(Severity.OK, Phrase.of("min {} is too small to matter", picture.min()), limit(picture), picture.cluster().at());
    }
    return known(picture.evidence(), picture.days(), days -> days.stream().allMatch(day -> day.covers(ScalingLimit.COVERAGE.value()))
        ? judge(picture, days) : CheckResult.open(id(), Phrase.of("too little of the day is known to propose a lower min")));
  }

  /** All members share one range, so the busiest of them decides. */
  private CheckResult judge(ScalingPicture picture, List<MemberDay> days) {
    double busy = days.stream().mapToDouble(MemberDay::busy).max().orElse(0);
    boolean idle = busy <= ScalingLimit.IDLE_SHARE.value() * picture.range().minAcu();
    boolean low = days.stream().allMatch(day -> day.atFloor() >= ScalingLimit.FLOOR_SHARE.value() * day.minutes());
    OptionalDouble smaller = RightSize.smallerMin(picture, busy);
    Phrase seen = Phrase.join("; ", days.stream().map(day -> words(picture, day)).toList());
    return idle && low && smaller.isPresent()
        ? result(Severity.INFO, seen, limit(picture), days.getFirst().from(), RightSize.lowerMin(picture, smaller.getAsDouble()))
        : result(Severity.OK, seen, limit(picture), days.getFirst().from());
  }

  private static Phrase words(ScalingPicture picture, MemberDay day) {
    return Phrase.of(
        day.member().id() + " at min {} in {} of {}, with {} of CPU used in nearly all of them",
        picture.min(),
        picture.capacity(day, day.atFloor(), ""),
        picture.capacity(day, day.minutes(), "min"),
        picture.minutes(day.member()).fact(Metric.CPU, day.to(), day.busy(), "ACU"));
  }

  private static Phrase limit(ScalingPicture picture) {
    return Phrase.of(
        "min of {} or more, {} of the day at it, CPU used up to {} of it",
        ScalingLimit.WASTE_MIN_ACU.at(picture.at()),
        ScalingLimit.FLOOR_SHARE.at(picture.at()),
        ScalingLimit.IDLE_SHARE.at(picture.at()));
  }
}
