package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;

/** Is there an address to connect to? */
final class EndpointCheck extends HopCheck {
  EndpointCheck() {
    super(Hop.ENDPOINT);
  }

  @Override
  public Cause cause() {
    return Cause.CLUSTER_UNAVAILABLE;
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    Phrase wanted = Phrase.of("host and port");
    if (cluster.endpoint().isBlank()) {
      return result(Severity.CRITICAL, Phrase.of("the cluster has no endpoint"), wanted, cluster.at());
    }
    if (cluster.port() <= 0) {
      return open("the port of the cluster could not be read");
    }
    Phrase seen = Phrase.of("{} port {}", described(cluster, "Endpoint", cluster.endpoint()), port(cluster));
    return result(Severity.OK, seen, wanted, cluster.at());
  }
}
