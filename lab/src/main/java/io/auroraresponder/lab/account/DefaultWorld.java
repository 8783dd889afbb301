package io.auroraresponder.lab.account;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The world of {@code invoke} where no other is given: {@code orders-db}, {@code billing-db} and {@code warehouse-db}. */
public final class DefaultWorld {
  private static final String FILE = "default-world.yaml";

  private DefaultWorld() {}

  /** As it stands in the file: account 111122223333, eu-west-1. */
  public static World get() {
    try (InputStream in = DefaultWorld.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the lab's jar");
      }
      return WorldFile.parse(FILE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Where and when an event happened: its own account and region are the ones run in. */
  public static World in(String account, String region, Instant now) {
    return get().in(account, region, now);
  }
}
