package io.auroraresponder.remediation.guard;

import io.auroraresponder.ledger.Charge;
import io.auroraresponder.policy.HardLimits;
import java.util.List;
import java.util.OptionalInt;

/**
 * What all clusters of the deployment do together, as one of them is to be raised.
 *
 * @param charges of all raises that are held against the day's budget now, any order
 * @param raised how many other clusters are raised, or about to be
 * @param optedIn how many clusters are opted in; empty where that was not counted lately
 * @param open clusters with an open incident, this one included
 */
public record FleetSituation(List<Charge> charges, int raised, OptionalInt optedIn, List<String> open, HardLimits.Fleet limits) {
  public FleetSituation {
    charges = List.copyOf(charges);
    open = List.copyOf(open);
  }

  /** ACU hours of all raises of the last day. */
  public double spent() {
    return charges.stream().mapToDouble(Charge::acuHours).sum();
  }

  /** Whether so many clusters have an alarm at once that a raise may be about something that they share; unsure means yes. */
  boolean isBurst() {
    return optedIn.isEmpty() || open.size() > limits.burstShare() * optedIn.getAsInt();
  }
}
