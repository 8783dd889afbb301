package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;

/** Where a large part of the clusters has an alarm at once, something that they share is likelier than load: a person is asked. */
final class BurstGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.BURST;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.fleet(), fleet -> {
      if (fleet.raised() < fleet.limits().burstFree()) {
        return pass("fewer than {} other clusters are raised",
            Fact.count("setting fleet burstFree", now.now(), fleet.limits().burstFree(), ""));
      }
      Fact open = Fact.counted("ledger open incidents", now.now(), fleet.open().size(), "cluster has", "clusters have");
      if (fleet.optedIn().isEmpty()) {
        return propose("{} an open alarm, and how many are opted in was not counted lately", open);
      }
      Fact all = Fact.count("rds:DescribeDBClusters tag mode", now.now(), fleet.optedIn().getAsInt(), "");
      return fleet.isBurst() ? propose("{} an open alarm, of {} that are opted in: something that they share is likelier than load", open,
          all)
          : pass("{} an open alarm, of {} that are opted in", open, all);
    });
  }
}
