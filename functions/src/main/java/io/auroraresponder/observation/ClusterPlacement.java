package io.auroraresponder.observation;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;

/** Where a cluster stands in its network; reading it wakes nothing. Safe for several threads. */
public interface ClusterPlacement {

  /**
   * Security groups, subnets and certificates as they are now.
   *
   * @throws DependencyException when RDS did not answer or refused
   */
  ClusterNetwork of(ClusterState cluster);
}
