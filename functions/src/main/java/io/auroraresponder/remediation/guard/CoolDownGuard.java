package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.ClosedLease;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.policy.Policy;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Time to see what the change before did. Counts raises that may have been sent, and give-backs. */
final class CoolDownGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.COOL_DOWN;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.head(), head -> given(now.policy(), policy -> judge(now, head, policy)));
  }

  private GuardVerdict judge(Situation now, Head head, Policy policy) {
    if (head.lease().filter(lease -> lease.verdict() == Lease.Verdict.USED_UP).isPresent()) {
      return pass("a further step of a raise that is used up");
    }
    Fact limit = Utc.span("policy cooldown", policy.cooldown(), now.now());
    Stream<Instant> raises = head.window().stream().filter(Charge::raise).map(Charge::at);
    Stream<Instant> returns = head.last().filter(last -> last.end() == Lease.End.GIVEN_BACK).map(ClosedLease::closedAt).stream();
    Optional<Instant> latest = Stream.concat(raises, returns).max(Instant::compareTo);
    if (latest.isEmpty()) {
      return pass("no change in the last day, cool-down {}", limit);
    }
    Fact at = Utc.moment("ledger last change", latest.get(), now.now());
    return now.now().isBefore(latest.get().plus(policy.cooldown()))
        ? refuse("the last change was at {}, cool-down {}", at, limit).until(latest.get().plus(policy.cooldown()))
        : pass("the last change was at {}, cool-down {}", at, limit);
  }
}
