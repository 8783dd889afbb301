package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.Policy;

/** One change multiplies by the step at most; half an ACU more is always allowed, or a small cluster could never move. */
final class StepGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.STEP;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.policy(), policy -> judge(now, policy));
  }

  private GuardVerdict judge(Situation now, Policy policy) {
    boolean max = now.plan().remedy() == Remedy.RAISE_MAX;
    int from = max ? now.plan().from().maxHalves() : now.plan().from().minHalves();
    int to = max ? now.plan().to().maxHalves() : now.plan().to().minHalves();
    int limit = largest(from, policy.step());
    Fact step = now.policy("step", policy.step(), "x");
    String words = "{} to {}, step {}";
    Fact before = now.planned("from", from / 2.0);
    Fact after = now.planned("to", to / 2.0);
    return to <= limit && to > from ? pass(words, before, after, step) : refuse(words, before, after, step);
  }

  /** The largest capacity in halves that one change may reach. */
  static int largest(int halves, double step) {
    return Math.max(halves + 1, (int) Math.floor(halves * step + 1e-9));
  }
}
