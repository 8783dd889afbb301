package io.auroraresponder.lambda;

import io.auroraresponder.intake.RoutingTable;

/** The function of the capacity runbook. */
public final class CapacityFunction extends RunbookFunction {
  /** As Lambda makes it: from the environment, once a container. */
  public CapacityFunction() {
    super(RoutingTable.CAPACITY);
  }
}
