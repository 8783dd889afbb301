package io.auroraresponder.ledger;

import com.google.gson.JsonObject;
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

  static JsonObject tail(ChainEntry entry) {
    JsonObject json = new JsonObject();
    json.addProperty("seq", entry.seq());
    json.addProperty("prev", entry.prev());
    json.addProperty(HASH, entry.hash());
    json.addProperty("at", entry.at().toString());
    json.addProperty("kind", entry.kind().name());
    json.addProperty("body", entry.body());
    return json;
  }

  static ChainEntry tail(Fields json) {
    return new ChainEntry(
        json.whole("seq"), json.text("prev"), json.text(HASH), json.time("at"), EntryKind.valueOf(json.text("kind")), json.text("body"));
  }
}
