package io.auroraresponder.remediation;

import io.auroraresponder.incident.DependencyException;

/** Where news of leases goes. */
public interface LeaseNewsSink {

  /**
   * Sends it; may be called again for the same news after a crash.
   *
   * @throws DependencyException when it could not be sent: the next sweep tells it again
   */
  void tell(LeaseNews news);
}
