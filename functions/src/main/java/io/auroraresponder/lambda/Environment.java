package io.auroraresponder.lambda;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The variables that a deployment sets. What is missing or wrong is an {@link IllegalArgumentException} with the variable, its value and
 * what was expected; none of them is a secret.
 */
final class Environment {
  private final Map<String, String> values;
  private final Set<String> asked = new LinkedHashSet<>();

  Environment(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** Every variable that was asked for so far. */
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  String text(String name) {
    String value = text(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the environment variable " + name + " is missing");
    }
    return value;
  }

  String text(String name, String otherwise) {
    asked.add(name);
    String value = values.getOrDefault(name, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  double number(String name, double otherwise) {
    String value = text(name, "");
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      double number = Double.parseDouble(value);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      throw wrong(name, value, "a number", notOne);
    }
    throw wrong(name, value, "a number");
  }

  int count(String name, int otherwise) {
    double number = number(name, otherwise);
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw wrong(name, values.getOrDefault(name, ""), "a whole number");
    }
    return (int) number;
  }

  /** Separated by commas; missing is none. */
  Set<String> names(String name) {
    Set<String> all = new LinkedHashSet<>();
    for (String part : parts(name)) {
      all.add(part);
    }
    return all;
  }

  /**
   * {@code key=value} separated by commas; missing is none. After {@code *=NAME} a key alone stands in that name, in place of its {@code
   * *}.
   */
  Map<String, String> pairs(String name) {
    Map<String, String> all = new LinkedHashMap<>();
    String others = "";
    for (String part : parts(name)) {
      int at = part.indexOf('=');
      if (part.startsWith("*=")) {
        others = part.substring(at + 1).strip();
      } else if (at < 0 && !others.isEmpty()) {
        all.put(part, others.replace("*", part));
      } else if (at < 1 || at == part.length() - 1) {
        throw wrong(name, part, "key=value, separated by commas");
      } else {
        all.put(part.substring(0, at).strip(), part.substring(at + 1).strip());
      }
    }
    return all;
  }

  private List<String> parts(String name) {
    return Arrays.stream(text(name, "").split(",", -1)).map(String::strip).filter(part -> !part.isEmpty()).toList();
  }

  static IllegalArgumentException wrong(String name, String value, String expected) {
    return new IllegalArgumentException("the environment variable " + name + " is '" + value + "', expected " + expected);
  }

  static IllegalArgumentException wrong(String name, String value, String expected, RuntimeException cause) {
    return new IllegalArgumentException("the environment variable " + name + " is '" + value + "', expected " + expected, cause);
  }
}
