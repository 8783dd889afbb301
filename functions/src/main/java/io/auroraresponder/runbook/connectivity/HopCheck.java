package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;
import java.util.List;

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

  final CheckResult open(String reason) {
    return CheckResult.open(id(), Phrase.of(reason));
  }

  /** For a reason in somebody else's words. */
  final CheckResult open(Instant at, String reason) {
    return CheckResult.open(id(), Phrase.quoting(id(), at, reason));
  }

  final CheckResult result(Severity severity, Phrase seen, Phrase limit, Instant since, Advice... advice) {
    return CheckResult.of(new Finding(id(), severity, seen, seen, limit, since, List.of(advice)));
  }

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
