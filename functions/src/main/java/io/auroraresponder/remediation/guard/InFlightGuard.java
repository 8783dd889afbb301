package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.Change;
import io.auroraresponder.ledger.ClosedLease;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Remedy;
import java.time.Instant;

/**
 * One change a cluster: what may still be on its way is resolved first, what a person ordered goes first, and a range of which nobody
 * knows whose it is is no ground to build on.
 */
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
    if (head.change().isPresent()) {
      Change change = head.change().get();
      Fact remedy = Fact.word("ledger change", now.now(), change.plan().remedy().word());
      return refuse("another change ({}) is under way since {}", remedy, Utc.moment("ledger change since", change.since(), now.now()))
          .passingSoon();
    }
    if (now.plan().remedy() == Remedy.UNDO) {
      return pass("no other change is under way");
    }
    if (head.order().isPresent()) {
      return refuse("a person's order stands");
    }
    if (head.unclaimed().isPresent()) {
      return refuse("the range is one of a late call, and nobody has said whose it is");
    }
    if (now.plan().remedy().raises() && head.switchedAt().isPresent()) {
      return refuse("another cluster has had this one's former name since {}: production may have moved there",
          Utc.moment("ledger switched over", head.switchedAt().get(), now.now()));
    }
    return now.plan().remedy().raises() ? settled(now, head) : pass("no other change is under way");
  }

  /** A read may still show what was before our last call, or before a lease closed: that is no base. */
  private GuardVerdict settled(Situation now, Head head) {
    Instant closed = head.last().map(ClosedLease::closedAt).orElse(Instant.EPOCH);
    Instant latest = closed.isAfter(head.lastSend()) ? closed : head.lastSend();
    Instant settled = latest.plus(now.readLag());
    return now.now().isBefore(settled)
        ? refuse("the last change was at {}: reads may still show what was before", Utc.moment("ledger last change", latest, now.now()))
            .until(settled)
        : pass("no other change is under way");
  }
}
