package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;

/**
 * No raise while a blue/green deployment of the cluster is under way: a green that is made then copies the raised range, and a switchover
 * leaves the raised one behind.
 */
final class BlueGreenGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.BLUE_GREEN;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.deployments(), names -> names.isEmpty()
        ? pass("no blue/green deployment is under way")
        : refuse("the blue/green deployment {} is under way: another cluster is about to take this one's place",
            Fact.word("rds:DescribeBlueGreenDeployments BlueGreenDeploymentName", now.now(), String.join(", ", names))));
  }
}
