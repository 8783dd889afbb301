package io.auroraresponder.ledger;

import java.time.Instant;
import java.util.Map;

/**
 * What all clusters together may cost and how many are raised at once.
 *
 * @param ver one more with each write, 0 before the first
 * @param tableId the table that it was begun in
 * @param window charges of the last day by plan
 * @param raised since when each cluster is raised, or is about to be, by resource id
 * @param burstToldAt when people last heard that many clusters have an alarm at once; the epoch where they never did
 * @param optedIn how many clusters of the account are opted in, as counted last
 */
public record FleetHead(
    long ver, String writeId, String tableId, Instant at, Map<String, Charge> window, Map<String, Instant> raised, int optedIn,
    Instant countedAt, Instant burstToldAt) {
  public FleetHead {
    window = Map.copyOf(window);
    raised = Map.copyOf(raised);
  }

  /** ACU hours of the last day. */
  public double spent(Instant now) {
    return window.values().stream().filter(charge -> charge.isHeld(now)).mapToDouble(Charge::acuHours).sum();
  }

  /** The same with what raises cost and who is raised. */
  public FleetHead with(Map<String, Charge> charges, Map<String, Instant> raisedNow) {
    return new FleetHead(ver, writeId, tableId, at, charges, raisedNow, optedIn, countedAt, burstToldAt);
  }

  public FleetHead counted(int clusters, Instant now) {
    return new FleetHead(ver, writeId, tableId, at, window, raised, clusters, now, burstToldAt);
  }

  public FleetHead burstTold(Instant now) {
    return new FleetHead(ver, writeId, tableId, at, window, raised, optedIn, countedAt, now);
  }

  FleetHead written(String by, Instant now) {
    return new FleetHead(ver + 1, by, tableId, now, window, raised, optedIn, countedAt, burstToldAt);
  }
}
