package io.auroraresponder.lab.account;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The tables of the account, whoever writes to them. Not safe for several threads; the account guards it. */
final class DynamoDbTables {
  private final Map<String, NavigableMap<Key, Map<String, AttributeValue>>> tables = new HashMap<>();

  private final Map<String, String> ids = new HashMap<>();
  private int made;

  record Key(String pk, String sk) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byPartition = pk.compareTo(other.pk);
      return byPartition == 0 ? sk.compareTo(other.sk) : byPartition;
    }
  }

  void create(String table) {
    tables.putIfAbsent(table, new TreeMap<>());
    ids.putIfAbsent(table, UUID.nameUUIDFromBytes((table + "#" + made++).getBytes(StandardCharsets.UTF_8)).toString());
  }

  /** What tells a table from others of its name. */
  Optional<String> id(@Nullable String table) {
    return table == null ? Optional.empty() : Optional.ofNullable(ids.get(table));
  }

  /** Loses every item: a table that was restored empty. */
  void empty(String table) {
    find(table).ifPresent(Map::clear);
  }

  Optional<NavigableMap<Key, Map<String, AttributeValue>>> find(@Nullable String table) {
    return table == null ? Optional.empty() : Optional.ofNullable(tables.get(table));
  }
}
