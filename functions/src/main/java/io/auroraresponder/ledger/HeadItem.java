package io.auroraresponder.ledger;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.ClusterId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A head as an item: what conditions look at stands at the top, all else is JSON in text attributes. */
final class HeadItem {
  static final String PARTITION = "HEAD";
  static final String VER = "ver";

  private HeadItem() {}

  static Table.Key key(String resourceId) {
    return new Table.Key(PARTITION, resourceId);
  }

  static Table.Item write(Head head) {
    Map<String, String> texts = new HashMap<>();
    texts.put("cluster", head.cluster().value());
    texts.put("writeId", head.writeId());
    texts.put("at", head.at().toString());
    texts.put("window", array(head.window(), HeadItem::charge).toString());
    texts.put("suspect", array(head.suspects(), suspect -> dated(suspect.plan(), suspect.since())).toString());
    texts.put("plans", plans(head.plans()).toString());
    head.tail().ifPresent(tail -> texts.put("tail", ChainItem.tail(tail).toString()));
    head.change().ifPresent(change -> texts.put("change", ChangeJson.write(change).toString()));
    head.lease().ifPresent(lease -> texts.put("lease", LeaseJson.write(lease).toString()));
    head.pending().ifPresent(pending -> texts.put("pending", dated(pending.plan(), pending.since()).toString()));
    head.last().ifPresent(last -> texts.put("last", LeaseJson.write(last).toString()));
    return new Table.Item(key(head.resourceId()), texts, Map.of(VER, head.ver(), "changeNo", head.changeNo()));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws RuntimeException when the item is not a head: what cannot be understood must not be acted on
   */
  static Head read(Table.Item item) {
    ItemFields fields = new ItemFields(item);
    return new Head(
        item.key().sk(),
        new ClusterId(fields.text("cluster")),
        fields.number(VER),
        fields.text("writeId"),
        fields.time("at"),
        fields.number("changeNo"),
        optional(item, "tail", ChainItem::tail),
        optional(item, "change", ChangeJson::read),
        optional(item, "lease", LeaseJson::read),
        optional(item, "pending", json -> new Pending(PlanJson.read(json.object("plan")), json.time("since"))),
        list(fields, "window", HeadItem::charge),
        plans(object("plans", fields.text("plans"))),
        list(fields, "suspect", json -> new Suspect(PlanJson.read(json.object("plan")), json.time("since"))),
        optional(item, "last", LeaseJson::closed));
  }

  private static JsonObject dated(PlannedChange plan, Instant since) {
    JsonObject json = new JsonObject();
    json.add("plan", PlanJson.write(plan));
    json.addProperty("since", since.toString());
    return json;
  }

  private static JsonObject charge(Charge charge) {
    JsonObject json = new JsonObject();
    json.addProperty("at", charge.at().toString());
    json.addProperty("planId", charge.planId());
    json.addProperty("charge", charge.acuHours());
    json.addProperty("spanSeconds", charge.span().toSeconds());
    return json;
  }

  private static Charge charge(Fields json) {
    return new Charge(json.time("at"), json.text("planId"), json.number("charge"), Duration.ofSeconds(json.whole("spanSeconds")));
  }

  private static JsonObject plans(Map<String, PlanNote> plans) {
    JsonObject json = new JsonObject();
    plans.forEach((planId, note) -> {
      JsonObject each = new JsonObject();
      each.addProperty("result", note.result().name());
      each.addProperty("seq", note.seq());
      each.addProperty("at", note.at().toString());
      json.add(planId, each);
    });
    return json;
  }

  private static Map<String, PlanNote> plans(Fields json) {
    Map<String, PlanNote> plans = new HashMap<>();
    for (String planId : json.json().keySet()) {
      Fields note = json.object(planId);
      plans.put(planId, new PlanNote(PlanNote.Result.valueOf(note.text("result")), note.whole("seq"), note.time("at")));
    }
    return plans;
  }

  private static <T> JsonArray array(List<T> values, Function<T, JsonElement> write) {
    JsonArray all = new JsonArray();
    values.forEach(value -> all.add(write.apply(value)));
    return all;
  }

  private static <T> List<T> list(ItemFields fields, String name, Function<Fields, T> read) {
    return JsonParser.parseString(fields.text(name)).getAsJsonArray().asList().stream()
        .map(each -> read.apply(new Fields(name, each.getAsJsonObject())))
        .toList();
  }

  private static <T> Optional<T> optional(Table.Item item, String name, Function<Fields, T> read) {
    return Optional.ofNullable(item.texts().get(name)).map(text -> read.apply(object(name, text)));
  }

  private static Fields object(String name, String text) {
    return new Fields(name, JsonParser.parseString(text).getAsJsonObject());
  }
}
