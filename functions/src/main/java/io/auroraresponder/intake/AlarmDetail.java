package io.auroraresponder.intake;

import io.auroraresponder.incident.AlarmQuery;
import io.auroraresponder.intake.AlarmReading.Change;
import io.auroraresponder.intake.AlarmReading.Definition;
import io.auroraresponder.intake.AlarmReading.Evaluation;
import io.auroraresponder.intake.AlarmReading.Kind;
import io.auroraresponder.intake.AlarmReading.Silence;
import io.auroraresponder.intake.AlarmReading.State;
import io.auroraresponder.intake.AlarmReading.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the body that EventBridge calls {@code detail} and the direct action calls {@code alarmData}: they are the same. */
final class AlarmDetail {
  private static final String BAND = "ANOMALY_DETECTION_BAND";

  /** Seconds of the longest period that an alarm has (PutMetricAlarm: a week of evaluation). */
  private static final double LONGEST_PERIOD = 604_800;

  private AlarmDetail() {}

  static AlarmReading read(JsonTree detail, String arn, State state, Instant at) {
    JsonTree now = detail.at("state");
    JsonTree data = now.decoded("reasonData");
    return new AlarmReading(
        AlarmParts.nameOr(detail.text("alarmName"), arn),
        arn,
        change(detail, state, at),
        definition(detail.at("configuration"), data),
        evaluation(data, now.text("reason")),
        silence(detail));
  }

  private static Change change(JsonTree detail, State state, Instant at) {
    JsonTree before = detail.at("previousState");
    Optional<State> previous = State.named(before.text("value"));
    boolean ended = previous.equals(Optional.of(state)) && !before.text("actionsSuppressedBy").isEmpty();
    return new Change(
        state,
        previous,
        AlarmParts.saysJustCreated(before.text("reason")),
        ended,
        at,
        CleanText.reason(detail.at("state").text("reason")));
  }

  private static Definition definition(JsonTree configuration, JsonTree data) {
    List<JsonTree> entries = configuration.items("metrics");
    JsonTree expression = watchedExpression(entries);
    Kind kind = kind(configuration, entries, expression.text("expression"));
    List<Watched> metrics = metrics(entries);
    // Nearly every alarm watches one metric of its own account, which says all that is asked.
    boolean plain = kind == Kind.METRIC && metrics.stream().allMatch(one -> one.account().isEmpty());
    return new Definition(
        kind,
        CleanText.reason(configuration.text("description")),
        metrics,
        expression.text("expression"),
        CleanText.name(expression.text("label")),
        configuration.text("alarmRule"),
        children(data),
        plain ? List.of() : entries.stream().map(AlarmDetail::query).toList());
  }

  private static AlarmQuery query(JsonTree entry) {
    JsonTree stat = entry.at("metricStat");
    JsonTree metric = stat.at("metric");
    return new AlarmQuery(
        entry.text("id"), entry.text("expression"), entry.text("accountId"), metric.text("namespace"), metric.text("name", "metricName"),
        dimensions(metric.at("dimensions")), stat.text("stat"), period(entry.number("period"), stat.number("period")), isReturned(entry));
  }

  /** Seconds of an expression, else of the statistic. */
  static Duration period(OptionalDouble own, OptionalDouble ofStatistic) {
    OptionalDouble said = own.isPresent() ? own : ofStatistic;
    return Duration.ofSeconds(Math.round(Math.clamp(said.orElse(0), 0, LONGEST_PERIOD)));
  }

  private static Kind kind(JsonTree configuration, List<JsonTree> entries, String expression) {
    if (configuration.has("alarmRule")) {
      return Kind.COMPOSITE;
    }
    List<String> expressions = new ArrayList<>();
    entries.forEach(entry -> expressions.add(entry.text("expression")));
    return entries.isEmpty() ? Kind.UNKNOWN : kindOf(expression, expressions);
  }

  /** Shared with the SNS form, which spells the same entries with capitals. */
  static Kind kindOf(String watched, List<String> expressions) {
    if (expressions.stream().anyMatch(text -> text.contains(BAND))) {
      return Kind.ANOMALY_DETECTION;
    }
    if (MetricsInsights.isQuery(watched)) {
      return Kind.METRICS_INSIGHTS;
    }
    return watched.isEmpty() ? Kind.METRIC : Kind.MATH;
  }

  /** The one that is held against the threshold, else the band that a metric is held against, else any. */
  private static JsonTree watchedExpression(List<JsonTree> entries) {
    JsonTree any = JsonTree.EMPTY;
    JsonTree band = JsonTree.EMPTY;
    for (JsonTree entry : entries) {
      String expression = entry.text("expression");
      if (!expression.isEmpty() && isReturned(entry)) {
        if (!expression.contains(BAND)) {
          return entry;
        }
        band = entry;
      }
      any = !expression.isEmpty() && any.isEmpty() ? entry : any;
    }
    return band.isEmpty() ? any : band;
  }

  private static List<Watched> metrics(List<JsonTree> entries) {
    List<Watched> watched = new ArrayList<>();
    List<Watched> others = new ArrayList<>();
    for (JsonTree entry : entries) {
      JsonTree metric = entry.at("metricStat", "metric");
      if (!metric.isEmpty()) {
        Map<String, String> dimensions = dimensions(metric.at("dimensions"));
        Watched one =
            new Watched(
                metric.text("namespace"), metric.text("name", "metricName"), dimensions, entry.text("accountId"),
                entry.at("metricStat").text("stat"), Math.round(entry.at("metricStat").number("period").orElse(0)));
        (isReturned(entry) ? watched : others).add(one);
      }
      others.addAll(Watched.in(entry.text("expression")));
    }
    watched.addAll(others);
    return watched;
  }

  private static boolean isReturned(JsonTree entry) {
    return entry.text("returnData").equalsIgnoreCase("true");
  }

  /** A map here; a list of name and value in the SNS form. */
  static Map<String, String> dimensions(JsonTree dimensions) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : dimensions.names()) {
      all.put(name, dimensions.text(name));
    }
    for (JsonTree one : dimensions.elements()) {
      String name = one.text("name", "Name");
      if (!name.isEmpty()) {
        all.put(name, one.text("value", "Value"));
      }
    }
    return all;
  }

  private static List<String> children(JsonTree data) {
    List<String> all = new ArrayList<>();
    for (JsonTree child : data.items("triggeringAlarms")) {
      String arn = child.text("arn");
      if (!arn.isEmpty()) {
        all.add(arn);
      }
    }
    return all;
  }

  private static Evaluation evaluation(JsonTree data, String reason) {
    List<Double> datapoints = data.numbers("recentDatapoints");
    boolean listsNone = data.at("recentDatapoints").isList() && datapoints.isEmpty();
    return new Evaluation(
        data.has("recentDatapoints"), data.number("threshold"), last(data.numbers("recentLowerThresholds")),
        last(data.numbers("recentUpperThresholds")), "", datapoints, listsNone || AlarmParts.saysWithoutData(reason));
  }

  /** Of an end of a band, which moves with every period. */
  private static OptionalDouble last(List<Double> values) {
    return values.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(values.getLast());
  }

  private static Silence silence(JsonTree detail) {
    JsonTree mute = detail.at("muteDetail");
    String muted = mute.text("mutedByArn");
    return new Silence(
        detail.at("state").text("actionsSuppressedBy"),
        mute.isObject() && muted.isEmpty() ? "a mute rule" : CleanText.name(muted),
        EventTimes.parse(mute.text("muteWindowEnd")));
  }
}
