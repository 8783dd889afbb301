package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;

/** Does the range leave room under the policy of the cluster? */
final class PolicyRangeCheck extends ScalingCheck {
  @Override
  CheckResult examine(ScalingPicture picture) {
    return known(picture.evidence(), picture.evidence().policy(), policy -> judge(picture, policy));
  }

  private CheckResult judge(ScalingPicture picture, Policy policy) {
    Phrase mode = Phrase.of("mode " + policy.mode().word());
    Phrase seen = Phrase.of("max {}, ", picture.max()).and("", mode);
    Phrase limit = Phrase.of("a raise may set up to {}",
        Fact.of("policy aurora-responder:max-acu", picture.cluster().at(), policy.maxAcu(), "ACU"));
    Instant since = picture.cluster().at();
    if (!policy.troubles().isEmpty()) {
      return result(Severity.WARNING, seen.and("; ", Phrase.join("; ", policy.troubles())), limit, since);
    }
    if (picture.range().maxAcu() >= policy.maxAcu()) {
      return result(Severity.INFO, seen.and("", Phrase.of(", the policy allows no raise")), limit, since);
    }
    return result(Severity.OK, seen, limit, since);
  }
}
