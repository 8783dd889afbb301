package io.auroraresponder.lab.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads curves: a number, the word {@code none}, a mapping of times to either, repeated or not, or a list of curves that are added. */
final class Curves {
  private static final String EXPECTED = "a number or none";
  private static final String EVERY = "every";

  private Curves() {}

  static Curve curve(YamlValue value) {
    if (value.isScalar()) {
      return Curve.constant(level(value));
    }
    if (value.isList()) {
      return sum(value);
    }
    if (!value.isMapping()) {
      throw value.expected("a number, none, times with numbers such as {-15m: 4, 0: 8}, or a list of such curves");
    }
    Duration every = value.get(EVERY).map(YamlValue::duration).orElse(Duration.ZERO);
    List<Curve.Point> points = new ArrayList<>();
    value.entries().forEach((at, level) -> {
      if (!at.equals(EVERY)) {
        points.add(new Curve.Point(inside(every, at, level), level(level)));
      }
    });
    if (points.isEmpty()) {
      throw value.expected("at least one time with its number");
    }
    return new Curve(points, every, List.of());
  }

  /** A time of a curve that begins anew lies in its first round. */
  private static Duration inside(Duration every, String at, YamlValue level) {
    Duration offset = level.offsetOf(at);
    if (!every.isZero() && (offset.isNegative() || offset.compareTo(every) >= 0)) {
      throw level.problem("'" + at + "' is outside of a round of the curve, which begins at 0 and lasts as long as 'every' says");
    }
    return offset;
  }

  private static Curve sum(YamlValue list) {
    List<Curve> curves = list.items().stream().map(Curves::curve).toList();
    if (curves.isEmpty()) {
      throw list.expected("at least one curve");
    }
    return new Curve(List.of(new Curve.Point(Duration.ZERO, 0)), Duration.ZERO, curves);
  }

  /** A curve that must have a value everywhere, and never below zero. */
  static Curve amount(YamlValue value) {
    Curve curve = curve(value);
    if (curve.values().anyMatch(level -> Double.isNaN(level) || level < 0)) {
      throw value.problem("expected numbers of 0 or more");
    }
    return curve;
  }

  private static double level(YamlValue value) {
    return value.text().equals("none") ? Curve.NONE : value.number(EXPECTED);
  }

  /** Curves by name; no mapping is no curve. */
  static Map<String, Curve> named(Optional<YamlValue> mapping) {
    Map<String, Curve> curves = new LinkedHashMap<>();
    mapping.ifPresent(some -> some.entries().forEach((name, value) -> curves.put(name, curve(value))));
    return curves;
  }
}
