package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.ScalingRange;
import java.time.Duration;

/** What a wider range may cost at worst, over what the base may cost. */
public final class Exposure {
  private Exposure() {}

  /**
   * ACU that one member may use more at {@code to} than at {@code base}, whatever the load: the larger of what max and what min
   * grew by, since the same demand is clamped into either range. Never negative.
   */
  public static double acuPerMember(ScalingRange base, ScalingRange to) {
    return Math.max(0, Math.max(to.maxAcu() - base.maxAcu(), to.minAcu() - base.minAcu()));
  }

  /** ACU hours of all members over a time, rounded up to thousandths so that sums never fall short. */
  public static double acuHours(ScalingRange base, ScalingRange to, int members, Duration time) {
    double hours = time.toMillis() / 3_600_000.0;
    return Math.ceil(acuPerMember(base, to) * members * hours * 1000 - 1e-6) / 1000;
  }
}
