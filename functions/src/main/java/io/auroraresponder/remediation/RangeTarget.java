package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.guard.ReasonCode;
import java.time.Instant;

/** The range that a raise aims at: by its size, at least half an ACU, no further than policy, engine and platform allow. */
sealed interface RangeTarget {

  record To(ScalingRange range) implements RangeTarget {}

  /** The range already stands at a limit. */
  record AtLimit(ReasonCode limit, Phrase reason) implements RangeTarget {}

  static RangeTarget higherMax(ScalingRange from, Policy policy, RangeLimits limits, RaiseSize size, Instant at) {
    int ceiling = halves(Math.min(policy.maxAcu(), limits.maxAcu()));
    if (from.maxHalves() >= ceiling) {
      boolean engine = limits.maxAcu() <= policy.maxAcu();
      String limit = engine ? "engine and platform allow" : "the policy allows";
      return new AtLimit(
          engine ? ReasonCode.ENGINE_LIMIT : ReasonCode.POLICY_CEILING,
          Phrase.of(
              "max is {}, and " + limit + " {}", acu("rds:DescribeDBClusters MaxCapacity", at, from.maxAcu()),
              acu("ceiling of max", at, ceiling / 2.0)));
    }
    return new To(from.withMaxHalves(Math.min(ceiling, size.max(from.maxHalves(), policy.step()))));
  }

  static RangeTarget higherMin(ScalingRange from, Policy policy, RangeLimits limits, RaiseSize size, Instant at) {
    int ceiling = Math.min(from.maxHalves(), halves(Math.min(policy.minAcu(), limits.maxAcu())));
    if (from.minHalves() >= ceiling) {
      return new AtLimit(
          ReasonCode.POLICY_CEILING,
          Phrase.of(
              "min is {}, and policy and max allow {}", acu("rds:DescribeDBClusters MinCapacity", at, from.minAcu()),
              acu("ceiling of min", at, ceiling / 2.0)));
    }
    return new To(from.withMinHalves(Math.min(ceiling, size.min(from.minHalves(), policy.step()))));
  }

  private static int halves(double acu) {
    return (int) Math.floor(acu * 2 + 1e-9);
  }

  private static Fact acu(String source, Instant at, double value) {
    return Fact.of(source, at, value, "ACU");
  }
}
