package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;

/** The worst case of the raises of all clusters of a rolling day stays within the fleet's budget. */
final class FleetBudgetGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.FLEET_BUDGET;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.fleet(), fleet -> given(now.charge(), charge -> {
      double total = fleet.spent() + charge;
      double limit = fleet.limits().budgetAcuHours();
      Fact sum = Fact.of("ledger fleet window and plan", now.now(), total, 2, "ACU-h");
      Fact budget = Fact.of("setting fleet budget", now.now(), limit, 2, "ACU-h");
      String words = "all clusters: {} at worst in a day, budget {}";
      return total <= limit + Exposure.ROUNDING ? pass(words, sum, budget)
          : refuse(words, sum, budget).until(Exposure.freeAt(fleet.charges(), total - limit, now.now()));
    }));
  }
}
