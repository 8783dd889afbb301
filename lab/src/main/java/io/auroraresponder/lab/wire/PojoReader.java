package io.auroraresponder.lab.wire;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Fills the SDK's model objects from a tree. Names that the model does not know are passed over, as AWS does.
 *
 * <p>In a form lists and maps are objects: {@code Filters.Filter.1.Name} and {@code Attributes.entry.1.key}; elsewhere they are what
 * they seem.
 */
final class PojoReader {
  private final boolean form;

  PojoReader(boolean form) {
    this.form = form;
  }

  /** The builder, filled and built. */
  SdkPojo read(SdkPojo builder, JsonObject from) throws BadRequestException {
    for (SdkField<?> field : builder.sdkFields()) {
      JsonElement value = from.get(field.locationName());
      if (value != null && !value.isJsonNull()) {
        field.set(builder, value(field, value));
      }
    }
    return (SdkPojo) ((Buildable) builder).build();
  }

  private Object value(SdkField<?> field, JsonElement from) throws BadRequestException {
    try {
      return switch (field.marshallingType().getKnownType()) {
        case STRING -> from.getAsString();
        case INTEGER -> from.getAsBigDecimal().intValueExact();
        case LONG -> from.getAsBigDecimal().longValueExact();
        case SHORT -> from.getAsBigDecimal().shortValueExact();
        case BYTE -> from.getAsBigDecimal().byteValueExact();
        case FLOAT -> from.getAsFloat();
        case DOUBLE -> from.getAsDouble();
        case BIG_DECIMAL -> from.getAsBigDecimal();
        case BOOLEAN -> flag(from.getAsString());
        case INSTANT -> moment(from);
        case SDK_BYTES -> SdkBytes.fromByteArray(Base64.getDecoder().decode(from.getAsString()));
        case SDK_POJO -> read(field.constructor().get(), object(from));
        case LIST -> list(field.getRequiredTrait(ListTrait.class), from);
        case MAP -> map(field.getRequiredTrait(MapTrait.class), from);
        case NULL, DOCUMENT -> throw new IllegalArgumentException("no such field is read here");
      };
    } catch (IllegalStateException | UnsupportedOperationException | IllegalArgumentException | ArithmeticException
        | DateTimeException wrong) {
      throw new BadRequestException(
          400, form ? "MalformedInput" : "SerializationException",
          "The value of " + field.locationName() + " is no " + field.marshallingType().getKnownType() + ".");
    }
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** Seconds since 1970 where it is a number, else as ISO 8601 has it. */
  private static Instant moment(JsonElement from) {
    if (from.getAsJsonPrimitive().isNumber()) {
      BigDecimal seconds = from.getAsBigDecimal();
      BigDecimal whole = seconds.setScale(0, java.math.RoundingMode.FLOOR);
      // Milliseconds are what AWS keeps; a number of the floating kind has noise behind them.
      return Instant.ofEpochSecond(whole.longValueExact(), 0)
          .plusMillis(seconds.subtract(whole).movePointRight(3).setScale(0, java.math.RoundingMode.HALF_UP).longValueExact());
    }
    return java.time.OffsetDateTime.parse(from.getAsString()).toInstant();
  }

  private static JsonObject object(JsonElement from) {
    // A form's empty structure is an empty text.
    return from.isJsonPrimitive() && from.getAsString().isEmpty() ? new JsonObject() : from.getAsJsonObject();
  }

  private List<Object> list(ListTrait trait, JsonElement from) throws BadRequestException {
    List<Object> items = new ArrayList<>();
    SdkField<?> member = trait.memberFieldInfo();
    for (JsonElement item : form ? numbered(object(from), trait.memberLocationName() == null ? "member" : trait.memberLocationName())
        : from.getAsJsonArray()) {
      items.add(value(member, item));
    }
    return items;
  }

  /** Items in the order of their numbers; they stand below the member's name, or directly where the list is flat. */
  private static JsonArray numbered(JsonObject from, String member) {
    JsonObject level = from.has(member) ? object(from.get(member)) : from;
    Map<Integer, JsonElement> ordered = new TreeMap<>();
    level.asMap().forEach((number, item) -> ordered.put(Integer.parseInt(number), item));
    JsonArray items = new JsonArray();
    ordered.values().forEach(items::add);
    return items;
  }

  private Map<String, Object> map(MapTrait trait, JsonElement from) throws BadRequestException {
    Map<String, Object> entries = new LinkedHashMap<>();
    SdkField<?> valueField = trait.valueFieldInfo();
    if (!form) {
      for (Map.Entry<String, JsonElement> entry : from.getAsJsonObject().entrySet()) {
        entries.put(entry.getKey(), value(valueField, entry.getValue()));
      }
      return entries;
    }
    for (JsonElement item : numbered(object(from), "entry")) {
      JsonObject entry = item.getAsJsonObject();
      if (!entry.has(trait.keyLocationName()) || !entry.has(trait.valueLocationName())) {
        throw new IllegalArgumentException("an entry has key and value");
      }
      entries.put(entry.get(trait.keyLocationName()).getAsString(), value(valueField, entry.get(trait.valueLocationName())));
    }
    return entries;
  }
}
