package io.auroraresponder.lab.torture;

import io.auroraresponder.ledger.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A linearizable table: items under conditions. It can be copied, restored from a copy and emptied, as DynamoDB tables can. */
final class WorldTable implements Table {
  private final Map<String, TreeMap<String, Item>> partitions = new HashMap<>();
  private final InstantSource clock;
  private final Watcher watcher;
  private String id;

  /** Sees each write once it has happened. */
  interface Watcher {
    void written(Item item);
  }

  WorldTable(String id, InstantSource clock, Watcher watcher) {
    this.id = id;
    this.clock = clock;
    this.watcher = watcher;
  }

  /** Everything as it is now. */
  List<Item> copy() {
    return all();
  }

  /** Another table of the same name from now on, with these items. */
  void restore(String newId, List<Item> items) {
    id = newId;
    partitions.clear();
    items.forEach(this::store);
  }

  /** All its items are deleted; it stays the same table. */
  void empty() {
    partitions.clear();
  }

  /** Changes an item by another hand: nobody sees it. */
  void poke(Item item) {
    store(item);
  }

  private void store(Item item) {
    partitions.computeIfAbsent(item.key().pk(), unseen -> new TreeMap<>()).put(item.key().sk(), item);
  }

  @Override
  public Optional<Item> get(Key key) {
    TreeMap<String, Item> partition = partitions.get(key.pk());
    return partition == null ? Optional.empty() : Optional.ofNullable(partition.get(key.sk()));
  }

  @Override
  public boolean put(Item item, Condition condition) {
    if (!holds(condition, get(item.key()))) {
      return false;
    }
    store(item);
    watcher.written(item);
    return true;
  }

  private static boolean holds(Condition condition, Optional<Item> there) {
    return switch (condition) {
      case Condition.None none -> true;
      case Condition.Absent absent -> there.isEmpty();
      case Condition.NumberIs(String attribute, long value) -> there.isPresent() && number(there.get(), attribute) == value;
      case Condition.AbsentOrTextIs(String attribute, String value) ->
          there.isEmpty() || there.get().texts().getOrDefault(attribute, "").equals(value);
      case Condition.AbsentOrNumberBelow(String attribute, long limit) -> there.isEmpty() || number(there.get(), attribute) < limit;
      case Condition.AbsentOrNumberAbove(String attribute, long limit) -> there.isEmpty() || number(there.get(), attribute) > limit;
    };
  }

  private static long number(Item item, String attribute) {
    return item.numbers().getOrDefault(attribute, Long.MIN_VALUE);
  }

  @Override
  public void delete(Key key) {
    TreeMap<String, Item> partition = partitions.get(key.pk());
    if (partition != null) {
      partition.remove(key.sk());
    }
  }

  @Override
  public List<Item> query(String pk) {
    TreeMap<String, Item> partition = partitions.get(pk);
    return partition == null ? List.of() : List.copyOf(partition.values());
  }

  @Override
  public List<Item> all() {
    List<Item> items = new ArrayList<>();
    new TreeMap<>(partitions).values().forEach(partition -> items.addAll(partition.values()));
    return items;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Instant date() {
    return clock.instant();
  }
}
