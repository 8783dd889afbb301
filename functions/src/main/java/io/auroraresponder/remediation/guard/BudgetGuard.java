package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.policy.Policy;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The worst case of all raises of a rolling day stays within the budget. */
final class BudgetGuard implements GuardRail {
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
    double spent = Exposure.spent(head, now.now());
    Fact sum = Fact.of("ledger window and plan", now.now(), spent + charge, 2, "ACU-h");
    Fact budget = Fact.of("policy budget", now.now(), policy.budgetAcuHours(), 2, "ACU-h");
    if (spent + charge <= policy.budgetAcuHours() + ROUNDING) {
      return pass("{} at worst in a day, budget {}", sum, budget);
    }
    GuardVerdict refused = refuse("{} at worst in a day, budget {}", sum, budget);
    return roomAt(now, head, spent + charge - policy.budgetAcuHours()).map(refused::until).orElse(refused);
  }

  /** When so much of what was charged is a day old; empty where all of it is not enough. */
  private static Optional<Instant> roomAt(Situation now, Head head, double tooMuch) {
    List<Charge> oldest =
        head.window().stream().filter(each -> each.isHeld(now.now())).sorted(Comparator.comparing(Charge::at)).toList();
    double left = tooMuch;
    for (Charge charge : oldest) {
      left -= charge.acuHours();
      if (left <= ROUNDING) {
        return Optional.of(charge.ends());
      }
    }
    return Optional.empty();
  }
}
