package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.Charge;
import java.time.Instant;
import java.util.List;

/** So many raises in a rolling day and no more: what needs a fifth needs a person. */
final class RateGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.RATE;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.head(), head -> given(now.policy(), policy -> {
      List<Instant> ends =
          head.window().stream().filter(charge -> charge.raise() && charge.isHeld(now.now())).map(Charge::ends).sorted()
          .toList();
      int count = ends.size();
      Fact raises = Fact.counted("ledger window", now.now(), count, "raise", "raises");
      Fact limit = Fact.count("policy ratePerDay", now.now(), policy.ratePerDay(), "");
      return count < policy.ratePerDay() ? pass("{} in the last day, limit {}", raises, limit)
          : over(ends, policy.ratePerDay(), refuse("{} in the last day, limit {}", raises, limit));
    }));
  }

  /** Over when so many of them are older than a day that one more is allowed; never where none ever is. */
  private static GuardVerdict over(List<Instant> ends, int limit, GuardVerdict refused) {
    return limit > 0 ? refused.until(ends.get(ends.size() - limit)) : refused;
  }
}
