package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;

/** Is the cluster asleep? Then nothing connects: that would wake it. */
final class PauseCheck extends HopCheck {
  PauseCheck() {
    super(Hop.BESIDE);
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    if (cluster.writer().isEmpty() || StatusTable.ofCluster(cluster.status()).reach() == StatusTable.Reach.NO) {
      return open("there is no instance that could be paused");
    }
    Phrase wanted = Phrase.EMPTY;
    if (evidence.pause().awake()) {
      return result(Severity.OK, Phrase.of("the writer is awake"), wanted, evidence.at());
    }
    if (evidence.pause().paused()) {
      return result(Severity.INFO, Phrase.quoting(id(), evidence.at(), evidence.pause().reason()), wanted, evidence.at());
    }
    return open(evidence.at(), evidence.pause().reason());
  }
}
