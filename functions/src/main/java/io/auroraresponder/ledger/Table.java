package io.auroraresponder.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one table of the ledger: items under partition and sort key, written one at a time, each under a condition.
 *
 * <p>Linearizable: every read is strongly consistent. A call that throws {@link TableUnavailableException} may or may not have
 * written; the caller reads back.
 */
public interface Table {

  record Key(String pk, String sk) {}

  /**
   * One item. Nested values are JSON texts inside {@code texts}; everything that a condition or a time-to-live looks at stands at
   * the top.
   *
   * @param texts attribute name to text
   * @param numbers attribute name to whole number (versions, epoch seconds)
   */
  record Item(Key key, Map<String, String> texts, Map<String, Long> numbers) {
    public Item {
      texts = Map.copyOf(texts);
      numbers = Map.copyOf(numbers);
    }

    private Item with(Set<String> attributes) {
      Map<String, String> someTexts = new HashMap<>(texts);
      someTexts.keySet().retainAll(attributes);
      Map<String, Long> someNumbers = new HashMap<>(numbers);
      someNumbers.keySet().retainAll(attributes);
      return new Item(key, someTexts, someNumbers);
    }
  }

  /** What must hold of the item that is there now. */
  sealed interface Condition {
    record None() implements Condition {}

    /** No such item. */
    record Absent() implements Condition {}

    record NumberIs(String attribute, long value) implements Condition {}

    /** No such item, or its text is this one. */
    record AbsentOrTextIs(String attribute, String value) implements Condition {}

    /** No such item, or the number is below: a claim that has run out. */
    record AbsentOrNumberBelow(String attribute, long limit) implements Condition {}

    /** No such item, or the number is above: a reminder that is earlier than the one that is there. */
    record AbsentOrNumberAbove(String attribute, long limit) implements Condition {}

    Condition NONE = new None();
    Condition ABSENT = new Absent();
  }

  Optional<Item> get(Key key);

  /** Replaces the whole item; false where the condition did not hold, and then nothing was written. */
  boolean put(Item item, Condition condition);

  /** Removes the item; no error where there is none. */
  void delete(Key key);

  /** All items of a partition in the order of their sort keys, all pages. */
  List<Item> query(String pk);

  /** All items of the table, all pages: for small tables alone. */
  List<Item> all();

  /** The same, each item with these attributes alone beside its key. */
  default List<Item> all(Set<String> attributes) {
    return all().stream().map(item -> item.with(attributes)).toList();
  }

  /** What tells this table from every other, one of the same name made later or restored included; asked for once. */
  String id();

  /**
   * The time by the table's own clock, as its last answer told it.
   *
   * @throws TableUnavailableException before any answer
   */
  Instant date();

  /** The table did not answer: a write may have landed. */
  final class TableUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TableUnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
