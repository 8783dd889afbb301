package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.ScalingRange;

/** What engine version and platform version allow, the smaller of both (DescribeDBEngineVersions, platform versions). */
final class EngineLimitGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.ENGINE_LIMIT;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.live().flatMap(ClusterState::limits), limits -> judge(now, limits));
  }

  private GuardVerdict judge(Situation now, ClusterState.RangeLimits limits) {
    ScalingRange to = now.plan().to();
    if (to.maxAcu() > limits.maxAcu()) {
      return refuse("max {} is above the {} that engine and platform allow", now.planned("max", to.maxAcu()),
          now.policy("engine limit", limits.maxAcu(), "ACU"));
    }
    if (to.minAcu() < limits.minAcu()) {
      return refuse("min {} is below the {} that engine and platform allow", now.planned("min", to.minAcu()),
          now.policy("engine limit", limits.minAcu(), "ACU"));
    }
    if (to.maxAcu() < 1) {
      return refuse("max {} is below the least that RDS accepts", now.planned("max", to.maxAcu()));
    }
    return pass("engine and platform allow up to {}", now.policy("engine limit", limits.maxAcu(), "ACU"));
  }
}
