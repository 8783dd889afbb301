package io.auroraresponder.infra;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One object of the CDK context, read with a type and a default for each value.
 *
 * <p>On the command line ({@code -c key=value}) every value is a text; numbers, flags, lists and objects are then read as JSON. A value
 * that does not fit is refused with its full name, itself and what was expected.
 */
final class Context {
  private static final Gson GSON = new Gson();

  private final String path;
  private final Map<String, Object> values;

  /** A value that the context may not have. */
  static final class RefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  private Context(String path, Map<String, Object> values) {
    this.path = path;
    this.values = values;
  }

  /** Written by {@code cdk acknowledge} and {@code cdk cli-telemetry} beside our keys. */
  private static final Set<String> OF_THE_CDK = Set.of("acknowledged-issue-numbers", "cli-telemetry");

  /** The top of the context. Keys of the CDK itself, most of which carry a colon, a slash or an at sign, are left out. */
  static Context of(Map<String, ?> all) {
    Map<String, Object> ours = new TreeMap<>();
    all.forEach((key, value) -> {
      if (!OF_THE_CDK.contains(key) && key.chars().noneMatch(sign -> sign == ':' || sign == '/' || sign == '@')) {
        ours.put(key, value);
      }
    });
    return new Context("", ours);
  }

  /** Refuses every key that nobody reads: a typing error must not pass for a default. */
  void allowOnly(Set<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw new RefusedException("context '" + path + key + "' is not known; there are " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  boolean has(String key) {
    return values.get(key) != null;
  }

  /** A text that matches as a whole. */
  String text(String key, String otherwise, Pattern form, String expected) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof String text && form.matcher(text).matches()) {
      return text;
    }
    throw refused(key, value, expected);
  }

  String textThatMustBe(String key, Pattern form, String expected) {
    if (!has(key)) {
      throw new RefusedException("context '" + path + key + "' is missing; expected " + expected);
    }
    return text(key, "", form, expected);
  }

  double number(String key, double otherwise, double least, double most) {
    return optionalNumber(key, least, most).orElse(otherwise);
  }

  Optional<Double> optionalNumber(String key, double least, double most) {
    String expected = "a number from " + plain(least) + " to " + plain(most);
    return as(key, Number.class, expected, number -> number.doubleValue() >= least && number.doubleValue() <= most)
        .map(Number::doubleValue);
  }

  int whole(String key, int otherwise, int least, int most) {
    String expected = "a whole number from " + least + " to " + most;
    return as(key, Number.class, expected, number -> number.doubleValue() % 1 == 0 && number.doubleValue() >= least
        && number.doubleValue() <= most)
        .map(Number::intValue)
        .orElse(otherwise);
  }

  boolean flag(String key, boolean otherwise) {
    return as(key, Boolean.class, "true or false", any -> true).orElse(otherwise);
  }

  List<String> texts(String key, Pattern form, String expected) {
    List<String> all = new ArrayList<>();
    for (Object item : items(key, expected)) {
      if (!(item instanceof String text) || !form.matcher(text).matches()) {
        throw refused(key, item, expected);
      }
      all.add(text);
    }
    return all;
  }

  /** The objects of a list; none where the key is missing. */
  List<Context> sections(String key) {
    List<Context> all = new ArrayList<>();
    for (Object item : items(key, "a list of objects")) {
      all.add(section(key + "[" + all.size() + "]", item));
    }
    return all;
  }

  Optional<Context> section(String key) {
    return as(key, Map.class, "an object", any -> true).map(value -> section(key, value));
  }

  private Context section(String name, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw refused(name, value, "an object");
    }
    Map<String, Object> inner = new TreeMap<>();
    map.forEach((key, item) -> inner.put(String.valueOf(key), item));
    return new Context(path + name + ".", inner);
  }

  private List<?> items(String key, String expected) {
    return as(key, List.class, "a list: " + expected, any -> true).map(list -> (List<?>) list).orElse(List.of());
  }

  private <T> Optional<T> as(String key, Class<T> type, String expected, Predicate<T> fits) {
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    Object read = value instanceof String text ? json(key, text, expected) : value;
    if (!type.isInstance(read) || !fits.test(type.cast(read))) {
      throw refused(key, value, expected);
    }
    return Optional.of(type.cast(read));
  }

  private Object json(String key, String text, String expected) {
    try {
      Object read = GSON.fromJson(text, Object.class);
      return read == null ? "" : read;
    } catch (JsonSyntaxException notJson) {
      throw refused(key, text, expected);
    }
  }

  private RefusedException refused(String key, Object value, String expected) {
    return new RefusedException("context '" + path + key + "' is " + GSON.toJson(value) + "; expected " + expected);
  }

  private static String plain(double number) {
    return number % 1 == 0 ? Long.toString((long) number) : Double.toString(number);
  }
}
