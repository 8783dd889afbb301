package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.MemberLimit;

/** How long did the members stand at their ceiling today? */
final class DailyCeilingCheck extends ScalingCheck {
  @Override
  public Cause cause() {
    return Cause.CEILING_REACHED;
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
    Fact minutes = picture.capacity(day, day.atCeiling(), "");
    Fact looked = picture.capacity(day, day.minutes(), "min");
    Phrase seen =
        Phrase.of(day.member().id() + " at its ceiling in {} of {}, peak {}", minutes, looked, picture.capacity(day, day.peak(), "ACU"))
            .and("", day.ceilingNow() ? Phrase.of(", and now") : Phrase.EMPTY);
    Phrase limit =
        Phrase.of(
            "{} x max for {} of a day",
            MemberLimit.CEILING_RATIO.at(picture.at()),
            ScalingLimit.CEILING_MINUTES.at(picture.at()));
    boolean bad = day.ceilingNow() || day.atCeiling() >= ScalingLimit.CEILING_MINUTES.count();
    return bad
        ? finding(Severity.WARNING, seen, limit, day.from(),
        Calls.look("The capacity runbook says why, and whether a higher max would help", "capacity", picture.name(), picture.at()))
        : finding(Severity.OK, seen, limit, day.from());
  }
}
