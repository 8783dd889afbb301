package io.auroraresponder.lab.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * Metric math over the queries of one GetMetricData, by the CloudWatch User Guide ("Using math expressions with CloudWatch metrics"):
 * arithmetic, comparisons, and those functions that alarms on databases use. What it does not know it refuses as CloudWatch refuses what
 * does not exist. An anomaly detector's band is as wide as the detector is told to be, around the mean of two weeks before.
 */
final class MetricMath {
  /** An anomaly detector learns from up to two weeks (User Guide, "How anomaly detection works"). */
  private static final Duration LEARNT = Duration.ofDays(14);

  /** With fewer points it has learnt nothing; ours. */
  private static final int FEWEST_LEARNT = 30;

  private static final double USUAL_WIDTH = 2;

  /** A series, with the seconds of one period. */
  record Line(String label, long period, NavigableMap<Instant, Double> points) {
    private Line each(DoubleUnaryOperator change) {
      NavigableMap<Instant, Double> changed = new TreeMap<>();
      points.forEach((at, value) -> put(changed, at, change.applyAsDouble(value)));
      return new Line(label, period, changed);
    }
  }

  /** What stands in for a query that is no expression. */
  interface Source {
    List<Line> lines(MetricDataQuery query, Instant from, Instant to);
  }

  private sealed interface Value {}

  private record Scalar(double number) implements Value {}

  private record Lines(List<Line> all, boolean isArray) implements Value {}

  private record Text(String word) implements Value {}

  private final Map<String, MetricDataQuery> queries;
  private final Source source;
  private final Instant from;
  private final Instant to;
  private final Set<String> open = new HashSet<>();

  MetricMath(List<MetricDataQuery> all, Source source, Instant from, Instant to) {
    Map<String, MetricDataQuery> byId = new LinkedHashMap<>();
    all.forEach(one -> byId.put(one.id(), one));
    this.queries = byId;
    this.source = source;
    this.from = from;
    this.to = to;
  }

  /** The series that a query of the call gives. */
  List<Line> of(MetricDataQuery query) {
    if (query.expression() == null || InsightsQuery.isOne(query.expression())) {
      return source.lines(query, from, to);
    }
    if (!open.add(query.id())) {
      throw wrong(query.id(), "Circular reference");
    }
    Value value = new Reader(query.id(), query.expression()).whole();
    open.remove(query.id());
    return switch (value) {
      case Lines lines when lines.all().size() == 1 && query.label() != null -> List.of(relabelled(lines.all().getFirst(), query.label()));
      case Lines lines when lines.all().size() == 1 -> List.of(relabelled(lines.all().getFirst(), query.id()));
      case Lines lines -> lines.all();
      case Scalar scalar -> throw wrong(query.id(), "The expression must return a time series");
      case Text text -> throw wrong(query.id(), "The expression must return a time series");
    };
  }

  private static Line relabelled(Line line, String label) {
    return new Line(label, line.period(), line.points());
  }

  private static AwsServiceException wrong(String id, String reason) {
    return ServiceErrors.error("cloudwatch", "ValidationError", "Error in expression '" + id + "' [" + reason + "]");
  }

  private static void put(Map<Instant, Double> points, Instant at, double value) {
    // What divides by zero has no point (User Guide: "the data point is dropped").
    if (Double.isFinite(value)) {
      points.put(at, value);
    }
  }

  /** One expression, from left to right. */
  private final class Reader {
    private final String id;
    private final String text;
    private int at;

    Reader(String id, String text) {
      this.id = id;
      this.text = text;
    }

    Value whole() {
      Value value = either();
      if (!peek().isEmpty()) {
        throw wrong(id, "Unexpected '" + peek() + "'");
      }
      return value;
    }

    private Value either() {
      Value left = both();
      while (takes("||") || takes("OR")) {
        left = combined(left, both(), (a, b) -> a != 0 || b != 0 ? 1 : 0);
      }
      return left;
    }

    private Value both() {
      Value left = compared();
      while (takes("&&") || takes("AND")) {
        left = combined(left, compared(), (a, b) -> a != 0 && b != 0 ? 1 : 0);
      }
      return left;
    }

    private Value compared() {
      Value left = sum();
      return switch (peek()) {
        case "==", "!=", "<=", ">=", "<", ">" -> {
          String sign = next();
          yield combined(left, sum(), (a, b) -> holds(sign, a, b) ? 1 : 0);
        }
        default -> left;
      };
    }

