package io.auroraresponder.ledger;

import java.time.Instant;

/** An item's attributes, read strictly: a missing one is a broken item. */
record ItemFields(Table.Item item) {

  String text(String name) {
    String value = item.texts().get(name);
    if (value == null) {
      throw new IllegalStateException("item " + item.key() + " lacks " + name);
    }
    return value;
  }

  long number(String name) {
    Long value = item.numbers().get(name);
    if (value == null) {
      throw new IllegalStateException("item " + item.key() + " lacks " + name);
    }
    return value;
  }

  Instant time(String name) {
    return Instant.parse(text(name));
  }
}
