package io.auroraresponder.fake;

import io.auroraresponder.ledger.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A linearizable table in memory whose calls can fail before or after their effect, come late or come twice. */
public final class FaultyTable implements Table {
  private final Map<Key, Item> items = new HashMap<>();
  private final Deque<Runnable> late = new ArrayDeque<>();
  private final InstantSource clock;
  private Fates fates = Fates.GOOD;
  private String id = "table-1";
  private Duration ahead = Duration.ZERO;

  public FaultyTable(InstantSource clock) {
    this.clock = clock;
  }

  public void fates(Fates next) {
    fates = next;
  }

  /** Lets the oldest delayed write happen now; false where none waits. */
  public boolean landOne() {
    Runnable first = late.poll();
    if (first == null) {
      return false;
    }
    first.run();
    return true;
  }

  /** The same items, where nothing ever goes wrong. */
  public Table sound() {
    return new Sound();
  }

  /** Looks without being a call. */
  public Optional<Item> peek(Key key) {
    return Optional.ofNullable(items.get(key));
  }

  /** Changes without being a call. */
  public void poke(Item item) {
    items.put(item.key(), item);
  }

  public void drop(Key key) {
    items.remove(key);
  }

  @Override
  public Optional<Item> get(Key key) {
    return reading("table:get", () -> Optional.ofNullable(items.get(key)));
  }

  @Override
  public List<Item> query(String pk) {
    return reading("table:query", () -> partition(pk));
  }

  @Override
  public List<Item> all() {
    return reading("table:scan", () -> List.copyOf(items.values()));
  }

  @Override
  public String id() {
    return reading("table:id", () -> id);
  }

  @Override
  public Instant date() {
    return clock.instant().plus(ahead);
  }

  /** Another table of the same name from now on: restored, or made anew. */
  public void becomes(String other) {
    id = other;
  }

  /** The table's own clock stands this much before that of whoever asks. */
  public void ahead(Duration next) {
    ahead = next;
  }

  private List<Item> partition(String pk) {
    return items.values().stream().filter(item -> item.key().pk().equals(pk)).sorted(Comparator.comparing(item -> item.key().sk()))
        .toList();
  }

  @Override
  public void delete(Key key) {
    reading("table:delete", () -> Optional.ofNullable(items.remove(key)));
  }

  private <T> T reading(String call, Supplier<T> read) {
    return switch (fates.of(call)) {
      case CRASH_BEFORE, CRASH_AFTER -> throw new Crash();
      case GO, DUPLICATE -> read.get();
      case TIMEOUT_BEFORE, TIMEOUT_AFTER, DELAY, THROTTLE, REFUSE ->
          throw new TableUnavailableException("timed out", new IllegalStateException(call));
    };
  }

  @Override
  public boolean put(Item item, Condition condition) {
    return switch (fates.of("table:put")) {
      case GO -> write(item, condition);
      case CRASH_BEFORE -> throw new Crash();
      case CRASH_AFTER -> {
        write(item, condition);
        throw new Crash();
      }
      case TIMEOUT_AFTER -> {
        write(item, condition);
        throw new TableUnavailableException("timed out", new IllegalStateException("put"));
      }
      case DELAY -> {
        late.add(() -> write(item, condition));
        throw new TableUnavailableException("timed out", new IllegalStateException("put"));
      }
      case DUPLICATE -> {
        write(item, condition);
        yield write(item, condition);
      }
      case TIMEOUT_BEFORE, THROTTLE, REFUSE -> throw new TableUnavailableException("timed out", new IllegalStateException("put"));
    };
  }

  private boolean write(Item item, Condition condition) {
    if (!holds(condition, Optional.ofNullable(items.get(item.key())))) {
      return false;
    }
    items.put(item.key(), item);
    return true;
  }

  private static boolean holds(Condition condition, Optional<Item> there) {
    return switch (condition) {
      case Condition.None none -> true;
      case Condition.Absent absent -> there.isEmpty();
      case Condition.NumberIs(String attribute, long value) ->
          there.map(item -> item.numbers().getOrDefault(attribute, Long.MIN_VALUE) == value).orElse(false);
      case Condition.AbsentOrTextIs(String attribute, String value) ->
          there.map(item -> item.texts().getOrDefault(attribute, "").equals(value)).orElse(true);
      case Condition.AbsentOrNumberBelow(String attribute, long limit) ->
          there.map(item -> item.numbers().getOrDefault(attribute, Long.MIN_VALUE) < limit).orElse(true);
      case Condition.AbsentOrNumberAbove(String attribute, long limit) ->
          there.map(item -> item.numbers().getOrDefault(attribute, Long.MIN_VALUE) > limit).orElse(true);
    };
  }

  private final class Sound implements Table {
    @Override
    public Optional<Item> get(Key key) {
      return peek(key);
    }

    @Override
    public boolean put(Item item, Condition condition) {
      return write(item, condition);
    }

    @Override
    public void delete(Key key) {
      drop(key);
    }

    @Override
    public List<Item> query(String pk) {
      return partition(pk);
    }

    @Override
    public List<Item> all() {
      return List.copyOf(items.values());
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Instant date() {
      return clock.instant().plus(ahead);
    }
  }
}
