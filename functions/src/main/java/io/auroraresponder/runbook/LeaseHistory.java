package io.auroraresponder.runbook;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;

/** What the ledger knows of changes of this cluster's range; read only. */
public interface LeaseHistory {

  /** How the live range relates to a lease. */
  enum Standing {
    /** No lease in force, none yielded in this incident. */
    FREE,
    /** A lease is in force and the live range is what it set. */
    IN_FORCE,
    /** A person or a deploy changed the range under a lease of this incident. */
    RESET
  }

  /**
   * How the live range relates to a lease, and who set it.
   *
   * @param changer who set the live range, where it was not the responder and CloudTrail's record of it was heard: an ARN or a service;
   *     empty where nobody is known
   */
  record Situation(Standing standing, String changer) {
    public static final Situation FREE = new Situation(Standing.FREE, "");
    public static final Situation IN_FORCE = new Situation(Standing.IN_FORCE, "");
    public static final Situation RESET = new Situation(Standing.RESET, "");

    public Situation by(String name) {
      return new Situation(standing, name);
    }

    public boolean free() {
      return standing == Standing.FREE;
    }

    public boolean inForce() {
      return standing == Standing.IN_FORCE;
    }

    public boolean reset() {
      return standing == Standing.RESET;
    }
  }

  /**
   * Reads it.
   *
   * @throws io.auroraresponder.incident.DependencyException when the ledger does not answer; the evidence then has a gap
   */
  Situation of(ClusterState live, Incident incident);
}
