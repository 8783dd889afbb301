package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.SignalWords;

/** What asked for this look, in its own words. */
final class SignalCheck extends HopCheck {
  SignalCheck() {
    super(Hop.BESIDE);
  }

  @Override
  CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    return result(
        Severity.INFO, SignalWords.of(evidence.incident().signal()), Phrase.EMPTY, evidence.incident().signal().at());
  }
}
