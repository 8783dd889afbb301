package io.auroraresponder.remediation;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.guard.Exposure;
import io.auroraresponder.remediation.guard.FleetSituation;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToIntFunction;

/**
 * How far one raise goes: as far as the work of the last five minutes asks for, at least by half, within the step and what the budgets have
 * left. Computed where it is acted, from what was read there; pure.
 *
 * @param onCpu sessions that wanted a CPU of the member, on average; unavailable where CloudWatch does not tell (no Database Insights)
 * @param members serverless members, each of which may cost what the range allows
 * @param fleet what all clusters do together
 */
record RaiseSize(Reading<Double> onCpu, int members, Reading<FleetSituation> fleet) {
  /** By half: a range that is used up by then is raised again after its verification. Ours. */
  static final double USUAL = 1.5;

  private static final double ROUNDING = 1e-9;

  static RaiseSize of(ClusterSnapshot seen, String member) {
    return new RaiseSize(seen.capacity().flatMap(view -> view.onCpuLately(member)), seen.members(), seen.fleet());
  }

  /** Halves of an ACU that max is raised to: a session computes on one vCPU, and more of them than the range has ask for one each. */
  int max(int halves, double step) {
    int wanted = (int) Math.ceil(onCpu.orElse(0.0) / ScalingRange.VCPU_PER_ACU * 2 - ROUNDING);
    return Math.min(larger(halves, step), Math.max(usual(halves, step), wanted));
  }

  /** Halves that min is raised to: what min is worth is known after the raise alone. */
  int min(int halves, double step) {
    return usual(halves, step);
  }

  private static int usual(int halves, double step) {
    return larger(halves, Math.min(step, USUAL));
  }

  private static int larger(int halves, double factor) {
    return Math.max(halves + 1, (int) Math.floor(halves * factor + ROUNDING));
  }

  /** The range, or the widest between it and {@code from} that the budgets carry; the range as it is where they carry none. */
  ScalingRange carried(ScalingRange from, ScalingRange to, Head head, Policy policy, Instant now) {
    double left = policy.budgetAcuHours() - Exposure.spent(head, now);
    double room = fleet.map(all -> Math.min(left, all.limits().budgetAcuHours() - all.spent())).orElse(left);
    ScalingRange base = head.lease().map(Lease::base).orElse(from);
    Duration time = Exposure.time(head.lease(), policy.lease(), now);
    boolean max = to.maxHalves() > from.maxHalves();
    ToIntFunction<ScalingRange> side = max ? ScalingRange::maxHalves : ScalingRange::minHalves;
    for (int halves = side.applyAsInt(to); halves > side.applyAsInt(from); halves--) {
      ScalingRange smaller = max ? to.withMaxHalves(halves) : to.withMinHalves(halves);
      if (Exposure.acuHours(base, smaller, members, time) <= room + ROUNDING) {
        return smaller;
      }
    }
    return to;
  }
}
