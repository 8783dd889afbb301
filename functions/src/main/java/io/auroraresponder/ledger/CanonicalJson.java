package io.auroraresponder.ledger;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.TreeMap;

/** JSON in one spelling only, so that a hash can be taken of it: keys sorted, no blanks, numbers as decimal strings. */
final class CanonicalJson {
  private CanonicalJson() {}

  static String of(JsonElement element) {
    StringBuilder text = new StringBuilder();
    write(element, text);
    return text.toString();
  }

  private static void write(JsonElement element, StringBuilder text) {
    if (element.isJsonObject()) {
      object(element.getAsJsonObject(), text);
    } else if (element.isJsonArray()) {
      text.append('[');
      String separator = "";
      for (JsonElement each : element.getAsJsonArray()) {
        text.append(separator);
        write(each, text);
        separator = ",";
      }
      text.append(']');
    } else if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
      text.append(new JsonPrimitive(decimal(element.getAsBigDecimal())));
    } else {
      text.append(element);
    }
  }

  private static void object(JsonObject object, StringBuilder text) {
    TreeMap<String, JsonElement> sorted = new TreeMap<>(object.asMap());
    text.append('{');
    String separator = "";
    for (var entry : sorted.entrySet()) {
      text.append(separator).append(new JsonPrimitive(entry.getKey())).append(':');
      write(entry.getValue(), text);
      separator = ",";
    }
    text.append('}');
  }

  private static String decimal(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
