package io.auroraresponder.lab.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.auroraresponder.lab.account.AlarmChange;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.account.WorldFile;
import io.auroraresponder.lab.account.YamlValue;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The change of an alarm as EventBridge delivers it: written out from a few words or from the simulated account, and read back. */
final class AlarmEvent {
  private static final DateTimeFormatter ALARM_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'")
      .withZone(ZoneOffset.UTC);
  private static final String DETAIL_TYPE = "CloudWatch Alarm State Change";
  private static final String UNCHECKED = "Unchecked: Initial alarm creation";

  private AlarmEvent() {}

  /**
   * What an event says of an alarm.
   *
   * @param watch what it watches, as far as the event shows; empty for a composite alarm
   */
  record Said(String name, String state, Instant at, Optional<World.Watch> watch) {
    /** As an alarm of the account: where the world has no series of its metric it stays as it is told. */
    Optional<World.Alarm> alarm() {
      return watch.map(some -> new World.Alarm(name, Optional.of(some), ""));
    }
  }

  /** From the words of an incident file, in a world that may have the alarm. */
  static JsonObject of(YamlValue yaml, EventSection.Place place, World world) {
    String name = yaml.need("alarm").text();
    Instant at = place.at(yaml);
    String state = yaml.get("state").map(YamlValue::text).orElse("ALARM");
    String previous = yaml.get("previous").map(YamlValue::text).orElse(state.equals("OK") ? "ALARM" : "OK");
    Optional<World.Alarm> known = world.alarms().stream().filter(alarm -> alarm.name().equals(name)).findFirst();
    World.Alarm alarm =
        yaml.get("metric").isEmpty() && known.isPresent()
            ? known.get()
            : new World.Alarm(name, Optional.of(WorldFile.watch(yaml, usual(yaml, state))), "");
    double threshold = alarm.watch().map(World.Watch::threshold).orElse(0.0);
    double measured = yaml.get("value").map(value -> value.number("the measured value")).orElse(threshold);
    String reason =
        yaml.get("reason").map(YamlValue::text)
            .orElseGet(() -> "Threshold Crossed: 1 datapoint [" + measured + "] was "
                + (alarm.watch().filter(watch -> isBelow(watch.comparison())).isPresent() ? "less than" : "greater than or equal to")
                + " the threshold (" + threshold + ").");
    String data = alarm.watch().map(watch -> data(watch, measured, at)).orElse("{}");
    return of(new AlarmChange(alarm, state, reason, data, at, previous, UNCHECKED, at.minusSeconds(3_600)), place);
  }

  /**
   * In ALARM below the threshold, an alarm is one for too little. Of a cluster's members the worst counts: their average would hide a
   * full writer behind a calm reader.
   */
  private static WorldFile.Usual usual(YamlValue yaml, String state) {
    boolean below =
        state.equals("ALARM") && yaml.get("value").isPresent() && yaml.get("threshold").isPresent()
            && yaml.need("value").number("the measured value") < yaml.need("threshold").number("a threshold");
    String worst = below ? "Minimum" : "Maximum";
    return new WorldFile.Usual(
        yaml.get("cluster").isPresent() ? worst : "Average", below ? World.Comparison.LESS : World.Comparison.GREATER_OR_EQUAL,
        World.Missing.IGNORE);
  }

  private static boolean isBelow(World.Comparison comparison) {
    return comparison == World.Comparison.LESS || comparison == World.Comparison.LESS_OR_EQUAL;
  }

  private static String data(World.Watch watch, double measured, Instant at) {
    JsonArray points = new JsonArray();
    points.add(measured);
    JsonObject data = new JsonObject();
    data.addProperty("version", "1.0");
    data.addProperty("queryDate", ALARM_TIME.format(at));
    data.addProperty("startDate", ALARM_TIME.format(at.minus(watch.period())));
    data.addProperty("statistic", watch.statistic());
    data.addProperty("period", watch.period().toSeconds());
    data.add("recentDatapoints", points);
    data.addProperty("threshold", watch.threshold());
    return data.toString();
  }

  /** As it is delivered. */
  static JsonObject of(AlarmChange change, EventSection.Place place) {
    String name = change.alarm().name();
    JsonObject detail = new JsonObject();
    detail.addProperty("alarmName", name);
    detail.add("state", state(change.state(), change.reason(), change.data(), change.at()));
    detail.add("previousState", state(change.previous(), change.previousReason(), "", change.previousAt()));
    detail.add("configuration", change.alarm().watch().map(AlarmEvent::configuration).orElseGet(() -> composite(change.alarm().rule())));
    JsonObject event = EventSection.envelope(name + change.at() + change.state(), DETAIL_TYPE, "aws.cloudwatch", change.at(), place);
    event.add("resources", EventSection.texts(List.of(place.arn("cloudwatch", "alarm:" + name))));
    event.add("detail", detail);
    return event;
  }

