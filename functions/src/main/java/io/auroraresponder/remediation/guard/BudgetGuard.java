package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.policy.Policy;

/** The worst case of all raises of a rolling day stays within the budget. */
final class BudgetGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.BUDGET;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.head(), head -> given(now.policy(), policy -> given(now.charge(), charge -> judge(now, head, policy, charge))));
  }

  private GuardVerdict judge(Situation now, Head head, Policy policy, double charge) {
    double spent = Exposure.spent(head, now.now());
    Fact sum = Fact.of("ledger window and plan", now.now(), spent + charge, 2, "ACU-h");
    Fact budget = Fact.of("policy budget", now.now(), policy.budgetAcuHours(), 2, "ACU-h");
    if (spent + charge <= policy.budgetAcuHours() + Exposure.ROUNDING) {
      return pass("{} at worst in a day, budget {}", sum, budget);
    }
    return refuse("{} at worst in a day, budget {}", sum, budget)
        .until(Exposure.freeAt(head.window(), spent + charge - policy.budgetAcuHours(), now.now()));
  }
}
