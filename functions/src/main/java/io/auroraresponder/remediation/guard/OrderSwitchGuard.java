package io.auroraresponder.remediation.guard;

import io.auroraresponder.ledger.StandingOrder;

/** A stop holds back what was ordered before it, not what a person orders under it; where nobody allowed changes, all is held. */
final class OrderSwitchGuard implements GuardRail {
  private final KillSwitchGuard otherwise = new KillSwitchGuard();

  @Override
  public ReasonCode code() {
    return ReasonCode.KILL_SWITCH;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    String under = now.head().map(head -> head.order().map(StandingOrder::order).map(order -> order.stop()).orElse("")).orElse("");
    return given(now.killSwitch(), position -> position.passes(under) ? pass("the switch lets this order pass") : otherwise.judge(now));
  }
}
