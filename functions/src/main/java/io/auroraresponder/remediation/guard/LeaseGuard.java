package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;

/** A raise on top of a raise only after the one before was seen to be used. */
final class LeaseGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.LEASE;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.head(), head -> judge(now, head));
  }

  private GuardVerdict judge(Situation now, Head head) {
    if (head.lease().isEmpty()) {
      return pass("no lease is open");
    }
    Lease lease = head.lease().get();
    Fact id = Fact.word("ledger lease", now.now(), lease.id());
    if (lease.isOverdue()) {
      return refuse("lease {} is overdue: raises are off until a person decides", id);
    }
    if (lease.phase() == Lease.Phase.VERIFYING) {
      return refuse("lease {} is not verified before {}", id, Utc.moment("ledger lease verifyAt", lease.verifyAt(), now.now()))
          .until(lease.verifyAt());
    }
    if (lease.verdict() == Lease.Verdict.UNVERIFIED) {
      return refuse("lease {} could not be verified: no further raise", id);
    }
    return pass("a further step of lease {}", id);
  }
}
