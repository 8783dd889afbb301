package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.ClosedLease;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import java.time.Duration;

/** A raise soon after a give-back means that the range is wrong or the give-back was: a person looks. */
final class OscillationGuard implements GuardRail {
  private final Duration window;

  OscillationGuard(Duration window) {
    this.window = window;
  }

  @Override
  public ReasonCode code() {
    return ReasonCode.OSCILLATION;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.head(), head -> judge(now, head));
  }

  private GuardVerdict judge(Situation now, Head head) {
    Fact span = Utc.span("setting oscillation", window, now.now());
    return head.last().filter(last -> last.end() == Lease.End.GIVEN_BACK).map(ClosedLease::closedAt)
        .filter(back -> now.now().isBefore(back.plus(window)))
        .map(back -> propose("a lease was given back at {}, less than {} ago", Utc.moment("ledger last lease", back, now.now()), span)
            .until(back.plus(window)))
        .orElseGet(() -> pass("no give-back in the last {}", span));
  }
}
