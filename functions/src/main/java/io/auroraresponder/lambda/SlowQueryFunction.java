package io.auroraresponder.lambda;

import io.auroraresponder.intake.RoutingTable;

/** The function of the slow-queries runbook. */
public final class SlowQueryFunction extends RunbookFunction {
  /** As Lambda makes it: from the environment, once a container. */
  public SlowQueryFunction() {
    super(RoutingTable.SLOW_QUERIES);
  }
}
