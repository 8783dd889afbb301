package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import java.time.Duration;

/** So many raises in a rolling day and no more: what needs a fifth needs a person. */
final class RateGuard implements GuardRail {
  private static final Duration DAY = Duration.ofDays(1);

  @Override
  public ReasonCode code() {
    return ReasonCode.RATE;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.head(), head -> given(now.policy(), policy -> {
      long count = head.window().stream().filter(charge -> charge.raise() && charge.at().plus(DAY).isAfter(now.now())).count();
      Fact raises = Fact.counted("ledger window", now.now(), count, "raise", "raises");
      Fact limit = Fact.count("policy ratePerDay", now.now(), policy.ratePerDay(), "");
      return count < policy.ratePerDay() ? pass("{} in the last day, limit {}", raises, limit)
          : refuse("{} in the last day, limit {}", raises, limit);
    }));
  }
}
