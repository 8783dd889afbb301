package io.auroraresponder.remediation.guard;

import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.Policy;

/** No raise above what the owner and the deployment allow. */
final class PolicyCeilingGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.POLICY_CEILING;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.policy(), policy -> judge(now, policy));
  }

  private GuardVerdict judge(Situation now, Policy policy) {
    boolean max = now.plan().remedy() == Remedy.RAISE_MAX;
    double asked = max ? now.plan().to().maxAcu() : now.plan().to().minAcu();
    double ceiling = max ? policy.maxAcu() : policy.minAcu();
    String template = (max ? "max " : "min ") + "{}, ceiling {}";
    return asked <= ceiling
        ? pass(template, now.planned("to", asked), now.policy("ceiling", ceiling, "ACU"))
        : refuse(template, now.planned("to", asked), now.policy("ceiling", ceiling, "ACU"));
  }
}
