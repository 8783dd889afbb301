package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.LeaseHistory;

/** Is a raise of ours in force, or did somebody put the range back? */
final class LeaseCheck extends ScalingCheck {
  @Override
  CheckResult examine(ScalingPicture picture) {
    Phrase range = Phrase.of("{#} to {}", picture.min(), picture.max());
    Phrase limit = Phrase.of("no lease");
    return switch (picture.evidence().lease()) {
      case Reading.Unavailable<LeaseHistory.Situation> gap -> open(picture.evidence(), gap);
      case Reading.Known<LeaseHistory.Situation> known ->
          switch (known.value()) {
            case FREE -> result(Severity.OK, range.and("", Phrase.of(", no lease open")), limit, picture.cluster().at());
            case IN_FORCE ->
                result(
                    Severity.INFO, range.and("", Phrase.of(" is a lease of the responder and is given back later")), limit,
                    picture.cluster().at());
            case RESET ->
                result(
                    Severity.WARNING, range.and("", Phrase.of(" was set by ")).and("", by(picture)).and("", Phrase.of(" under a lease")),
                    limit,
                    picture.cluster().at(),
                    Advice.of("The responder leaves it until the next incident; CloudTrail (ModifyDBCluster) names who set it."))
                    .as(Cause.RANGE_CHANGED);
          };
    };
  }

  /** By name where CloudTrail's record asked for this look. */
  private static Phrase by(ScalingPicture picture) {
    Phrase who = RangeChangeCheck.who(picture.evidence().incident().signal());
    return who.isEmpty() ? Phrase.of("a person or a deploy") : who;
  }
}
