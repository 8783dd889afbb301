package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Head;

/** The plan speaks of a range; if the range is another now, or was changed since, the plan is void. */
final class PreconditionGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.PRECONDITION;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.head(), head -> given(now.live(), live -> given(live.range(), range -> judge(now, head, live, range))));
  }

  private GuardVerdict judge(Situation now, Head head, ClusterState live, ScalingRange range) {
    if (!live.resourceId().equals(now.plan().resourceId())) {
      return refuse("the cluster of this name is another one now");
    }
    Fact found = Fact.word("rds:DescribeDBClusters ServerlessV2ScalingConfiguration", live.at(), range.toString());
    Fact planned = Fact.word("plan from", now.now(), now.plan().from().toString());
    if (!range.equals(now.plan().from())) {
      return refuse("the range is {}, the plan was made for {}", found, planned);
    }
    if (head.changeNo() != now.plan().changeNo()) {
      return refuse("the range was changed since the plan was made");
    }
    return pass("the range is {} as planned", found);
  }
}
