package io.auroraresponder.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.auroraresponder.aws.Rehearsal;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A function that is rehearsed before SnapStart takes its picture: it answers a self-check, and each service that it calls is played once
 * without a network, so that the first alarm after a restore finds the classes loaded.
 *
 * <p>A rehearsal that goes wrong is logged and stops no deployment. After a restore there is nothing to renew: clients ask for
 * credentials, names and the time anew (Lambda Developer Guide, "Handling uniqueness with Lambda SnapStart").
 */
interface Rehearsed extends RequestStreamHandler, Resource {
  byte[] SELF_CHECK = "{\"selfcheck\":true}".getBytes(StandardCharsets.UTF_8);

  /** What Lambda calls a start that ends in a snapshot (Developer Guide, "Defined runtime environment variables"). */
  String SNAPSHOTS = "snap-start";

  /** Answers {@link #SELF_CHECK}, without any call to a service. */
  void rehearse();

  /**
   * Has it rehearsed when a snapshot is taken. Lambda knows its hooks by weak references only, so this is said of the handler itself, which
   * stays. Where Lambda says that it takes no snapshot, nothing is registered: that loads more classes than a small function has.
   */
  static void beforeSnapshots(Rehearsed handler) {
    if (Settings.environment().text("AWS_LAMBDA_INITIALIZATION_TYPE", SNAPSHOTS).equals(SNAPSHOTS)) {
      Core.getGlobalContext().register(handler);
    }
  }

  @Override
  default void beforeCheckpoint(Context<? extends Resource> context) {
    Logger log = LoggerFactory.getLogger(getClass());
    try {
      rehearse();
      Set<String> played = new Rehearsal(Settings.environment().text("AWS_REGION")).play(DeployedFunction.handledBy(getClass()).calls());
      log.atInfo().setMessage("rehearsed before the snapshot").addKeyValue("services", String.join(",", played)).log();
    } catch (RuntimeException | LinkageError failure) {
      log.atWarn().setMessage("rehearsal went wrong: the first calls after a restore will be slower").setCause(failure).log();
    }
  }

  @Override
  default void afterRestore(Context<? extends Resource> context) {}
}
