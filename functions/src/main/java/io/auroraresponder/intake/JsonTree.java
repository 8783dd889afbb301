package io.auroraresponder.intake;

import io.auroraresponder.intake.JsonText.Bare;
import io.auroraresponder.intake.JsonText.Elements;
import io.auroraresponder.intake.JsonText.Members;
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

  static final JsonTree EMPTY = new JsonTree(new Members());

  private final Object element;

  private JsonTree(Object element) {
    this.element = element;
  }

  /** Empty where the text is not exactly one JSON value. */
  static Optional<JsonTree> parse(String text) {
    try {
      return Optional.of(new JsonTree(JsonText.value(text, DEEPEST)));
    } catch (IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }

  /** An event of EventBridge's form around its detail. */
  static JsonTree envelope(String source, String detailType, JsonTree detail) {
    Members event = new Members();
    event.put("source", source);
    event.put("detail-type", detailType);
    event.put("detail", detail.element);
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

  /** Whether there is an object; {@link #EMPTY} stands for a missing one. */
  boolean isObject() {
    return this != EMPTY && element instanceof Members;
  }

  boolean isList() {
    return element instanceof Elements;
  }

  boolean isText() {
    return element instanceof String;
  }

  boolean isEmpty() {
    return element instanceof Members members ? members.isEmpty() : !(element instanceof Elements elements) || elements.isEmpty();
  }

  /** The value as text where it is a text, number or boolean. */
  String asText() {
    return wordOf(element);
  }

  boolean has(String name) {
    Object member = member(name);
    return member != null && !member.equals(JsonText.NULL);
  }

  /** The member where it is a text, number or boolean. */
  String text(String name) {
    Object member = member(name);
    return member == null ? "" : wordOf(member);
  }

  /** The first of these members that is a text, number or boolean. */
  String text(String... names) {
    for (String name : names) {
      Object member = member(name);
      if (member instanceof String || (member instanceof Bare && !member.equals(JsonText.NULL))) {
        return wordOf(member);
      }
    }
    return "";
  }

  JsonTree at(String name) {
    Object member = member(name);
    return member == null ? EMPTY : new JsonTree(member);
  }

  /** The member at the end of the path, {@link #EMPTY} where the path ends before. */
  JsonTree at(String... path) {
    JsonTree here = this;
    for (String name : path) {
      Object next = here.member(name);
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
    if (!(element instanceof Elements elements)) {
      return List.of();
    }
    List<JsonTree> all = new ArrayList<>(elements.size());
    for (Object one : elements) {
      all.add(new JsonTree(one));
    }
    return all;
  }

  /** The texts of a list, others left out. */
  List<String> texts(String name) {
    List<String> all = new ArrayList<>();
    for (JsonTree one : items(name)) {
      if (one.isText()) {
        all.add(one.asText());
      }
    }
    return all;
  }

  /** A finite number, also one that is written as a text. */
  OptionalDouble number(String name) {
    return numberIn(text(name));
  }

  List<Double> numbers(String name) {
    List<Double> all = new ArrayList<>();
    for (JsonTree one : items(name)) {
      numberIn(one.asText()).ifPresent(all::add);
    }
    return all;
  }

  Set<String> names() {
    return element instanceof Members object ? object.keySet() : Set.of();
  }

  /** Every text inside, however deep, with the name of the member that holds it; a list's elements have the list's name. */
  void eachText(BiConsumer<String, String> reader) {
    eachText("", element, reader);
  }

  private static void eachText(String name, Object element, BiConsumer<String, String> reader) {
    switch (element) {
      case Members object -> object.forEach((key, value) -> eachText(key, value, reader));
      case Elements list -> list.forEach(one -> eachText(name, one, reader));
      case String text -> reader.accept(name, text);
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

  private @Nullable Object member(String name) {
    return element instanceof Members object ? object.get(name) : null;
  }

  private static String wordOf(Object element) {
    if (element instanceof String text) {
      return text;
    }
    return element instanceof Bare bare ? bare.text() : "";
  }
}
