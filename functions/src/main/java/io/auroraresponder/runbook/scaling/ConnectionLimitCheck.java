package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;

/** Does a small min keep max_connections below what max would give? */
final class ConnectionLimitCheck extends ScalingCheck {
  @Override
  CheckResult examine(ScalingPicture picture) {
    Phrase seen = Phrase.of("min {}, max {}", picture.min(), picture.max());
    Phrase limit =
        Phrase.of(
            "{} while min is {} or less, felt from max {}",
            ScalingLimit.CONNECTION_CAP.at(picture.at()),
            ScalingLimit.CONNECTION_CAP_MIN_ACU.at(picture.at()),
            ScalingLimit.CONNECTION_CAP_FROM_ACU.at(picture.at()));
    Instant since = picture.cluster().at();
    String set = picture.evidence().around().parameters().map(all -> all.getOrDefault("max_connections", "")).orElse("");
    if (!set.isBlank()) {
      return result(Severity.OK, seen.and("", Phrase.of("; max_connections is set to {}",
          Fact.word("rds:DescribeDBClusterParameters max_connections", picture.at(), set))), limit, since);
    }
    boolean capped =
        picture.range().minAcu() <= ScalingLimit.CONNECTION_CAP_MIN_ACU.value()
        && picture.range().maxAcu() >= ScalingLimit.CONNECTION_CAP_FROM_ACU.value();
    return capped
        ? result(
            Severity.INFO, seen.and("", Phrase.of(": max_connections is capped by min"
            + (picture.evidence().around().parameters().isKnown() ? "" : ", unless a parameter group sets it"))), limit, since,
            Advice.of("For more connections set a min above that and reboot; a pool needs neither."))
        : result(Severity.OK, seen, limit, since);
  }
}
