package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.Policy;

/**
 * No raise above what the owner and the deployment allow, on both sides of the range, and for no longer. A side that the change leaves
 * as it found it is the owner's own.
 */
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
    ScalingRange from = now.plan().from();
    ScalingRange to = now.plan().to();
    if (now.plan().lease().compareTo(policy.lease()) > 0) {
      return refuse("a lease of {}, at most {}", Utc.span("plan lease", now.plan().lease(), now.now()),
          Utc.span("policy lease", policy.lease(), now.now()));
    }
    boolean max = now.plan().remedy() == Remedy.RAISE_MAX;
    if (max && to.minHalves() != from.minHalves() && to.minAcu() > policy.minAcu()) {
      return side(now, "min", to.minAcu(), policy.minAcu());
    }
    if (!max && to.maxHalves() != from.maxHalves() && to.maxAcu() > policy.maxAcu()) {
      return side(now, "max", to.maxAcu(), policy.maxAcu());
    }
    return max ? side(now, "max", to.maxAcu(), policy.maxAcu()) : side(now, "min", to.minAcu(), policy.minAcu());
  }

  private GuardVerdict side(Situation now, String which, double asked, double ceiling) {
    String template = which + " {}, ceiling {}";
    return asked <= ceiling
        ? pass(template, now.planned("to", asked), now.policy("ceiling", ceiling, "ACU"))
        : refuse(template, now.planned("to", asked), now.policy("ceiling", ceiling, "ACU"));
  }
}
