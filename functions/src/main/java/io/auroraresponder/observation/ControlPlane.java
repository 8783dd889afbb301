package io.auroraresponder.observation;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.RdsEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The RDS control plane, read only; none of its calls wakes a paused cluster. Safe for several threads. */
public interface ControlPlane {

  /**
   * The cluster with its members as they are now, limits not looked up; empty where no such cluster exists.
   *
   * @throws DependencyException when RDS did not answer or refused; member details alone missing do not throw, their fields stay empty
   */
  Optional<ClusterState> cluster(ClusterId id);

  /**
   * The same, read to learn whose a signal is; the look that follows at once may have this very answer from {@link #cluster}.
   *
   * @throws DependencyException as {@link #cluster(ClusterId)}
   */
  default Optional<ClusterState> ahead(ClusterId id) {
    return cluster(id);
  }

  /**
   * The cluster of that resource id, whatever its name is by now: it keeps the id when it is renamed, and when a blue/green switchover
   * gives its name to another (Aurora User Guide, "Overview of Amazon Aurora Blue/Green Deployments").
   *
   * @param stored the name that it had when it was read last
   * @throws DependencyException as {@link #cluster(ClusterId)}
   */
  default Optional<ClusterState> ofResource(String resourceId, ClusterId stored) {
    return cluster(stored).filter(state -> state.resourceId().equals(resourceId));
  }

  /**
   * How many clusters of account and region are opted in by their tag; empty where that cannot be counted.
   *
   * @throws DependencyException as {@link #cluster(ClusterId)}
   */
  default OptionalInt optedIn() {
    return OptionalInt.empty();
  }

  /**
   * Names of the blue/green deployments under way that the cluster is part of, as what is replaced or as what replaces it; one whose
   * switchover is complete is over.
   *
   * @throws DependencyException when they could not be listed
   */
  default List<String> blueGreenDeployments(ClusterState cluster) {
    throw new DependencyException("rds", "DescribeBlueGreenDeployments", "", false, "blue/green deployments were not listed", null);
  }

  /**
   * What engine version and platform version allow, the smaller of both.
   *
   * @throws DependencyException when it could not be looked up
   */
  ClusterState.RangeLimits limits(ClusterState cluster);

  /**
   * Events of the cluster and of each of its members, all pages, oldest first.
   *
   * @throws DependencyException when a page stayed missing after retries: a part is not the whole
   */
  List<RdsEvent> events(ClusterState cluster, Instant from, Instant to);
}
