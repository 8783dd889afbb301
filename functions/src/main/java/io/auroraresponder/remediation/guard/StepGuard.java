package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.Policy;

/**
 * One change multiplies by the step at most, on both sides of the range; half an ACU more is always allowed, or a small cluster could
 * never move. No side goes below what it was, and a pause is nothing that a change of capacity may move.
 */
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
    ScalingRange from = now.plan().from();
    ScalingRange to = now.plan().to();
    boolean max = now.plan().remedy() == Remedy.RAISE_MAX;
    if (to.mayPause() && to.pauseSeconds() != from.pauseSeconds()) {
      return refuse("the change would set another pause");
    }
    GuardVerdict raised = max ? side(now, policy, from.maxHalves(), to.maxHalves()) : side(now, policy, from.minHalves(), to.minHalves());
    if (raised.answer() != GuardVerdict.Answer.PASS) {
      return raised;
    }
    int before = max ? from.minHalves() : from.maxHalves();
    int after = max ? to.minHalves() : to.maxHalves();
    return after == before ? raised
        : refuse("the other side would go from {} to {}", now.planned("from", before / 2.0), now.planned("to", after / 2.0));
  }

  private GuardVerdict side(Situation now, Policy policy, int from, int to) {
    Fact step = now.policy("step", policy.step(), "x");
    Fact before = now.planned("from", from / 2.0);
    Fact after = now.planned("to", to / 2.0);
    String words = "{} to {}, step {}";
    return to <= largest(from, policy.step()) && to > from ? pass(words, before, after, step) : refuse(words, before, after, step);
  }

  /** The largest capacity in halves that one change may reach. */
  static int largest(int halves, double step) {
    return Math.max(halves + 1, (int) Math.floor(halves * step + 1e-9));
  }
}
