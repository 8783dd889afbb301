package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.Remedy;

/** A higher max is for a member that still stands at its ceiling when the change is sent. */
final class StillPressedGuard implements GuardRail {
  private final double ceilingRatio;

  StillPressedGuard(double ceilingRatio) {
    this.ceilingRatio = ceilingRatio;
  }

  @Override
  public ReasonCode code() {
    return ReasonCode.STILL_PRESSED;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    if (now.plan().remedy() != Remedy.RAISE_MAX) {
      return pass("not asked of a higher min");
    }
    double limit = ceilingRatio * now.plan().from().maxAcu();
    return given(now.pressed(), capacity -> {
      Fact measured = Fact.of("cloudwatch:GetMetricData ServerlessDatabaseCapacity", now.now(), capacity, "ACU");
      Fact least = Fact.of("setting ceilingRatio x max", now.now(), limit, "ACU");
      return capacity >= limit
          ? pass("still at the ceiling: {}, at least {}", measured, least)
          : refuse("no longer at the ceiling: {}, at least {} would be", measured, least);
    });
  }
}
