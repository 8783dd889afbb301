package io.auroraresponder.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * What a raise, or more of it, may cost at worst, held against the day's budget for 24 hours.
 *
 * @param at when it was written
 * @param planId the plan, or the lease that was renewed, that a member joined or that went over its end
 * @param acuHours the charge; after a give-back what was really held
 * @param span the time that the charge covers
 * @param raise whether it is a raise of its own, which rate and cool-down count
 */
public record Charge(Instant at, String planId, double acuHours, Duration span, boolean raise) {
  private static final Duration HELD = Duration.ofDays(1);

  /** Until when it is held against the budget. */
  public Instant ends() {
    return at.plus(HELD);
  }

  /** Whether it still is. */
  public boolean isHeld(Instant now) {
    return ends().isAfter(now);
  }
}
