package io.auroraresponder.lambda;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;

/** A request to a function that reads no signals: one JSON object; anything else is an empty one. */
record Request(JsonObject json) {

  static Request of(byte[] event) {
    try {
      JsonElement read = JsonParser.parseString(new String(event, StandardCharsets.UTF_8));
      return new Request(read.isJsonObject() ? read.getAsJsonObject() : new JsonObject());
    } catch (JsonParseException noJson) {
      return new Request(new JsonObject());
    }
  }

  /** The text or truth of that name as text; empty where there is none. */
  String text(String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString().strip() : "";
  }

  boolean has(String name) {
    return json.has(name);
  }

  /** Whether it only wants to know that the function is awake. */
  boolean isSelfCheck() {
    return text("selfcheck").equals("true");
  }
}
