package io.auroraresponder.runbook.scaling;

import static io.auroraresponder.incident.Metric.CAPACITY;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Climb;
import io.auroraresponder.runbook.MemberLimit;

/** Is min so low that capacity has to climb after the load again and again? */
final class DailyClimbsCheck extends ScalingCheck {
  @Override
  public Cause cause() {
    return Cause.MINIMUM_TOO_LOW;
  }

  @Override
  public Weight weight() {
    return Weight.ESSENTIAL;
  }

  @Override
  public boolean saysOrder() {
    return false;
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    return eachDay(picture, day -> judge(picture, day));
  }

  private Finding judge(ScalingPicture picture, MemberDay day) {
    Phrase limit =
        Phrase.of(
            "{} climbs a day of {} with CPU over {} of the capacity in force",
            ScalingLimit.CLIMBS_PER_DAY.at(picture.at()),
            MemberLimit.CLIMB_MINUTES.at(picture.at()),
            MemberLimit.CLIMB_CPU.at(picture.at()));
    if (day.climbs().isEmpty()) {
      return finding(Severity.OK, Phrase.of(day.member().id() + " was never short of CPU while scaling up"), limit, day.from());
    }
    Climb last = day.climbs().getLast();
    Phrase seen =
        Phrase.of(
            day.member().id() + " was short of CPU while scaling up {}; last from {#} to {} in {}",
            picture.capacity(day, day.climbs().size(), day.climbs().size() == 1 ? "time" : "times"),
            picture.minutes(day.member()).fact(CAPACITY, last.since(), last.from()),
            picture.minutes(day.member()).fact(CAPACITY, last.until(), last.to()),
            picture.minutes(day.member()).fact(CAPACITY, last.until(), last.minutes(), "min"));
    return day.climbs().size() >= ScalingLimit.CLIMBS_PER_DAY.count()
        ? finding(Severity.WARNING, seen, limit, day.climbs().getFirst().since(), RightSize.raiseMin(picture, day))
        : finding(Severity.INFO, seen, limit, day.climbs().getFirst().since());
  }
}
