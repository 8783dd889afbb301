package io.auroraresponder.observation;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.RdsEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** What RDS says about a cluster's backups, read only; none of its calls wakes a paused cluster. Safe for several threads. */
public interface ClusterBackups {

  /**
   * Retention, restorable range and owner as they are now.
   *
   * @throws DependencyException when RDS did not answer or refused, or knows no such cluster
   */
  BackupSettings settings(ClusterState cluster);

  /**
   * Room for manual snapshots in the account and region.
   *
   * @throws DependencyException when RDS did not answer or refused, or names no such quota
   */
  SnapshotQuota quota();

  /**
   * All snapshots of the cluster, automated and manual, all pages, in no order.
   *
   * @throws DependencyException when a page stayed missing after retries: a part is not the whole
   */
  List<ClusterSnapshot> snapshots(ClusterState cluster);

  /**
   * Events of cluster snapshots, all pages, oldest first: of those named, and of automated ones that carry the cluster's name.
   *
   * @param snapshots identifiers of the cluster's snapshots
   * @throws DependencyException when a page stayed missing after retries: a part is not the whole
   */
  List<RdsEvent> snapshotEvents(ClusterState cluster, Collection<String> snapshots, Instant from, Instant to);
}
