package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;

/** Changing the range wakes a paused cluster (Aurora User Guide, auto-pause), and a paused one costs nothing. */
final class PausedGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.PAUSED;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    Reading<ScalingRange> range = now.live().flatMap(ClusterState::range);
    return given(range, live -> live.mayPause() ? given(now.capacity(), capacity -> judge(now, capacity))
        : pass("the cluster cannot pause"));
  }

  private GuardVerdict judge(Situation now, double capacity) {
    Fact measured = Fact.of("cloudwatch:GetMetricData ServerlessDatabaseCapacity", now.now(), capacity, "ACU");
    return capacity > 0 ? pass("awake at {}", measured) : refuse("paused at {}: a change would wake it", measured);
  }
}
