package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.Head;

/** One change a cluster: what may still be on its way is resolved first. */
final class InFlightGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.IN_FLIGHT;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.head(), head -> judge(now, head));
  }

  private GuardVerdict judge(Situation now, Head head) {
    if (head.change().isEmpty()) {
      return pass("no other change is under way");
    }
    Change change = head.change().get();
    if (change.phase() == Change.Phase.READY && change.plan().planId().equals(now.plan().planId())) {
      return pass("this change waits for its turn");
    }
    Fact remedy = Fact.word("ledger change", now.now(), change.plan().remedy().word());
    return refuse("another change ({}) is under way since {}", remedy, Utc.moment("ledger change since", change.since(), now.now()));
  }
}
