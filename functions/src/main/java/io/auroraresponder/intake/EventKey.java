package io.auroraresponder.intake;

import io.auroraresponder.incident.Sha256;

/**
 * The name of an event itself, made from what its sender says about it and never from a wrapper, so that the same event has the same
 * key whether it came by EventBridge, SNS, SQS or twice.
 */
final class EventKey {
  private EventKey() {}

  /** {@code kind} and a digest of the parts; each part counts with its length, so that parts cannot run into each other. */
  static String of(String kind, String... parts) {
    StringBuilder joined = new StringBuilder();
    for (String part : parts) {
      joined.append(part.length()).append(':').append(part);
    }
    return kind + "-" + Sha256.half(joined.toString());
  }
}
