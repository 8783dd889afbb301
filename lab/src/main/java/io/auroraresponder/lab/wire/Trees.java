package io.auroraresponder.lab.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;

/** Bodies as trees: JSON and CBOR alike, bytes as Base64, times as numbers; forms by the dots in their names. */
final class Trees {
  /** Deeper than any request of the services on the wire; DynamoDB allows 32 levels (its quotas). */
  private static final int MOST_LEVELS = 100;

  private Trees() {}

  /** An empty body is an empty structure. */
  static JsonObject read(JsonFactory format, byte[] body) throws BadRequestException {
    if (body.length == 0) {
      return new JsonObject();
    }
    try (JsonParser parser = format.createParser(body)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw notOne();
      }
      JsonElement tree = value(parser, 0);
      if (parser.nextToken() != null) {
        throw notOne();
      }
      return tree.getAsJsonObject();
    } catch (IOException broken) {
      throw notOne();
    }
  }

  private static BadRequestException notOne() {
    return new BadRequestException(400, "SerializationException", "The body is not one structure of the announced format.");
  }

  private static JsonElement value(JsonParser parser, int level) throws IOException, BadRequestException {
    if (level > MOST_LEVELS) {
      throw new BadRequestException(400, "SerializationException", "The body is nested too deeply.");
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser, level);
      case START_ARRAY -> array(parser, level);
      case VALUE_STRING -> new JsonPrimitive(parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new JsonPrimitive(parser.getBooleanValue());
      case VALUE_NULL -> JsonNull.INSTANCE;
      case VALUE_NUMBER_INT -> new JsonPrimitive(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> new JsonPrimitive(parser.getDoubleValue());
      case VALUE_EMBEDDED_OBJECT -> new JsonPrimitive(Base64.getEncoder().encodeToString(parser.getBinaryValue()));
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME -> throw notOne();
    };
  }

  private static JsonObject object(JsonParser parser, int level) throws IOException, BadRequestException {
    JsonObject object = new JsonObject();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (name == null || parser.nextToken() == null) {
        throw notOne();
      }
      object.add(name, value(parser, level + 1));
    }
    return object;
  }

  private static JsonArray array(JsonParser parser, int level) throws IOException, BadRequestException {
    JsonArray array = new JsonArray();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == null) {
        throw notOne();
      }
      array.add(value(parser, level + 1));
    }
    return array;
  }

  /** {@code Filters.Filter.1.Name} becomes four objects, one in the other. */
  static JsonObject ofForm(Map<String, String> parameters) throws BadRequestException {
    JsonObject root = new JsonObject();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String[] steps = parameter.getKey().split("\\.", -1);
      if (steps.length > MOST_LEVELS) {
        throw new BadRequestException(400, "MalformedInput", "The parameters are nested too deeply.");
      }
      JsonObject level = root;
      for (int i = 0; i + 1 < steps.length; i++) {
        JsonElement next = level.get(steps[i]);
        if (next == null || !next.isJsonObject()) {
          next = new JsonObject();
          level.add(steps[i], next);
        }
        level = next.getAsJsonObject();
      }
      level.addProperty(steps[steps.length - 1], parameter.getValue());
    }
    return root;
  }
}
