package io.auroraresponder.lambda;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the patrol sends when an incident is due: {@code {"resume":"orders-db"}}, the incident's key. No signal: what was signalled stands
 * in the ledger.
 */
final class HandedBack {
  private static final String RESUME = "resume";

  /** A key is a cluster's name, 63 characters at most; anything much longer is none. */
  private static final int LONGEST = 1_000;

  private HandedBack() {}

  static String of(String key) {
    JsonObject event = new JsonObject();
    event.addProperty(RESUME, key);
    return event.toString();
  }

  /** The key; empty where the event is something else. */
  static Optional<String> key(byte[] event) {
    if (event.length > LONGEST) {
      return Optional.empty();
    }
    try {
      JsonElement read = JsonParser.parseString(new String(event, StandardCharsets.UTF_8));
      if (!read.isJsonObject() || read.getAsJsonObject().size() != 1) {
        return Optional.empty();
      }
      JsonElement key = read.getAsJsonObject().get(RESUME);
      boolean isText = key != null && key.isJsonPrimitive() && key.getAsJsonPrimitive().isString() && !key.getAsString().isBlank();
      return isText ? Optional.of(key.getAsString()) : Optional.empty();
    } catch (JsonParseException noJson) {
      return Optional.empty();
    }
  }
}
