package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.connectivity.StatusTable.Meaning;

/** Can clients connect to a cluster in this status? */
final class ClusterStatusCheck extends HopCheck {
  ClusterStatusCheck() {
    super(Hop.CLUSTER);
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    Meaning meaning = StatusTable.ofCluster(cluster.status());
    Phrase seen = Phrase.of("status {}: " + meaning.words(), described(cluster, "Status", cluster.status()));
    return result(severity(meaning), seen, Phrase.of("a status in which clients can connect"), cluster.at(), advice(cluster))
        .as(word(cluster.status()));
  }

  /** A cluster that RDS closed for its key, or that fails over, has a word of its own. */
  private static Cause word(String status) {
    if (status.startsWith(StatusTable.KEY_LOST)) {
      return Cause.ENCRYPTION_KEY_UNAVAILABLE;
    }
    return status.equals("failing-over") ? Cause.FAILOVER_UNDER_WAY : Cause.CLUSTER_UNAVAILABLE;
  }

  private static Severity severity(Meaning meaning) {
    return switch (meaning.reach()) {
      case YES -> Severity.OK;
      case MAYBE, UNKNOWN -> Severity.WARNING;
      case NO -> Severity.CRITICAL;
    };
  }

  private static Advice[] advice(ClusterState cluster) {
    String id = cluster.id().value();
    return switch (cluster.status()) {
      case "stopped" -> new Advice[] {new Advice(Phrase.of("Start it:"),
          Phrase.of("aws rds start-db-cluster --db-cluster-identifier " + id))};
      case StatusTable.KEY_LOST_RECOVERABLE ->
          new Advice[] {
            new Advice(
                Phrase.of("Enable the KMS key or restore the grant of RDS, then start the cluster. RDS keeps it recoverable for some "
                + "days only:"),
                Phrase.of("aws rds start-db-cluster --db-cluster-identifier " + id))
          };
      case StatusTable.KEY_LOST -> new Advice[] {new Advice(
          Phrase.of("Restore the latest backup whose key still works; these are there, each with its key:"),
          Phrase.of("aws rds describe-db-cluster-snapshots --db-cluster-identifier " + id
              + " --query 'DBClusterSnapshots[].[SnapshotCreateTime,DBClusterSnapshotIdentifier,KmsKeyId]'"))};
      case "available" -> new Advice[0];
      default -> new Advice[] {Calls.events("See what RDS does with it, and wait until it is available", id, cluster.at())};
    };
  }
}
