package io.auroraresponder.observation;

import io.auroraresponder.incident.ClusterState;
import java.util.List;
import java.util.Map;

/**
 * What stands around a cluster and changes how its numbers read or whether it can pause, and what its own description does not tell.
 * Reading it wakes nothing. Safe for several threads.
 */
public interface ClusterSurroundings {

  /**
   * Names of the RDS Proxies whose targets belong to the cluster, sorted.
   *
   * @throws io.auroraresponder.incident.DependencyException when a page stayed missing, or there are too many proxies to look through
   */
  List<String> proxies(ClusterState cluster);

  /**
   * Names of the zero-ETL integrations whose source is the cluster, sorted.
   *
   * @throws io.auroraresponder.incident.DependencyException when a page stayed missing
   */
  List<String> integrations(ClusterState cluster);

  /**
   * The parameters that somebody set in the cluster's parameter group; engine defaults are not among them.
   *
   * @return name to value
   * @throws io.auroraresponder.incident.DependencyException when a page stayed missing
   */
  Map<String, String> parameters(ClusterState cluster);

  /**
   * Maintenance that waits for the cluster or one of its members, the soonest first, what has no date last.
   *
   * @throws io.auroraresponder.incident.DependencyException when a page stayed missing
   */
  List<PendingMaintenance> maintenance(ClusterState cluster);

  /**
   * Until when the major version of the cluster's engine is supported.
   *
   * @throws io.auroraresponder.incident.DependencyException when RDS says nothing of that version
   */
  EngineSupport support(ClusterState cluster);
}
