package io.auroraresponder.remediation;

import io.auroraresponder.policy.HardLimits;

/**
 * All settings of planning and acting.
 *
 * @param functionName the remediation function, as commands in messages name it
 */
public record RemediationSettings(HardLimits limits, Rates rates, ChangeTimes times, LeaseThresholds thresholds, String functionName) {

  public static RemediationSettings defaults(String functionName) {
    return new RemediationSettings(HardLimits.DEFAULTS, Rates.DEFAULTS, ChangeTimes.DEFAULTS, LeaseThresholds.DEFAULTS, functionName);
  }

  /** The same within other hard limits. */
  public RemediationSettings with(HardLimits others) {
    return new RemediationSettings(others, rates, times, thresholds, functionName);
  }
}
