package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.policy.Policy;

/** A cluster whose owner never asked for it, or whose tags name another deployment or another cluster, is never changed. */
final class OptInGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.OPT_IN;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.policy(), policy -> {
      if (policy.optedOut()) {
        return refuse("the cluster has no tag aurora-responder:mode, or it says off");
      }
      // A raise that is only told of is told as it would be with the right tags.
      boolean told = now.plan().remedy().raises() && policy.mode() == Policy.Mode.OBSERVE;
      return told ? pass("the cluster is opted in") : given(now.live(), live -> judge(now, live));
    });
  }

  private GuardVerdict judge(Situation now, ClusterState live) {
    return Policy.elsewhere(live, now.limits()).map(why -> new GuardVerdict(code(), GuardVerdict.Answer.REFUSE, why))
        .orElse(pass("the cluster is opted in"));
  }
}
