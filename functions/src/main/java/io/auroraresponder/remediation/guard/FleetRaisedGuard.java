package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;

/** So many clusters are raised at the same time and no more: what needs them all is nothing that a range helps. */
final class FleetRaisedGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.FLEET_RAISED;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.fleet(), fleet -> {
      Fact raised = Fact.counted("ledger fleet raised", now.now(), fleet.raised(), "other cluster is raised", "other clusters are raised");
      Fact limit = Fact.count("setting fleet raisedAtOnce", now.now(), fleet.limits().raisedAtOnce(), "");
      String words = "{}, at most {} at once";
      return fleet.raised() < fleet.limits().raisedAtOnce() ? pass(words, raised, limit) : refuse(words, raised, limit);
    });
  }
}
