package io.auroraresponder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.auroraresponder.intake.RoutingTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The function of the backup runbook. */
public final class BackupFunction implements Rehearsed {
  private final RunbookFunction function;

  /** As Lambda makes it: from the environment, once a container. */
  public BackupFunction() {
    this.function = Container.ofProcess().runbook(RoutingTable.BACKUP);
    Rehearsed.beforeSnapshots(this);
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
    function.handleRequest(event, answer, context);
  }

  @Override
  public void rehearse() {
    function.rehearse();
  }
}