    private static boolean holds(String sign, double a, double b) {
      return switch (sign) {
        case "==" -> a == b;
        case "!=" -> a != b;
        case "<=" -> a <= b;
        case ">=" -> a >= b;
        case "<" -> a < b;
        default -> a > b;
      };
    }

    private Value sum() {
      Value left = product();
      while (peek().equals("+") || peek().equals("-")) {
        boolean plus = next().equals("+");
        left = combined(left, product(), (a, b) -> plus ? a + b : a - b);
      }
      return left;
    }

    private Value product() {
      Value left = signed();
      while (peek().equals("*") || peek().equals("/")) {
        boolean times = next().equals("*");
        left = combined(left, signed(), (a, b) -> times ? a * b : a / b);
      }
      return left;
    }

    private Value signed() {
      if (takes("-")) {
        return combined(new Scalar(0), signed(), (a, b) -> a - b);
      }
      Value base = single();
      return takes("^") ? combined(base, signed(), Math::pow) : base;
    }

    private Value single() {
      String token = next();
      if (token.equals("(")) {
        Value inside = either();
        need(")");
        return inside;
      }
      if (token.equals("[")) {
        List<Line> all = new ArrayList<>();
        do {
          all.addAll(lines(either()).all());
        } while (takes(","));
        need("]");
        return new Lines(all, true);
      }
      if (token.matches("[0-9.].*")) {
        return new Scalar(Double.parseDouble(token));
      }
      if (token.matches("['\"].*")) {
        return new Text(token.substring(1, token.length() - 1));
      }
      if (token.matches("[A-Z][A-Z_]*") && takes("(")) {
        return function(token);
      }
      if (token.matches("REPEAT|LINEAR")) {
        return new Text(token);
      }
      MetricDataQuery query = queries.get(token);
      if (query == null) {
        throw wrong(id, token.isEmpty() ? "Unexpected end of expression" : "Undefined variable '" + token + "'");
      }
      List<Line> all = of(query);
      return new Lines(all, all.size() != 1);
    }

    private Value function(String name) {
      int begin = at;
      List<Value> given = new ArrayList<>();
      int firstEnds = at;
      while (!takes(")")) {
        if (!given.isEmpty()) {
          need(",");
        }
        given.add(either());
        firstEnds = given.size() == 1 ? at : firstEnds;
      }
      return switch (name) {
        case "METRICS" -> metrics(given);
        case "METRIC_COUNT" -> new Scalar(lines(one(name, given)).all().size());
        case "PERIOD" -> new Scalar(line(name, given).period());
        case "ABS" -> each(one(name, given), Math::abs);
        case "CEIL" -> each(one(name, given), Math::ceil);
        case "FLOOR" -> each(one(name, given), Math::floor);
        case "SUM" -> put(one(name, given), DoubleStream::sum);
        case "AVG" -> put(one(name, given), values -> values.average().orElse(Double.NaN));
        case "MAX" -> put(one(name, given), values -> values.max().orElse(Double.NaN));
        case "MIN" -> put(one(name, given), values -> values.min().orElse(Double.NaN));
        case "STDDEV" -> put(one(name, given), MetricMath::deviation);
        case "DATAPOINT_COUNT" -> put(one(name, given), DoubleStream::count);
        case "DIFF" -> steps(line(name, given), false);
        case "RATE" -> steps(line(name, given), true);
        case "RUNNING_SUM" -> runningSum(line(name, given));
        case "FILL" -> filled(given);
        case "IF" -> chosen(given);
        case "ANOMALY_DETECTION_BAND" -> band(given, text.substring(begin, firstEnds));
        default -> throw wrong(id, "Unsupported function '" + name + "'");
      };
    }

    private Value one(String name, List<Value> given) {
      if (given.size() != 1) {
        throw wrong(id, "Wrong number of arguments for " + name);
      }
      return given.getFirst();
    }

    private Line line(String name, List<Value> given) {
      Lines lines = lines(one(name, given));
      if (lines.all().size() != 1) {
        throw wrong(id, "Unsupported operand type(s) for " + name + ": '[Array[TimeSeries]]'");
      }
      return lines.all().getFirst();
    }

    private Lines lines(Value value) {
      return switch (value) {
        case Lines lines -> lines;
        case Scalar scalar -> throw wrong(id, "A time series is expected, and not a scalar");
        case Text text -> throw wrong(id, "A time series is expected, and not a string");
      };
    }

    private double number(Value value) {
      if (value instanceof Scalar scalar) {
        return scalar.number();
      }
      throw wrong(id, "A scalar is expected");
    }

