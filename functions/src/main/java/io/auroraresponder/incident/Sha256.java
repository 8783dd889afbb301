package io.auroraresponder.incident;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a text in UTF-8, as 64 lower-case hex digits. */
public final class Sha256 {
  private static final int HALF = 16;

  /** Copied for each text: to look for the algorithm again takes a third as long as to compute it. */
  private static final MessageDigest EMPTY = empty();

  private Sha256() {}

  public static String of(String text) {
    return HexFormat.of().formatHex(digest(text));
  }

  /** The first half of it: enough to tell apart what nobody makes alike on purpose. */
  public static String half(String text) {
    return HexFormat.of().formatHex(digest(text), 0, HALF);
  }

  private static byte[] digest(String text) {
    try {
      MessageDigest digest = (MessageDigest) EMPTY.clone();
      return digest.digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException other) {
      throw new IllegalStateException("the platform's SHA-256 can be copied", other);
    }
  }

  private static MessageDigest empty() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java platform has SHA-256", absent);
    }
  }
}
