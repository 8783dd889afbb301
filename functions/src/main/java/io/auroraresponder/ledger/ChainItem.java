package io.auroraresponder.ledger;

import java.util.Locale;
import java.util.Map;

/** A chain entry as an item of its own, and as the tail inside the head. */
final class ChainItem {
  static final String HASH = "hash";

  private ChainItem() {}

  static String partition(String resourceId) {
    return "CHAIN#" + resourceId;
  }

  static Table.Key key(String resourceId, long seq) {
    return new Table.Key(partition(resourceId), String.format(Locale.ROOT, "%010d", seq));
  }

  static Table.Item item(String resourceId, ChainEntry entry) {
    return new Table.Item(
        key(resourceId, entry.seq()),
        Map.of(
            "prev", entry.prev(), HASH, entry.hash(), "at", entry.at().toString(), "kind", entry.kind().name(), "body", entry.body()),
        Map.of("seq", entry.seq()));
  }

  static ChainEntry entry(Table.Item item) {
    ItemFields fields = new ItemFields(item);
    return new ChainEntry(
        fields.number("seq"), fields.text("prev"), fields.text(HASH), fields.time("at"), EntryKind.valueOf(fields.text("kind")),
        fields.text("body"));
  }
}
