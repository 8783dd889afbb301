package io.auroraresponder.lab.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Names that AWS would invent: the same for the same cluster in every run, so that reports can be compared. */
public final class ResourceIds {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int LENGTH = 26;

  private ResourceIds() {}

  /** DbClusterResourceId. */
  public static String cluster(String id) {
    return "cluster-" + invented("cluster/" + id);
  }

  /** DbiResourceId. */
  static String instance(String id) {
    return "db-" + invented("db/" + id);
  }

  private static String invented(String seed) {
    byte[] hash = sha256(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(hash[i] & 31));
    }
    return text.toString();
  }

  private static byte[] sha256(String seed) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
