package io.auroraresponder.remediation;

import io.auroraresponder.policy.HardLimits;
import java.util.Set;

/**
 * All settings of planning and acting.
 *
 * @param ownRoles names of the roles under which changes of ours are made; empty where the deployment does not say
 */
public record RemediationSettings(
    HardLimits limits, Rates rates, ChangeTimes times, LeaseThresholds thresholds, SlackApprovals slack, Set<String> ownRoles) {
  public RemediationSettings {
    ownRoles = Set.copyOf(ownRoles);
  }

  public static RemediationSettings defaults() {
    return new RemediationSettings(HardLimits.DEFAULTS, Rates.DEFAULTS, ChangeTimes.DEFAULTS, LeaseThresholds.DEFAULTS,
        SlackApprovals.NONE, Set.of());
  }

  /** The same within other hard limits. */
  public RemediationSettings with(HardLimits others) {
    return new RemediationSettings(others, rates, times, thresholds, slack, ownRoles);
  }

  /** The same with answers from Slack. */
  public RemediationSettings with(SlackApprovals others) {
    return new RemediationSettings(limits, rates, times, thresholds, others, ownRoles);
  }

  /** The same under roles of its own. */
  public RemediationSettings under(Set<String> roles) {
    return new RemediationSettings(limits, rates, times, thresholds, slack, roles);
  }
}
