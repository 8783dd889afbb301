package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import java.time.Duration;

/** An old event is a hint to look; a backlog must not act on yesterday. */
final class EventAgeGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.EVENT_AGE;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    Duration age = Duration.between(now.plan().signalAt(), now.now());
    Fact shown = Utc.span("signal age", age, now.now());
    Fact limit = Utc.span("setting eventAge", now.limits().eventAge(), now.now());
    return age.compareTo(now.limits().eventAge()) <= 0
        ? pass("the signal is {} old, limit {}", shown, limit)
        : refuse("the signal is {} old, limit {}", shown, limit);
  }
}
