package io.auroraresponder.intake;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks up which cluster something belongs to; read only, wakes nothing.
 *
 * <p>Every method throws {@link DependencyException} where the service did not answer: an empty answer means that there is none.
 */
public interface ClusterDirectory {

  /** The cluster of this name with its tags. */
  Optional<ClusterState> cluster(ClusterId id);

  /** The cluster that has this DB instance as a member; empty too where the instance belongs to no cluster. */
  Optional<ClusterId> clusterOfInstance(String instanceId);

  /** The name of the DB instance with this DbiResourceId, as written in {@code DB_PERF_INSIGHTS} expressions. */
  Optional<String> instanceOfResource(String dbiResourceId);

  /**
   * Whether there is a DB instance of this name that belongs to no cluster: a database of another kind, in which nobody of ours is
   * interested.
   */
  boolean standsAlone(String instanceId);

  /**
   * The cluster that this cluster snapshot was taken of.
   *
   * @param snapshotId automated ones with their {@code rds:}, by which RDS wants to be asked for automated snapshots
   */
  Optional<ClusterId> clusterOfSnapshot(String snapshotId);

  /**
   * Alarms by name, metric and composite alike; names that do not exist are left out.
   *
   * @param names alarm names, not ARNs; any number
   */
  List<AlarmDefinition> alarms(List<String> names);

  /** Every cluster of this account and region that schedules may look at, whether opted in or not. */
  List<ClusterState> clusters();

  /**
   * An alarm as far as it names databases.
   *
   * @param metrics each metric's name with its dimensions; empty for a composite alarm
   * @param rule a composite alarm's rule, empty for others
   */
  record AlarmDefinition(String name, List<Measured> metrics, String rule) {
    public AlarmDefinition {
      metrics = List.copyOf(metrics);
    }
  }

  /** One metric of an alarm. */
  record Measured(String namespace, String metric, Map<String, String> dimensions) {
    public Measured {
      dimensions = Map.copyOf(dimensions);
    }

    /** What an alarm's expression reads by itself: a Metrics Insights query, {@code DB_PERF_INSIGHTS}; empty for arithmetic. */
    public static List<Measured> in(String expression) {
      return AlarmReading.Watched.in(expression).stream()
          .map(one -> new Measured(one.namespace(), one.metric(), one.dimensions()))
          .toList();
    }
  }
}
