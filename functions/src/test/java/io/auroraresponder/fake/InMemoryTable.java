package io.auroraresponder.fake;

import io.auroraresponder.ledger.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A linearizable table in memory; can be told to write and then not to answer. */
public final class InMemoryTable implements Table {
  private final Map<Key, Item> items = new LinkedHashMap<>();
  private final InstantSource clock;
  private boolean losesNextAnswer;

  public InMemoryTable(InstantSource clock) {
    this.clock = clock;
  }

  /** The next put lands, and its answer gets lost. */
  public synchronized void loseNextAnswer() {
    losesNextAnswer = true;
  }

  @Override
  public synchronized Optional<Item> get(Key key) {
    return Optional.ofNullable(items.get(key));
  }

  @Override
  public synchronized boolean put(Item item, Condition condition) {
    if (!holds(condition, Optional.ofNullable(items.get(item.key())))) {
      return false;
    }
    items.put(item.key(), item);
    if (losesNextAnswer) {
      losesNextAnswer = false;
      throw new TableUnavailableException("no answer", new IllegalStateException("time-out"));
    }
    return true;
  }

  @Override
  public synchronized void delete(Key key) {
    items.remove(key);
  }

  @Override
  public synchronized List<Item> all() {
    return List.copyOf(items.values());
  }

  @Override
  public String id() {
    return "table-1";
  }

  @Override
  public Instant date() {
    return clock.instant();
  }

  @Override
  public synchronized List<Item> query(String pk) {
    List<Item> found = new ArrayList<>(items.values().stream().filter(item -> item.key().pk().equals(pk)).toList());
    found.sort(Comparator.comparing(item -> item.key().sk()));
    return found;
  }

  private static boolean holds(Condition condition, Optional<Item> there) {
    return switch (condition) {
      case Condition.None none -> true;
      case Condition.Absent absent -> there.isEmpty();
      case Condition.NumberIs(String attribute, long value) ->
          there.map(item -> item.numbers().get(attribute)).filter(number -> number == value).isPresent();
      case Condition.AbsentOrTextIs(String attribute, String value) ->
          there.isEmpty() || there.map(item -> item.texts().get(attribute)).filter(value::equals).isPresent();
      case Condition.AbsentOrNumberBelow(String attribute, long limit) ->
          there.isEmpty() || there.map(item -> item.numbers().get(attribute)).filter(number -> number < limit).isPresent();
      case Condition.AbsentOrNumberAbove(String attribute, long limit) ->
          there.isEmpty() || there.map(item -> item.numbers().get(attribute)).filter(number -> number > limit).isPresent();
    };
  }
}
