package io.auroraresponder.lambda;

import io.auroraresponder.intake.RoutingTable;

/** The function of the scaling runbook. */
public final class ScalingFunction extends RunbookFunction {
  /** As Lambda makes it: from the environment, once a container. */
  public ScalingFunction() {
    super(RoutingTable.SCALING);
  }
}
