package io.auroraresponder.runbook;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;

/** What the ledger knows of changes of this cluster's range; read only. */
public interface LeaseHistory {

  /** How the live range relates to a lease. */
  enum Situation {
    /** No lease in force, none yielded in this incident. */
    FREE,
    /** A lease is in force and the live range is what it set. */
    IN_FORCE,
    /** A person or a deploy changed the range under a lease of this incident. */
    RESET
  }

  /**
   * Reads it.
   *
   * @throws io.auroraresponder.incident.DependencyException when the ledger does not answer; the evidence then has a gap
   */
  Situation of(ClusterState live, Incident incident);
}