  private static JsonObject state(String word, String reason, String data, Instant at) {
    JsonObject state = new JsonObject();
    state.addProperty("value", word);
    state.addProperty("reason", reason);
    if (!data.isEmpty()) {
      state.addProperty("reasonData", data);
    }
    state.addProperty("timestamp", ALARM_TIME.format(at));
    return state;
  }

  private static JsonObject composite(String rule) {
    JsonObject configuration = new JsonObject();
    configuration.addProperty("alarmRule", rule);
    return configuration;
  }

  private static JsonObject configuration(World.Watch watch) {
    JsonObject dimensions = new JsonObject();
    new TreeMap<>(watch.dimensions()).forEach(dimensions::addProperty);
    JsonObject metric = new JsonObject();
    metric.addProperty("namespace", "AWS/RDS");
    metric.addProperty("name", watch.metric());
    metric.add("dimensions", dimensions);
    JsonObject stat = new JsonObject();
    stat.add("metric", metric);
    stat.addProperty("period", watch.period().toSeconds());
    stat.addProperty("stat", watch.statistic());
    JsonObject entry = new JsonObject();
    entry.addProperty("id", "m1");
    entry.add("metricStat", stat);
    entry.addProperty("returnData", true);
    JsonArray metrics = new JsonArray();
    metrics.add(entry);
    JsonObject configuration = new JsonObject();
    configuration.add("metrics", metrics);
    return configuration;
  }

  /** What EventBridge's event of an alarm says, however it came into the file; empty for any other event. */
  static Optional<Said> read(String json) {
    try {
      JsonObject event = JsonParser.parseString(json).getAsJsonObject();
      if (!event.has("detail-type") || !event.get("detail-type").getAsString().equals(DETAIL_TYPE)) {
        return Optional.empty();
      }
      JsonObject detail = event.getAsJsonObject("detail");
      JsonObject state = detail.getAsJsonObject("state");
      Instant at = Instant.parse(event.get("time").getAsString());
      return Optional.of(new Said(detail.get("alarmName").getAsString(), state.get("value").getAsString(), at, watched(detail, state)));
    } catch (JsonParseException | IllegalStateException | NullPointerException | java.time.DateTimeException other) {
      // What is no such event defines no alarm; the function says what it makes of it.
      return Optional.empty();
    }
  }

  private static Optional<World.Watch> watched(JsonObject detail, JsonObject state) {
    if (!detail.has("configuration") || !detail.getAsJsonObject("configuration").has("metrics") || !state.has("reasonData")) {
      return Optional.empty();
    }
    JsonArray metrics = detail.getAsJsonObject("configuration").getAsJsonArray("metrics");
    JsonObject data = JsonParser.parseString(state.get("reasonData").getAsString()).getAsJsonObject();
    if (metrics.size() != 1 || !metrics.get(0).getAsJsonObject().has("metricStat") || !data.has("threshold")) {
      return Optional.empty();
    }
    JsonObject stat = metrics.get(0).getAsJsonObject().getAsJsonObject("metricStat");
    JsonObject metric = stat.getAsJsonObject("metric");
    if (!metric.get("namespace").getAsString().equals("AWS/RDS")) {
      return Optional.empty();
    }
    Map<String, String> dimensions = new TreeMap<>();
    metric.getAsJsonObject("dimensions").entrySet().forEach(one -> dimensions.put(one.getKey(), one.getValue().getAsString()));
    if (!WorldFile.STATISTICS.contains(stat.get("stat").getAsString())) {
      return Optional.empty();
    }
    double threshold = data.get("threshold").getAsDouble();
    List<Double> points =
        data.has("recentDatapoints")
            ? data.getAsJsonArray("recentDatapoints").asList().stream().filter(point -> !point.isJsonNull())
            .map(point -> point.getAsDouble())
                .toList()
            : List.of();
    boolean below = state.get("value").getAsString().equals("ALARM") && !points.isEmpty() && points.getLast() < threshold;
    int periods = Math.max(1, points.size());
    return Optional.of(
        new World.Watch(
            metric.get("name").getAsString(), dimensions, stat.get("stat").getAsString(),
            below ? World.Comparison.LESS : World.Comparison.GREATER_OR_EQUAL, threshold,
            Duration.ofSeconds(Math.max(60, stat.get("period").getAsLong() / 60 * 60)), periods, periods, World.Missing.IGNORE));
  }
}
