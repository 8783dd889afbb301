package io.auroraresponder.policy;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What the deployment allows at most, whatever a cluster's tags say. All values are our choice and can be set at deployment; a tag
 * can only make them stricter.
 *
 * @param defaultMode the mode of a cluster whose tags name none; {@code observe} unless set (ADR 0003)
 * @param highestMode the most that a tag may ask for
 * @param maxAcu the highest max that a raise may set, ACU
 * @param minAcu the highest min that a raise may set, ACU
 * @param step the largest factor by which one change may multiply a capacity, above 1
 * @param lease how long a raise lasts
 * @param budgetAcuHours ACU hours that raises of one cluster may cost at worst in a rolling day
 * @param cooldown the least time between two raises of one cluster, and between a give-back and a raise
 * @param ratePerDay raises of one cluster in a rolling day
 * @param eventAge an older signal is a hint to look, never a reason to act
 * @param evidenceAge how old the evidence of a cause may be when the change is sent
 * @param planExpiry how long a proposed plan waits for a person
 * @param freeze windows in which no cluster is changed
 * @param actions remedies that are allowed: {@code raise-max}, {@code raise-min}
 * @param deployment its own name: a cluster whose tag {@code deployment} names another is looked at and never changed
 * @param fleet what all clusters may do together
 */
public record HardLimits(
    Policy.Mode defaultMode,
    Policy.Mode highestMode,
    double maxAcu,
    double minAcu,
    double step,
    Duration lease,
    double budgetAcuHours,
    Duration cooldown,
    int ratePerDay,
    Duration eventAge,
    Duration evidenceAge,
    Duration planExpiry,
    List<FreezeWindow> freeze,
    Set<String> actions,
    String deployment,
    Fleet fleet) {

  /**
   * What all clusters of the deployment may do together. All of it is our choice.
   *
   * @param budgetAcuHours ACU hours that raises of all clusters may cost at worst in a rolling day: the usual budget of five clusters
   * @param raisedAtOnce how many clusters may be raised at the same time
   * @param burstShare the part of the opted-in clusters with an open alarm from which a raise may be about something that they share
   * @param burstFree how many clusters are raised all the same in such a burst before a person is asked
   */
  public record Fleet(double budgetAcuHours, int raisedAtOnce, double burstShare, int burstFree) {
    public static final Fleet DEFAULTS = new Fleet(480, 5, 0.2, 2);
  }

  /** The usual name of a deployment. */
  public static final String DEPLOYMENT = "aurora-responder";

  public static final HardLimits DEFAULTS =
      new HardLimits(
          Policy.Mode.OBSERVE,
          Policy.Mode.ACT,
          16,
          4,
          1.5,
          Duration.ofHours(4),
          96,
          Duration.ofMinutes(30),
          4,
          Duration.ofMinutes(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          List.of(),
          Set.of("raise-max", "raise-min"),
          DEPLOYMENT,
          Fleet.DEFAULTS);

  /** Limits of a deployment of the usual name. */
  public HardLimits(
      Policy.Mode defaultMode, Policy.Mode highestMode, double maxAcu, double minAcu, double step, Duration lease, double budgetAcuHours,
      Duration cooldown, int ratePerDay, Duration eventAge, Duration evidenceAge, Duration planExpiry, List<FreezeWindow> freeze,
      Set<String> actions) {
    this(defaultMode, highestMode, maxAcu, minAcu, step, lease, budgetAcuHours, cooldown, ratePerDay, eventAge, evidenceAge, planExpiry,
        freeze, actions, DEPLOYMENT, Fleet.DEFAULTS);
  }

  /** What they would be in a deployment that acts: for saying what would have been done. */
  public HardLimits ifActing() {
    return acting() ? this
        : new HardLimits(
            defaultMode, Policy.Mode.ACT, maxAcu, minAcu, step, lease, budgetAcuHours, cooldown, ratePerDay, eventAge, evidenceAge,
            planExpiry, freeze, actions, deployment, fleet);
  }

  /** Whether the deployment allows changes at all: in one that does not, a tag can ask for no more than a look. */
  public boolean acting() {
    return highestMode.compareTo(Policy.Mode.OBSERVE) > 0;
  }

  public HardLimits {
    if (maxAcu < 1 || minAcu < 0 || step <= 1 || budgetAcuHours < 0 || ratePerDay < 0) {
      throw new IllegalArgumentException("hard limits that make no sense: max " + maxAcu + ", min " + minAcu + ", step " + step);
    }
    freeze = List.copyOf(freeze);
    actions = Set.copyOf(actions);
  }
}
