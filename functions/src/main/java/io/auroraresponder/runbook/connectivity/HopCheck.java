package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;

/** A check of one hop; without a cluster it is inconclusive. A critical finding means that the hop is broken. */
abstract class HopCheck implements Check<ConnectivityEvidence> {
  private final Hop hop;

  HopCheck(Hop hop) {
    this.hop = hop;
  }

  final Hop hop() {
    return hop;
  }

  @Override
  public final CheckResult examine(ConnectivityEvidence evidence) {
    return switch (evidence.cluster()) {
      case Reading.Known<ClusterState> known -> examine(evidence, known.value());
      case Reading.Unavailable<ClusterState> gap -> open("the cluster could not be read");
    };
  }

  abstract CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster);

  /** What DescribeDBClusters says of the cluster. */
  static Fact described(ClusterState cluster, String field, String value) {
    return word("rds:DescribeDBClusters " + field, cluster.at(), value);
  }

  /** A word that somebody else wrote and may have left empty. */
  static Fact word(String source, Instant at, String value) {
    return Fact.word(source, at, value.isBlank() ? "(none)" : value);
  }

  static Fact port(ClusterState cluster) {
    return Fact.count("rds:DescribeDBClusters Port", cluster.at(), cluster.port(), "");
  }
}
