package io.auroraresponder.lambda;

import io.auroraresponder.incident.DependencyException;
import java.time.Duration;

/** One function asks another. Every method throws {@link DependencyException} where the other did not do what was asked. */
public interface FunctionCalls {

  /** Waits for the answer, one request on the wire. */
  String ask(String function, String payload, Duration within);

  /** Hands an event over and does not wait for what becomes of it. */
  void send(String function, String payload);
}
