package io.auroraresponder.remediation.guard;

/** A cluster whose owner never asked for it is never changed. */
final class OptInGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.OPT_IN;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(
        now.policy(),
        policy -> policy.optedOut() ? refuse("the cluster has no tag aurora-responder:mode, or it says off")
        : pass("the cluster is opted in"));
  }
}
