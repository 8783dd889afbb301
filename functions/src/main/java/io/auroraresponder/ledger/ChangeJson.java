package io.auroraresponder.ledger;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** The change in the slot as the ledger stores it. */
final class ChangeJson {
  private ChangeJson() {}

  static JsonObject write(Change change) {
    JsonObject json = new JsonObject();
    json.add("plan", PlanJson.write(change.plan()));
    json.addProperty("phase", change.phase().name());
    json.addProperty("intent", change.intent());
    json.addProperty("by", change.by());
    json.addProperty("begunAt", change.begunAt().toString());
    json.addProperty("sendBy", change.sendBy().toString());
    json.addProperty("notBefore", change.notBefore().toString());
    json.addProperty("charge", change.charge());
    json.addProperty("since", change.since().toString());
    change.readBackAt().ifPresent(at -> json.addProperty("readBackAt", at.toString()));
    json.addProperty("escalated", change.escalated());
    return json;
  }

  static Change read(Fields json) {
    Optional<Instant> readBackAt = json.has("readBackAt") ? Optional.of(json.time("readBackAt")) : Optional.empty();
    return new Change(
        PlanJson.read(json.object("plan")), Change.Phase.valueOf(json.text("phase")), json.text("intent"), json.text("by"),
        json.time("begunAt"), json.time("sendBy"), json.time("notBefore"), json.number("charge"), json.time("since"), readBackAt,
        json.flag("escalated"));
  }
}
