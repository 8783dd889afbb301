package io.auroraresponder.remediation;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.ledger.Silence;

/** Where news of leases goes. */
public interface LeaseNewsSink {

  /**
   * Sends it; may be called again for the same news after a crash.
   *
   * @throws DependencyException when it could not be sent: the next sweep tells it again
   */
  void tell(LeaseNews news);

  /**
   * Sends that a silence began, to whoever hears of the cluster; a sink of leases alone sends nothing.
   *
   * @param slackChannel that the cluster's tag names; empty for none
   * @throws DependencyException as {@link #tell}
   */
  default void silenced(Silence silence, Phrase text, String slackChannel) {}
}
