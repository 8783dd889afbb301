package io.auroraresponder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.google.gson.JsonParseException;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.ProbeRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Looks into a database of its VPC for a runbook function. It calls no service of AWS. */
public final class DatabaseProbeFunction implements Rehearsed {
  /** tcpmux: nothing has answered there for decades, and a loopback refuses at once. */
  private static final int NO_PORT = 1;

  private final DatabaseProbe probe;

  /** As Lambda makes it: from the environment, once a container. */
  public DatabaseProbeFunction() {
    this(Container.ofProcess().directProbe());
    Rehearsed.beforeSnapshots(this);
  }

  DatabaseProbeFunction(DatabaseProbe probe) {
    this.probe = probe;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
    byte[] bytes = event.readAllBytes();
    answer.write(answer(bytes, Duration.ofMillis(context.getRemainingTimeInMillis())).getBytes(StandardCharsets.UTF_8));
  }

  /** A look at this very machine, where no database listens: the driver is loaded and a token is signed with nobody's credentials. */
  @Override
  public void rehearse() {
    answer(SELF_CHECK, TimeBudgets.PROBE);
    ProbeRequest nowhere = new ProbeRequest("127.0.0.1", NO_PORT, "postgres", "nobody", "nowhere", "us-east-1");
    Container.rehearsalProbe().look(nowhere, Deadline.after(TimeBudgets.RESERVE));
  }

  private String answer(byte[] event, Duration left) {
    if (Request.of(event).isSelfCheck()) {
      return "{\"selfcheck\":\"awake\"}";
    }
    ProbeCall call;
    try {
      call = ProbeCall.read(new String(event, StandardCharsets.UTF_8));
    } catch (JsonParseException unreadable) {
      return "{\"rejected\":\"this is no request of a runbook function\"}";
    }
    Duration asked = Duration.ofMillis(Math.max(0, Math.min(call.withinMillis(), TimeBudgets.PROBE_LOOK.toMillis())));
    Deadline deadline = Deadline.after(left.minus(TimeBudgets.RESERVE)).atMost(asked);
    return new ProbeCall.Answer(probe.look(call.look(), deadline)).json();
  }
}
