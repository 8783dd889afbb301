package io.auroraresponder.observation;

import java.time.Instant;

/** Remembers what clusters were like when they were last found healthy. Safe for several threads. */
public interface HealthyHistory {

  /**
   * The last healthy look at the cluster; a part that nobody has kept, or that is too old to be kept, is unavailable.
   *
   * @param resourceId DbClusterResourceId: a name may be used again for another cluster
   * @throws io.auroraresponder.incident.DependencyException when the memory did not answer
   */
  HealthyLook last(String resourceId);

  /**
   * Keeps what is known of {@code look} in place of an older one; a newer one stays. Never throws: what could not be kept is missing
   * in the next incident, and that is said there.
   */
  void keep(String resourceId, HealthyLook look);

  /**
   * Keeps the max_connections that a look found in force, healthy or not: a lease is given back only where it fits. Never throws; what
   * could not be kept is not known then.
   *
   * @param leased whether a lease was in force, or may have been
   */
  void keepLimit(String resourceId, String member, int maxConnections, boolean leased, Instant at);
}
