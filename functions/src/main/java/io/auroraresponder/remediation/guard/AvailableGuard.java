package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;

/** RDS changes only clusters that are available (Aurora User Guide, DB cluster status); this alone makes a change wait. */
final class AvailableGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.CLUSTER_STATUS;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.live(), live -> {
      if (live.available()) {
        return pass("the cluster is available");
      }
      String status = live.status().isBlank() ? "not reported" : live.status();
      return refuse("the cluster's status is {}", Fact.word("rds:DescribeDBClusters Status", live.at(), status));
    });
  }
}
