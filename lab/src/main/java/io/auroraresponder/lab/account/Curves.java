package io.auroraresponder.lab.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Reads curves: a number, the word {@code none}, or a mapping of times to either. */
final class Curves {
  private static final String EXPECTED = "a number or none";

  private Curves() {}

  static Curve curve(YamlValue value) {
    if (value.isScalar()) {
      return Curve.constant(level(value));
    }
    if (!value.isMapping()) {
      throw value.expected("a number, none, or times with numbers such as {-15m: 4, 0: 8}");
    }
    List<Curve.Point> points = new ArrayList<>();
    value.entries().forEach((at, level) -> points.add(new Curve.Point(level.offsetOf(at), level(level))));
    if (points.isEmpty()) {
      throw value.expected("at least one time with its number");
    }
    return new Curve(points);
  }

  /** A curve that must have a value everywhere, and never below zero. */
  static Curve amount(YamlValue value) {
    Curve curve = curve(value);
    if (curve.points().stream().anyMatch(point -> point.isNone() || point.value() < 0)) {
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

  /** The same times with other values. */
  static Curve mapped(Curve curve, DoubleUnaryOperator change) {
    return new Curve(curve.points().stream().map(point -> new Curve.Point(point.at(), change.applyAsDouble(point.value()))).toList());
  }
}
