package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.policy.FreezeWindow;
import io.auroraresponder.policy.Policy;
import java.util.Optional;

/** Windows in which nothing is changed. */
final class FreezeGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.FREEZE;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.policy(), policy -> judge(now, policy));
  }

  private GuardVerdict judge(Situation now, Policy policy) {
    Optional<FreezeWindow> window = policy.freeze().stream().filter(each -> each.covers(now.now())).findFirst();
    if (window.isEmpty()) {
      return pass("no freeze now");
    }
    return refuse("frozen: {}", Fact.word("policy freeze", now.now(), window.get().words())).until(window.get().endOf(now.now()));
  }
}
