package io.auroraresponder.intake;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's JSON, read without trust: a missing, null or mistyped member is an empty text, list or object, never an exception.
 *
 * <p>Of a key that stands twice the last counts, as RFC 8259 expects of most readers.
 */
final class JsonTree {
  /** AWS events nest some ten levels deep; far below what could exhaust a stack. */
  private static final int DEEPEST = 100;

  private static final int LONGEST_NUMBER = 40;

  static final JsonTree EMPTY = new JsonTree(new JsonObject());

  private final JsonElement element;

  private JsonTree(JsonElement element) {
    this.element = element;
  }

  /** Empty where the text is not exactly one JSON value. */
  static Optional<JsonTree> parse(String text) {
    Optional<JsonTree> whole = read(text);
    return whole.isPresent() ? whole : Optional.of(HalfCharacters.replaced(text)).filter(mended -> !mended.equals(text))
        .flatMap(JsonTree::read);
  }

  /** An event of EventBridge's form around its detail. */
  static JsonTree envelope(String source, String detailType, JsonTree detail) {
    JsonObject event = new JsonObject();
    event.addProperty("source", source);
    event.addProperty("detail-type", detailType);
    event.add("detail", detail.element);
    return new JsonTree(event);
  }

  /** Whether the text opens more objects and lists inside each other than are followed. */
  static boolean isTooDeep(String text) {
    int depth = 0;
    boolean quoted = false;
    for (int at = 0; at < text.length() && depth <= DEEPEST; at++) {
      switch (text.charAt(at)) {
        case '\\' -> at += quoted ? 1 : 0;
        case '"' -> quoted = !quoted;
        case '{', '[' -> depth += quoted ? 0 : 1;
        case '}', ']' -> depth -= quoted ? 0 : 1;
        default -> {}
      }
    }
    return depth > DEEPEST;
  }

  private static Optional<JsonTree> read(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(DEEPEST);
      // Without a Gson of its own, whose adapters for everything else a cold start would load.
      JsonElement read = JsonParser.parseReader(reader);
      return reader.peek() == JsonToken.END_DOCUMENT ? Optional.of(new JsonTree(read)) : Optional.empty();
    } catch (JsonParseException | IOException | IllegalStateException | NumberFormatException notJson) {
      return Optional.empty();
    }
  }

  /** Whether there is an object; {@link #EMPTY} stands for a missing one. */
  boolean isObject() {
    return this != EMPTY && element.isJsonObject();
  }

  boolean isList() {
    return element.isJsonArray();
  }

  boolean isText() {
    return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
  }

  boolean isEmpty() {
    return names().isEmpty() && elements().isEmpty();
  }

  /** The value as text where it is a text, number or boolean. */
  String asText() {
    return element.isJsonPrimitive() ? element.getAsString() : "";
  }

  boolean has(String name) {
    JsonElement member = member(name);
    return member != null && !member.isJsonNull();
  }

  /** The first of these members that is a text, number or boolean. */
  String text(String... names) {
    for (String name : names) {
      JsonElement member = member(name);
      if (member != null && member.isJsonPrimitive()) {
        return member.getAsString();
      }
    }
    return "";
  }

  /** The member at the end of the path, {@link #EMPTY} where the path ends before. */
  JsonTree at(String... path) {
    JsonTree here = this;
    for (String name : path) {
      JsonElement next = here.member(name);
      if (next == null) {
        return EMPTY;
      }
      here = new JsonTree(next);
    }
    return here;
  }

  /** A member that is an object or list, or a text that holds one. */
  JsonTree decoded(String name) {
    JsonTree member = at(name);
    return member.isText() ? parse(member.asText()).orElse(EMPTY) : member;
  }

  List<JsonTree> items(String name) {
    return at(name).elements();
  }

  /** The elements of a list; nothing for anything else. */
  List<JsonTree> elements() {
    if (!(element instanceof JsonArray array)) {
      return List.of();
    }
    List<JsonTree> all = new ArrayList<>();
    array.forEach(one -> all.add(new JsonTree(one)));
    return all;
  }

  /** The texts of a list, others left out. */
  List<String> texts(String name) {
    return items(name).stream().filter(JsonTree::isText).map(JsonTree::asText).toList();
  }

  /** A finite number, also one that is written as a text. */
  OptionalDouble number(String name) {
    return numberIn(text(name));
  }

  List<Double> numbers(String name) {
    return items(name).stream()
        .map(JsonTree::asText)
        .map(JsonTree::numberIn)
        .filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble)
        .toList();
  }

  Set<String> names() {
    return element instanceof JsonObject object ? object.keySet() : Set.of();
  }

  /** Every text inside, however deep, with the name of the member that holds it; a list's elements have the list's name. */
  void eachText(BiConsumer<String, String> reader) {
    eachText("", element, reader);
  }

  private static void eachText(String name, JsonElement element, BiConsumer<String, String> reader) {
    switch (element) {
      case JsonObject object -> object.entrySet().forEach(member -> eachText(member.getKey(), member.getValue(), reader));
      case JsonArray array -> array.forEach(one -> eachText(name, one, reader));
      case JsonPrimitive primitive when primitive.isString() -> reader.accept(name, primitive.getAsString());
      default -> {}
    }
  }

  private static OptionalDouble numberIn(String text) {
    if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
      return OptionalDouble.empty();
    }
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException notANumber) {
      return OptionalDouble.empty();
    }
  }

  private @Nullable JsonElement member(String name) {
    return element instanceof JsonObject object ? object.get(name) : null;
  }
}
