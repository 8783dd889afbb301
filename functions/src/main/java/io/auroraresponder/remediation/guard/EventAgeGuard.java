package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import java.time.Duration;

/** An old event is a hint to look; a backlog must not act on yesterday. */
final class EventAgeGuard implements GuardRail {
  private final Duration skew;

  /** {@code skew}: how far clocks may disagree. */
  EventAgeGuard(Duration skew) {
    this.skew = skew;
  }

  @Override
  public ReasonCode code() {
    return ReasonCode.EVENT_AGE;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    if (now.plan().signalAt().isAfter(now.now().plus(skew))) {
      return refuse("the signal is dated {}, which is still to come", Utc.moment("signal time", now.plan().signalAt(), now.now()));
    }
    Duration age = Duration.between(now.plan().signalAt(), now.now());
    Fact shown = Utc.span("signal age", age, now.now());
    Fact limit = Utc.span("setting eventAge", now.limits().eventAge(), now.now());
    return age.compareTo(now.limits().eventAge()) <= 0
        ? pass("the signal is {} old, limit {}", shown, limit)
        : refuse("the signal is {} old, limit {}", shown, limit);
  }
}
