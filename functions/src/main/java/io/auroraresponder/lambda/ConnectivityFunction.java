package io.auroraresponder.lambda;

import io.auroraresponder.intake.RoutingTable;

/** The function of the connectivity runbook. */
public final class ConnectivityFunction extends RunbookFunction {
  /** As Lambda makes it: from the environment, once a container. */
  public ConnectivityFunction() {
    super(RoutingTable.CONNECTIVITY);
  }
}
