package io.auroraresponder.lab.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Server settings by name, as PostgreSQL spells them; what an incident does not set has the lab's default.
 *
 * <p>The defaults make a small, fast server that forgets: no fsync, no JIT, 64 MB of buffers.
 */
public record ServerSettings(Map<String, String> values) {
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("shared_preload_libraries", "pg_stat_statements"),
          Map.entry("pg_stat_statements.track", "all"),
          Map.entry("compute_query_id", "on"),
          Map.entry("track_activity_query_size", "4096"),
          Map.entry("track_functions", "none"),
          Map.entry("max_connections", "200"),
          Map.entry("shared_buffers", "64MB"),
          Map.entry("fsync", "off"),
          Map.entry("full_page_writes", "off"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("max_wal_size", "512MB"),
          Map.entry("jit", "off"),
          Map.entry("max_parallel_workers_per_gather", "0"),
          Map.entry("listen_addresses", "127.0.0.1"),
          Map.entry("unix_socket_directories", ""),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("log_min_messages", "fatal"));

  public ServerSettings {
    values = Map.copyOf(values);
  }

  public static ServerSettings defaults() {
    return new ServerSettings(Map.of());
  }

  /** In a fixed order, so that equal settings give equal command lines. */
  List<String> arguments() {
    Map<String, String> all = new TreeMap<>(DEFAULTS);
    all.putAll(values);
    List<String> words = new ArrayList<>();
    all.forEach(
        (name, value) -> {
          words.add("-c");
          words.add(name + "=" + value);
        });
    return words;
  }
}
