package io.auroraresponder.remediation;

import io.auroraresponder.policy.HardLimits;

/** All settings of planning and acting. */
public record RemediationSettings(
    HardLimits limits, Rates rates, ChangeTimes times, LeaseThresholds thresholds, SlackApprovals slack) {

  public static RemediationSettings defaults() {
    return new RemediationSettings(HardLimits.DEFAULTS, Rates.DEFAULTS, ChangeTimes.DEFAULTS, LeaseThresholds.DEFAULTS,
        SlackApprovals.NONE);
  }

  /** The same within other hard limits. */
  public RemediationSettings with(HardLimits others) {
    return new RemediationSettings(others, rates, times, thresholds, slack);
  }

  /** The same with answers from Slack. */
  public RemediationSettings with(SlackApprovals others) {
    return new RemediationSettings(limits, rates, times, thresholds, others);
  }
}
