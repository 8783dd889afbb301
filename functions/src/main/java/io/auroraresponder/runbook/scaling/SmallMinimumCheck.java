package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;

/** Is min large enough for what is switched on? */
final class SmallMinimumCheck extends ScalingCheck {
  @Override
  CheckResult examine(ScalingPicture picture) {
    double reserved = RightSize.reserved(picture);
    Phrase seen = Phrase.of("min {}", picture.min());
    Phrase limit =
        Phrase.of(
            "{} with Database Insights, {} in a global database",
            ScalingLimit.INSIGHTS_MIN_ACU.at(picture.at()),
            ScalingLimit.GLOBAL_MIN_ACU.at(picture.at()));
    return picture.range().minAcu() < reserved
        ? result(
            Severity.INFO, seen.and("", Phrase.of(" is small for the features that are on")), limit, picture.cluster().at(),
            Advice.of("Raise min to the named capacity, or switch the feature off; with less it takes memory from the queries."))
        : result(Severity.OK, seen, limit, picture.cluster().at());
  }
}
