package io.auroraresponder.lambda;

import io.auroraresponder.intake.RoutingTable;

/** The function of the backup runbook. */
public final class BackupFunction extends RunbookFunction {
  /** As Lambda makes it: from the environment, once a container. */
  public BackupFunction() {
    super(RoutingTable.BACKUP);
  }
}
