package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import java.util.Set;

/** RDS changes only clusters that are available (Aurora User Guide, DB cluster status); this alone makes a change wait. */
final class AvailableGuard implements GuardRail {
  private static final Set<String> LASTING = Set.of("stopped", "stopping", "deleting", "deleted");

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
      GuardVerdict refused = refuse("the cluster's status is {}", Fact.word("rds:DescribeDBClusters Status", live.at(), status));
      return endsByItself(live.status()) ? refused.passingSoon() : refused;
    });
  }

  /** RDS leaves a status of work in progress by itself; one that asks for a person lasts (Aurora User Guide, DB cluster status). */
  private static boolean endsByItself(String status) {
    return !status.isBlank() && !LASTING.contains(status) && !status.startsWith("inaccessible") && !status.startsWith("incompatible")
        && !status.endsWith("failed") && !status.endsWith("failure");
  }
}
