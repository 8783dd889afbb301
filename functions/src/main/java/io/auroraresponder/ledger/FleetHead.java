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
 * @param optedIn how many clusters of the account are opted in, as counted last
 */
public record FleetHead(
    long ver, String writeId, String tableId, Instant at, Map<String, Charge> window, Map<String, Instant> raised, int optedIn,
    Instant countedAt) {
  public FleetHead {
    window = Map.copyOf(window);
    raised = Map.copyOf(raised);
  }
}
