package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.runbook.ClusterCheck;
import java.time.Instant;

/** A check of one hop. A critical finding means that the hop is broken. */
abstract class HopCheck extends ClusterCheck<ConnectivityEvidence> {
  private final Hop hop;

  HopCheck(Hop hop) {
    this.hop = hop;
  }

  final Hop hop() {
    return hop;
  }

  @Override
  public final String harm() {
    return hop.impact();
  }

  /** What DescribeDBClusters says of the cluster. */
  static Fact described(ClusterState cluster, String field, String value) {
    return word("rds:DescribeDBClusters " + field, cluster.at(), value);
  }

  /** A word that somebody else wrote and may have left empty. */
  static Fact word(String source, Instant at, String value) {
    return Fact.word(source, at, value);
  }

  static Fact port(ClusterState cluster) {
    return Fact.count("rds:DescribeDBClusters Port", cluster.at(), cluster.port(), "");
  }
}
