package io.auroraresponder.lab.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.auroraresponder.lab.account.YamlValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** An alarm in a few words, written out as EventBridge delivers it. */
final class AlarmEvent {
  private static final DateTimeFormatter ALARM_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'")
      .withZone(ZoneOffset.UTC);

  private AlarmEvent() {}

  static JsonObject of(YamlValue yaml, EventSection.Place place) {
    String name = yaml.need("alarm").text();
    Instant at = place.at(yaml);
    String state = yaml.get("state").map(YamlValue::text).orElse("ALARM");
    String previous = yaml.get("previous").map(YamlValue::text).orElse(state.equals("OK") ? "ALARM" : "OK");
    JsonObject detail = new JsonObject();
    detail.addProperty("alarmName", name);
    detail.add("state", state(yaml, state, at));
    detail.add("previousState", previousState(previous, at.minusSeconds(3_600)));
    detail.add("configuration", configuration(yaml));
    JsonObject event = EventSection.envelope(name + at + state, "CloudWatch Alarm State Change", "aws.cloudwatch", at, place);
    event.add("resources", EventSection.texts(List.of(place.arn("cloudwatch", "alarm:" + name))));
    event.add("detail", detail);
    return event;
  }

  private static JsonObject state(YamlValue yaml, String word, Instant at) {
    double threshold = yaml.get("threshold").map(value -> value.number("a threshold")).orElse(90.0);
    double measured = yaml.get("value").map(value -> value.number("the measured value")).orElse(threshold);
    JsonArray points = new JsonArray();
    points.add(measured);
    JsonObject data = new JsonObject();
    data.addProperty("version", "1.0");
    data.addProperty("queryDate", ALARM_TIME.format(at));
    data.addProperty("startDate", ALARM_TIME.format(at.minusSeconds(60)));
    data.addProperty("statistic", "Average");
    data.addProperty("period", 60);
    data.add("recentDatapoints", points);
    data.addProperty("threshold", threshold);
    JsonObject state = new JsonObject();
    state.addProperty("value", word);
    state.addProperty(
        "reason",
        yaml.get("reason").map(YamlValue::text)
            .orElseGet(() -> "Threshold Crossed: 1 datapoint [" + measured + "] was greater than or equal to the threshold (" + threshold
            + ")."));
    state.addProperty("reasonData", data.toString());
    state.addProperty("timestamp", ALARM_TIME.format(at));
    return state;
  }

  private static JsonObject previousState(String word, Instant at) {
    JsonObject state = new JsonObject();
    state.addProperty("value", word);
    state.addProperty("reason", "Unchecked: Initial alarm creation");
    state.addProperty("timestamp", ALARM_TIME.format(at));
    return state;
  }

  private static JsonObject configuration(YamlValue yaml) {
    JsonObject dimensions = new JsonObject();
    yaml.get("cluster").ifPresent(value -> dimensions.addProperty("DBClusterIdentifier", value.text()));
    yaml.get("instance").ifPresent(value -> dimensions.addProperty("DBInstanceIdentifier", value.text()));
    yaml.get("role").ifPresent(value -> dimensions.addProperty("Role", value.text()));
    JsonObject metric = new JsonObject();
    metric.addProperty("namespace", "AWS/RDS");
    metric.addProperty("name", yaml.need("metric").text());
    metric.add("dimensions", dimensions);
    JsonObject stat = new JsonObject();
    stat.add("metric", metric);
    stat.addProperty("period", 60);
    stat.addProperty("stat", "Average");
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
}
