package io.auroraresponder.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of an event itself, made from what its sender says about it and never from a wrapper, so that the same event has the same
 * key whether it came by EventBridge, SNS, SQS or twice.
 */
final class EventKey {
  /** Of the digest, 32 digits. */
  private static final int BYTES = 16;

  private EventKey() {}

  /** {@code kind} and a digest of the parts; each part counts with its length, so that parts cannot run into each other. */
  static String of(String kind, String... parts) {
    StringBuilder joined = new StringBuilder();
    for (String part : parts) {
      joined.append(part.length()).append(':').append(part);
    }
    return kind + "-" + digest(joined.toString());
  }

  private static String digest(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)), 0, BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
