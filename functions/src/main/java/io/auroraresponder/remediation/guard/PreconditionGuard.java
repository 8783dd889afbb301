package io.auroraresponder.remediation.guard;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.PlannedChange;
import java.util.Arrays;

/** The plan speaks of a range and a writer; if one of them is another now, or the range was changed since, the plan is void. */
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
    // The plan's id is that of the live answer; whoever asked may have named another, and with it another record.
    if (!live.resourceId().equals(now.plan().resourceId()) || !live.resourceId().equals(head.resourceId())) {
      return refuse("the cluster of this name is another one now");
    }
    if (carriedByTheWriter(now.plan()) && live.writer().filter(writer -> writer.id().equals(now.plan().member())).isEmpty()) {
      return refuse(now.plan().member() + " is not the writer any more: the evidence is of another time");
    }
    Fact found = Fact.word("rds:DescribeDBClusters ServerlessV2ScalingConfiguration", live.at(), range.toString());
    Fact planned = Fact.word("plan from", now.now(), now.plan().from().toString());
    if (!range.equals(now.plan().from())) {
      return refuse("the range is {}, the plan was made for {}", found, planned);
    }
    if (head.lease().filter(lease -> !lease.current().equals(now.plan().from())).isPresent()) {
      return refuse("the range is not the one of the lease: somebody else set it");
    }
    if (head.changeNo() != now.plan().changeNo()) {
      return refuse("the range was changed since the plan was made");
    }
    return pass("the range is {} as planned", found);
  }

  /** What a higher max is sent for is proven of the writer alone; a failover in between makes it a proof of nobody. */
  private static boolean carriedByTheWriter(PlannedChange plan) {
    return !plan.member().isEmpty()
        && Arrays.stream(Cause.values()).anyMatch(cause -> cause.lever() == Lever.RAISE_MAX && cause.word().equals(plan.cause()));
  }
}
