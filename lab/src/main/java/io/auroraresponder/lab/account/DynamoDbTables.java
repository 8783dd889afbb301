package io.auroraresponder.lab.account;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The tables of the account and their backups, whoever writes to them. Not safe for several threads; the account guards it. */
final class DynamoDbTables {
  /** So far before now is the newest moment that a table can be restored to (DynamoDB developer guide, "Point-in-time recovery"). */
  static final Duration NOT_YET_RESTORABLE = Duration.ofMinutes(5);

  /** A table that is restored cannot be used at once; in AWS it takes minutes to hours. */
  private static final Duration RESTORING = Duration.ofMinutes(1);

  private final Map<String, Stored> tables = new HashMap<>();
  private final Map<String, Backup> backups = new TreeMap<>();
  private int made;

  record Key(String pk, String sk) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byPartition = pk.compareTo(other.pk);
      return byPartition == 0 ? sk.compareTo(other.sk) : byPartition;
    }
  }

  /** What a table held at a moment, under the name that it had. */
  record Backup(String arn, String name, String table, Instant at, Map<Key, Map<String, AttributeValue>> items) {}

  /** An item as it was from a moment on; empty where it was deleted. */
  private record Version(Instant at, Key key, Optional<Map<String, AttributeValue>> item) {}

  /** One table, from its creation to its deletion. */
  static final class Stored {
    private final String id;
    private final Instant usable;
    private final NavigableMap<Key, Map<String, AttributeValue>> items = new TreeMap<>();
    private final List<Version> versions = new ArrayList<>();
    private Optional<Instant> recoverableSince = Optional.empty();
    private boolean deletionProtected;

    private Stored(String id, Instant usable) {
      this.id = id;
      this.usable = usable;
    }

    /** What tells a table from others of its name. */
    String id() {
      return id;
    }

    boolean isUsable(Instant now) {
      return !now.isBefore(usable);
    }

    /** Its items, to be read; {@link #put} and {@link #remove} change them. */
    NavigableMap<Key, Map<String, AttributeValue>> items() {
      return items;
    }

    void put(Key key, Map<String, AttributeValue> item, Instant now) {
      items.put(key, item);
      remember(now, key, Optional.of(item));
    }

    void remove(Key key, Instant now) {
      items.remove(key);
      remember(now, key, Optional.empty());
    }

    private void remember(Instant now, Key key, Optional<Map<String, AttributeValue>> item) {
      if (recoverableSince.isPresent()) {
        versions.add(new Version(now, key, item));
      }
    }

    /** From now on it can be restored to every moment, or to none. */
    void recoverable(boolean on, Instant now) {
      versions.clear();
      recoverableSince = on ? Optional.of(recoverableSince.orElse(now)) : Optional.empty();
      if (on) {
        items.forEach((key, item) -> versions.add(new Version(now, key, Optional.of(item))));
      }
    }

    Optional<Instant> recoverableSince() {
      return recoverableSince;
    }

    /** What it held at a moment of those to which it can be restored. */
    Map<Key, Map<String, AttributeValue>> asOf(Instant moment) {
      Map<Key, Map<String, AttributeValue>> then = new TreeMap<>();
      for (Version version : versions) {
        if (version.at().isAfter(moment)) {
          break;
        }
        version.item().ifPresentOrElse(item -> then.put(version.key(), item), () -> then.remove(version.key()));
      }
      return then;
    }

    boolean deletionProtected() {
      return deletionProtected;
    }

    void deletionProtected(boolean next) {
      deletionProtected = next;
    }
  }

  /** An empty table that can be used at once; nothing happens where there is one. */
  void create(String table) {
    tables.computeIfAbsent(table, name -> new Stored(newId(name), Instant.MIN));
  }

  private String newId(String table) {
    return UUID.nameUUIDFromBytes((table + "#" + made++).getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** A table of its own with these items: no other's protection or recovery comes with them. */
  void restore(String table, Map<Key, Map<String, AttributeValue>> items, Instant now) {
    Stored stored = new Stored(newId(table), now.plus(RESTORING));
    stored.items.putAll(items);
    tables.put(table, stored);
  }

  void delete(String table) {
    tables.remove(table);
  }

  /** Keeps what a table holds now, whatever becomes of the table. */
  Backup backUp(String table, String name, String prefix, Instant now) {
    Stored stored = find(table).orElseThrow();
    String arn = prefix + "table/" + table + "/backup/" + String.format("%014d-%08x", now.toEpochMilli(), made++);
    Backup backup = new Backup(arn, name, table, now, Map.copyOf(stored.items));
    backups.put(arn, backup);
    return backup;
  }

  Optional<Backup> backup(@Nullable String arn) {
    return arn == null ? Optional.empty() : Optional.ofNullable(backups.get(arn));
  }

  /** Loses every item. */
  void empty(String table) {
    find(table).ifPresent(stored -> stored.items.clear());
  }

  Optional<Stored> find(@Nullable String table) {
    return table == null ? Optional.empty() : Optional.ofNullable(tables.get(table));
  }
}