    /** All metrics of the call, expressions left out, or those whose id has the text in it. */
    private Value metrics(List<Value> given) {
      String part = given.isEmpty() ? "" : given.getFirst() instanceof Text text ? text.word() : "\0";
      List<Line> all = new ArrayList<>();
      queries.values().stream().filter(query -> query.expression() == null && query.id().contains(part)).forEach(query -> all.addAll(
          of(query)));
      return new Lines(all, true);
    }

    private Value each(Value value, DoubleUnaryOperator change) {
      return value instanceof Scalar scalar ? new Scalar(change.applyAsDouble(scalar.number()))
          : new Lines(lines(value).all().stream().map(line -> line.each(change)).toList(), lines(value).isArray());
    }

    /** One series gives a number, an array a series. */
    private Value put(Value value, ToDoubleFunction<DoubleStream> aggregate) {
      Lines lines = lines(value);
      if (!lines.isArray()) {
        return new Scalar(aggregate.applyAsDouble(lines.all().getFirst().points().values().stream().mapToDouble(one -> one)));
      }
      NavigableMap<Instant, List<Double>> gathered = new TreeMap<>();
      lines.all().forEach(line -> line.points().forEach((at, one) -> gathered.computeIfAbsent(at, unseen -> new ArrayList<>()).add(one)));
      NavigableMap<Instant, Double> points = new TreeMap<>();
      gathered.forEach((at, all) -> MetricMath.put(points, at, aggregate.applyAsDouble(all.stream().mapToDouble(one -> one))));
      return new Lines(List.of(new Line(id, lines.all().isEmpty() ? 60 : lines.all().getFirst().period(), points)), false);
    }

    private Value steps(Line line, boolean aSecond) {
      NavigableMap<Instant, Double> points = new TreeMap<>();
      line.points().forEach((at, value) -> {
        Map.Entry<Instant, Double> before = line.points().lowerEntry(at);
        if (before != null) {
          double seconds = aSecond ? Duration.between(before.getKey(), at).toSeconds() : 1;
          MetricMath.put(points, at, (value - before.getValue()) / seconds);
        }
      });
      return new Lines(List.of(new Line(line.label(), line.period(), points)), false);
    }

    private Value runningSum(Line line) {
      NavigableMap<Instant, Double> points = new TreeMap<>();
      double sum = 0;
      for (Map.Entry<Instant, Double> point : line.points().entrySet()) {
        sum += point.getValue();
        points.put(point.getKey(), sum);
      }
      return new Lines(List.of(new Line(line.label(), line.period(), points)), false);
    }

    /** Periods without a point get the number, the point before ({@code REPEAT}) or one on a straight line between ({@code LINEAR}). */
    private Value filled(List<Value> given) {
      if (given.size() != 2) {
        throw wrong(id, "Wrong number of arguments for FILL");
      }
      Lines lines = lines(given.getFirst());
      return new Lines(lines.all().stream().map(line -> filled(line, given.getLast())).toList(), lines.isArray());
    }

    private Line filled(Line line, Value with) {
      NavigableMap<Instant, Double> points = new TreeMap<>(line.points());
      for (Instant at = MetricStore.aligned(from, Duration.ofSeconds(line.period())); at.isBefore(to); at = at.plusSeconds(line.period())) {
        Map.Entry<Instant, Double> before = line.points().lowerEntry(at);
        Map.Entry<Instant, Double> after = line.points().higherEntry(at);
        if (at.isBefore(from) || points.containsKey(at)) {
          continue;
        }
        if (with instanceof Scalar scalar) {
          points.put(at, scalar.number());
        } else if (with instanceof Text word && word.word().equals("REPEAT") && before != null) {
          points.put(at, before.getValue());
        } else if (with instanceof Text word && word.word().equals("LINEAR") && before != null && after != null) {
          double share = (double) Duration.between(before.getKey(), at).toSeconds() / Duration.between(before.getKey(), after.getKey())
              .toSeconds();
          points.put(at, before.getValue() + share * (after.getValue() - before.getValue()));
        }
      }
      return new Line(line.label(), line.period(), points);
    }

