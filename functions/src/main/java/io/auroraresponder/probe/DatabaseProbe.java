package io.auroraresponder.probe;

import io.auroraresponder.incident.Deadline;

/** One read-only look into a database over one connection, bounded in time. */
public interface DatabaseProbe {

  /**
   * Looks once. Never throws for anything that the database, the network or the deadline does: that is the answer.
   *
   * @param deadline the probe ends before it, with whatever it has
   */
  Look look(ProbeRequest request, Deadline deadline);
}
