package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.policy.Policy;
import java.time.Duration;

/** The worst case of all raises of a rolling day stays within the budget. */
final class BudgetGuard implements GuardRail {
  private static final Duration DAY = Duration.ofDays(1);
  private static final double ROUNDING = 1e-9;

  @Override
  public ReasonCode code() {
    return ReasonCode.BUDGET;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.head(), head -> given(now.policy(), policy -> given(now.charge(), charge -> judge(now, head, policy, charge))));
  }

  private GuardVerdict judge(Situation now, Head head, Policy policy, double charge) {
    double spent = head.window().stream().filter(each -> each.at().plus(DAY).isAfter(now.now())).mapToDouble(Charge::acuHours).sum()
        + head.lease().map(lease -> Exposure.overTime(lease, now.now())).orElse(0.0);
    Fact sum = Fact.of("ledger window and plan", now.now(), spent + charge, 2, "ACU-h");
    Fact budget = Fact.of("policy budget", now.now(), policy.budgetAcuHours(), 2, "ACU-h");
    return spent + charge <= policy.budgetAcuHours() + ROUNDING
        ? pass("{} at worst in a day, budget {}", sum, budget)
        : refuse("{} at worst in a day, budget {}", sum, budget);
  }
}
