package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.RangeAuthor;

/** Is a raise of ours in force, or did somebody put the range back? */
final class LeaseCheck extends ScalingCheck {
  @Override
  CheckResult examine(ScalingPicture picture) {
    Phrase range = Phrase.of("{#} to {}", picture.min(), picture.max());
    Phrase limit = Phrase.of("no lease");
    return switch (picture.evidence().lease()) {
      case Reading.Unavailable<LeaseHistory.Situation> gap -> open(picture.evidence(), gap);
      case Reading.Known<LeaseHistory.Situation> known ->
          switch (known.value().standing()) {
            case FREE -> result(Severity.OK, range.and("", Phrase.of(", no lease open")), limit, picture.cluster().at());
            case IN_FORCE ->
                result(
                    Severity.INFO, range.and("", Phrase.of(" is a lease of the responder and is given back later")), limit,
                    picture.cluster().at());
            case RESET -> reset(picture, range, limit);
          };
    };
  }

  private CheckResult reset(ScalingPicture picture, Phrase range, Phrase limit) {
    Phrase who = RangeAuthor.of(picture.evidence()).actor();
    Phrase seen = range.and("", Phrase.of(" was set by ")).and("", who.isEmpty() ? Phrase.of("a person or a deploy") : who)
        .and("", Phrase.of(" under a lease"))
        .and("", who.isEmpty() ? Phrase.of("; by whom only CloudTrail knows, which is not read in a look") : Phrase.EMPTY);
    return result(Severity.WARNING, seen, limit, picture.cluster().at(),
        new Advice(
            Phrase.of("The responder leaves it until the next incident; CloudTrail has the whole call:"),
            Phrase.of(RangeChangeCheck.LOOKUP)))
        .as(Cause.RANGE_CHANGED);
  }
}
