package io.auroraresponder.lab.incident;

import com.google.gson.JsonParseException;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.lab.wire.Functions;
import io.auroraresponder.lambda.ProbeCall;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Functions of which the probe's look passes through the lab's hands: that leads it to this machine and gives ages as simulated time has
 * them.
 */
final class ProbeInvocations implements Functions {
  private final Functions functions;
  private final String probe;
  private final DatabaseProbe seen;

  /**
   * Around the functions.
   *
   * @param probe name of the probe's function
   * @param around what becomes of a look
   */
  ProbeInvocations(Functions functions, String probe, UnaryOperator<DatabaseProbe> around) {
    this.functions = functions;
    this.probe = probe;
    this.seen = around.apply(this::look);
  }

  /** The function gave no look. */
  private static final class NoLookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Invoked invoked;

    NoLookException(Invoked invoked) {
      super("the probe's function gave no look");
      this.invoked = invoked;
    }
  }

  @Override
  public Invoked invoke(String function, byte[] payload) throws UnknownFunctionException {
    if (!function.contains(probe)) {
      return functions.invoke(function, payload);
    }
    ProbeCall call;
    try {
      call = ProbeCall.read(new String(payload, StandardCharsets.UTF_8));
    } catch (JsonParseException other) {
      return functions.invoke(function, payload);
    }
    try {
      Look look = seen.look(call.look(), Deadline.after(Duration.ofMillis(call.withinMillis())));
      return Invoked.answered(new ProbeCall.Answer(look).json().getBytes(StandardCharsets.UTF_8));
    } catch (NoLookException none) {
      return none.invoked;
    }
  }

  private Look look(ProbeRequest request, Deadline deadline) {
    Invoked invoked;
    try {
      invoked = functions.invoke(probe, new ProbeCall(request, deadline.left().toMillis()).json().getBytes(StandardCharsets.UTF_8));
    } catch (UnknownFunctionException missing) {
      throw new IllegalStateException("the probe's function is deployed", missing);
    }
    SdkBytes payload = invoked.payload();
    try {
      if (invoked.error().isEmpty()) {
        return ProbeCall.Answer.read(payload.asUtf8String()).look();
      }
    } catch (JsonParseException noLook) {
      throw new NoLookException(Invoked.answered(payload.asByteArray()));
    }
    throw new NoLookException(invoked);
  }
}
