package io.auroraresponder.lab.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts lists into pages whose markers say nothing to the caller, as AWS does. */
final class Pages {
  private static final String PREFIX = "page-after-";

  private Pages() {}

  /** One page; {@code marker} is null on the last one. */
  record Page<T>(List<T> items, @Nullable String marker) {}

  /**
   * The page behind {@code marker}.
   *
   * @throws IllegalArgumentException for a marker that was never given
   */
  static <T> Page<T> page(List<T> all, @Nullable String marker, int size) {
    int from = marker == null || marker.isEmpty() ? 0 : position(marker);
    if (from > all.size()) {
      throw new IllegalArgumentException("a marker that was never given");
    }
    int to = Math.min(all.size(), from + size);
    return new Page<>(List.copyOf(all.subList(from, to)), to < all.size() ? PREFIX + to : null);
  }

  private static int position(String marker) {
    if (!marker.startsWith(PREFIX) || !marker.substring(PREFIX.length()).matches("\\d{1,9}")) {
      throw new IllegalArgumentException("a marker that was never given");
    }
    return Integer.parseInt(marker.substring(PREFIX.length()));
  }
}
