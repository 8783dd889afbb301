package io.auroraresponder.ledger;

import com.google.gson.JsonObject;
import io.auroraresponder.incident.ScalingRange;

/** A range as the ledger stores it: halves of an ACU, whole numbers only. */
final class RangeJson {
  private RangeJson() {}

  static JsonObject write(ScalingRange range) {
    JsonObject json = new JsonObject();
    json.addProperty("minHalves", range.minHalves());
    json.addProperty("maxHalves", range.maxHalves());
    json.addProperty("pauseSeconds", range.pauseSeconds());
    return json;
  }

  static ScalingRange read(Fields json) {
    return new ScalingRange((int) json.whole("minHalves"), (int) json.whole("maxHalves"), (int) json.whole("pauseSeconds"));
  }
}
