package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;

/**
 * A modification of the cluster that waits for its maintenance window might be applied together with a change that is applied at once;
 * whether RDS does that is not documented for every kind, so nothing is sent.
 */
final class PendingModificationGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.PENDING_MODIFICATION;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.live(), live -> live.pending().isEmpty()
        ? pass("no modification of the cluster waits")
        : refuse("a modification of the cluster waits ({}), and a change now might take it along",
            Fact.word("rds:DescribeDBClusters PendingModifiedValues", live.at(), String.join(", ", live.pending()))));
  }
}
