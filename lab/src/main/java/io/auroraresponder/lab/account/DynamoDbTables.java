package io.auroraresponder.lab.account;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The tables of the account, whoever writes to them. Not safe for several threads; the account guards it. */
final class DynamoDbTables {
  private final Map<String, NavigableMap<Key, Map<String, AttributeValue>>> tables = new HashMap<>();

  record Key(String pk, String sk) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byPartition = pk.compareTo(other.pk);
      return byPartition == 0 ? sk.compareTo(other.sk) : byPartition;
    }
  }

  void create(String table) {
    tables.putIfAbsent(table, new TreeMap<>());
  }

  /** Loses every item: a table that was restored empty. */
  void empty(String table) {
    find(table).ifPresent(Map::clear);
  }

  Optional<NavigableMap<Key, Map<String, AttributeValue>>> find(@Nullable String table) {
    return table == null ? Optional.empty() : Optional.ofNullable(tables.get(table));
  }
}
