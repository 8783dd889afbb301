package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.ledger.Head;
import java.time.Duration;

/** A clock that disagrees with the ledger or with the live answer can be trusted with no limit of time. */
final class ClockGuard implements GuardRail {
  private final Duration skew;

  ClockGuard(Duration skew) {
    this.skew = skew;
  }

  @Override
  public ReasonCode code() {
    return ReasonCode.CLOCK;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.head(), head -> given(now.live(), live -> judge(now, head, live)));
  }

  private GuardVerdict judge(Situation now, Head head, ClusterState live) {
    if (now.now().plus(skew).isBefore(head.at())) {
      Duration behind = Duration.between(now.now(), head.at());
      return refuse("the clock stands {} before the ledger's last entry", Utc.span("clock against ledger", behind, now.now()));
    }
    if (now.now().minus(skew).isAfter(live.at())) {
      Duration ahead = Duration.between(live.at(), now.now());
      return refuse("the clock stands {} after the cluster's live answer", Utc.span("clock against RDS", ahead, now.now()));
    }
    return pass("the clock agrees with ledger and live answer");
  }
}