    /** Without a third part what does not hold has no point. */
    private Value chosen(List<Value> given) {
      if (given.size() < 2 || given.size() > 3) {
        throw wrong(id, "Wrong number of arguments for IF");
      }
      Value otherwise = given.size() == 3 ? given.get(2) : new Scalar(Double.NaN);
      if (given.getFirst() instanceof Scalar scalar) {
        return scalar.number() != 0 ? given.get(1) : otherwise;
      }
      Line condition = line("IF", List.of(given.getFirst()));
      NavigableMap<Instant, Double> points = new TreeMap<>();
      condition.points().forEach((at, holds) -> {
        Value part = holds != 0 ? given.get(1) : otherwise;
        Double value = part instanceof Scalar scalar ? Double.valueOf(scalar.number()) : line("IF", List.of(part)).points().get(at);
        if (value != null) {
          MetricMath.put(points, at, value);
        }
      });
      return new Lines(List.of(new Line(condition.label(), condition.period(), points)), false);
    }

    /** Its two ends are two series of one id. */
    private Value band(List<Value> given, String of) {
      double width = given.size() == 2 ? number(given.getLast()) : USUAL_WIDTH;
      Line line = line("ANOMALY_DETECTION_BAND", given.subList(0, Math.min(1, given.size())));
      MetricMath before = new MetricMath(List.copyOf(queries.values()), source, from.minus(LEARNT), from);
      Line usual = line("ANOMALY_DETECTION_BAND", List.of(before.new Reader(id, of).whole()));
      List<Double> learnt = List.copyOf(usual.points().values());
      if (learnt.size() < FEWEST_LEARNT) {
        return new Lines(List.of(), true);
      }
      double mean = learnt.stream().mapToDouble(one -> one).average().orElseThrow();
      double spread = width * deviation(learnt.stream().mapToDouble(one -> one));
      return new Lines(List.of(
          relabelled(line.each(value -> mean - spread), line.label() + " (expected low)"),
          relabelled(line.each(value -> mean + spread), line.label() + " (expected high)")), true);
    }

    private Value combined(Value left, Value right, DoubleBinaryOperator operator) {
      if (left instanceof Scalar a && right instanceof Scalar b) {
        return new Scalar(operator.applyAsDouble(a.number(), b.number()));
      }
      if (left instanceof Scalar a) {
        return each(right, b -> operator.applyAsDouble(a.number(), b));
      }
      if (right instanceof Scalar b) {
        return each(left, a -> operator.applyAsDouble(a, b.number()));
      }
      Lines a = lines(left);
      Lines b = lines(right);
      if (a.isArray() && b.isArray()) {
        throw wrong(id, "Unsupported operand type(s): '[Array[TimeSeries], Array[TimeSeries]]'");
      }
      List<Line> all = new ArrayList<>();
      for (Line one : a.all()) {
        for (Line other : b.all()) {
          all.add(combined(one, other, operator));
        }
      }
      return new Lines(all, a.isArray() || b.isArray());
    }

    /** Where one of them has no point there is none. */
    private static Line combined(Line a, Line b, DoubleBinaryOperator operator) {
      NavigableMap<Instant, Double> points = new TreeMap<>();
      a.points().forEach((at, value) -> {
        Double other = b.points().get(at);
        if (other != null) {
          MetricMath.put(points, at, operator.applyAsDouble(value, other));
        }
      });
      return new Line(a.label(), Math.max(a.period(), b.period()), points);
    }

    private boolean takes(String token) {
      if (peek().equals(token) || (token.matches("AND|OR") && peek().toUpperCase(Locale.ROOT).equals(token))) {
        next();
        return true;
      }
      return false;
    }

    private void need(String token) {
      if (!takes(token)) {
        throw wrong(id, "Expected '" + token + "' and found '" + peek() + "'");
      }
    }

    private String next() {
      String token = peek();
      at = text.indexOf(token, at) + token.length();
      return token;
    }

    /** The next token, empty at the end. */
    private String peek() {
      int begin = at;
      while (begin < text.length() && Character.isWhitespace(text.charAt(begin))) {
        begin++;
      }
      if (begin == text.length()) {
        return "";
      }
      char first = text.charAt(begin);
      int end = begin + 1;
      if (first == '\'' || first == '"') {
        int close = text.indexOf(first, end);
        end = close < 0 ? text.length() : close + 1;
      } else if (Character.isLetterOrDigit(first) || first == '.' || first == '_') {
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_' || text.charAt(end) == '.')) {
          end++;
        }
      } else if (end < text.length() && Set.of("==", "!=", "<=", ">=", "&&", "||").contains(text.substring(begin, end + 1))) {
        end++;
      }
      return text.substring(begin, end);
    }
  }

  private static double deviation(DoubleStream values) {
    double[] all = values.toArray();
    double mean = DoubleStream.of(all).average().orElse(Double.NaN);
    return Math.sqrt(DoubleStream.of(all).map(one -> (one - mean) * (one - mean)).average().orElse(Double.NaN));
  }
}
