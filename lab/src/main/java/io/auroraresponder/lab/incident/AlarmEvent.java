package io.auroraresponder.lab.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.auroraresponder.lab.account.BadFileException;
import io.auroraresponder.lab.account.YamlValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;

/** The event of an incident file: a file, a JSON text, an order by hand, or an alarm in short words that is written out as EventBridge does. */
final class AlarmEvent {
  private static final DateTimeFormatter ALARM_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

  /** Where and when the event happens. */
  record Place(String account, String region, Instant now) {}

  private AlarmEvent() {}

  static String json(YamlValue yaml, Place place, Optional<Path> folder) {
    yaml.only("file", "json", "byHand", "alarm", "cluster", "instance", "role", "metric", "threshold", "value", "at", "state", "previous", "reason");
    return yaml.get("file").map(file -> content(file, folder))
        .or(() -> yaml.get("json").map(YamlValue::text))
        .or(() -> yaml.get("byHand").map(AlarmEvent::byHand))
        .orElseGet(() -> alarm(yaml, place).toString());
  }

  private static String byHand(YamlValue cluster) {
    JsonObject order = new JsonObject();
    order.addProperty("cluster", cluster.text());
    return order.toString();
  }

  /** Beside the incident file, else below the working folder: bundled incidents name the samples under events/. */
  private static String content(YamlValue file, Optional<Path> folder) {
    Path beside = folder.map(path -> path.resolve(file.text())).orElseGet(() -> Path.of(file.text()));
    Path below = Path.of(System.getProperty("responder.root", ".")).resolve(file.text());
    try {
      return Files.readString(Files.exists(beside) ? beside : below, StandardCharsets.UTF_8);
    } catch (IOException e) {
      BadFileException problem = file.expected("a readable file");
      problem.initCause(e);
      throw problem;
    }
  }

  private static JsonObject alarm(YamlValue yaml, Place place) {
    String name = yaml.need("alarm").text();
    Instant at = place.now().plus(yaml.get("at").map(YamlValue::offset).orElse(java.time.Duration.ZERO));
    String state = yaml.get("state").map(YamlValue::text).orElse("ALARM");
    String previous = yaml.get("previous").map(YamlValue::text).orElse(state.equals("OK") ? "ALARM" : "OK");
    JsonObject detail = new JsonObject();
    detail.addProperty("alarmName", name);
    detail.add("state", state(yaml, state, at));
    detail.add("previousState", previousState(previous, at.minusSeconds(3_600)));
    detail.add("configuration", configuration(yaml));
    JsonObject event = new JsonObject();
    event.addProperty("version", "0");
    event.addProperty("id", UUID.nameUUIDFromBytes((name + at + state).getBytes(StandardCharsets.UTF_8)).toString());
    event.addProperty("detail-type", "CloudWatch Alarm State Change");
    event.addProperty("source", "aws.cloudwatch");
    event.addProperty("account", place.account());
    event.addProperty("time", at.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
    event.addProperty("region", place.region());
    JsonArray resources = new JsonArray();
    resources.add("arn:" + partition(place.region()) + ":cloudwatch:" + place.region() + ":" + place.account() + ":alarm:" + name);
    event.add("resources", resources);
    event.add("detail", detail);
    return event;
  }

  private static String partition(String region) {
    return region.startsWith("us-gov-") ? "aws-us-gov" : region.startsWith("cn-") ? "aws-cn" : "aws";
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
            .orElseGet(() -> "Threshold Crossed: 1 datapoint [" + measured + "] was greater than or equal to the threshold (" + threshold + ")."));
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
