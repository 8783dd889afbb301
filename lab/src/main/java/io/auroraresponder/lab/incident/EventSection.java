package io.auroraresponder.lab.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.intake.Arn;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lab.account.BadFileException;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.account.YamlValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The event of an incident file: a file, a JSON text, or a few words that are written out as the service sends them. */
final class EventSection {
  /** What an RDS event speaks of, in the words of the file and of the service. */
  private enum Subject {
    CLUSTER("cluster", "CLUSTER", "RDS DB Cluster Event", "cluster"),
    INSTANCE("instance", "DB_INSTANCE", "RDS DB Instance Event", "db"),
    SNAPSHOT("snapshot", "CLUSTER_SNAPSHOT", "RDS DB Cluster Snapshot Event", "cluster-snapshot");

    private final String key;
    private final String sourceType;
    private final String detailType;
    private final String arnKind;

    Subject(String key, String sourceType, String detailType, String arnKind) {
      this.key = key;
      this.sourceType = sourceType;
      this.detailType = detailType;
      this.arnKind = arnKind;
    }
  }

  /** Where and when the event happens. */
  record Place(World world, Instant now) {
    String account() {
      return world.account();
    }

    String region() {
      return world.region();
    }

    String partition() {
      return Arn.partitionOf(region());
    }

    String arn(String service, String resource) {
      return "arn:" + partition() + ":" + service + ":" + region() + ":" + account() + ":" + resource;
    }

    Instant at(YamlValue yaml) {
      return now.plus(yaml.get("at").map(YamlValue::offset).orElse(Duration.ZERO));
    }
  }

  private EventSection() {}

  static String json(YamlValue yaml, Place place, Optional<Path> folder) {
    yaml.only(
        "file", "json", "byHand", "runbook", "alarm", "cluster", "instance", "snapshot", "role", "metric", "statistic", "comparison",
        "threshold", "period", "periods", "datapoints", "missing", "value", "at", "state", "previous", "reason", "rds", "message",
        "categories", "schedule", "modified", "by", "min", "max", "cloudTrail", "parameters", "error");
    return yaml.get("file").map(file -> content(file, folder))
        .or(() -> yaml.get("json").map(YamlValue::text))
        .or(() -> yaml.get("byHand").map(cluster -> byHand(cluster, yaml)))
        .or(() -> yaml.get("rds").map(id -> rds(id, yaml, place).toString()))
        .or(() -> yaml.get("schedule").map(name -> schedule(name, yaml, place).toString()))
        .or(() -> yaml.get("modified").map(cluster -> modified(cluster, yaml, place).toString()))
        .or(() -> yaml.get("cloudTrail").map(name -> cloudTrail(name, yaml, place).toString()))
        .orElseGet(() -> AlarmEvent.of(yaml, place, place.world()).toString());
  }

  private static String byHand(YamlValue cluster, YamlValue yaml) {
    JsonObject order = new JsonObject();
    order.addProperty("cluster", cluster.text());
    yaml.get("runbook").ifPresent(runbook -> order.addProperty("runbook", runbook(runbook)));
    return order.toString();
  }

  private static String runbook(YamlValue yaml) {
    if (!RoutingTable.RUNBOOKS.contains(yaml.text())) {
      throw yaml.expected("one of " + String.join(", ", RoutingTable.RUNBOOKS));
    }
    return yaml.text();
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

  private static JsonObject rds(YamlValue id, YamlValue yaml, Place place) {
    if (!id.text().matches("RDS-EVENT-\\d{4}")) {
      throw id.expected("an event's id such as RDS-EVENT-0071");
    }
    Subject subject =
        Arrays.stream(Subject.values())
            .filter(one -> yaml.get(one.key).isPresent())
            .findFirst()
            .orElseThrow(() -> yaml.problem("the key 'cluster', 'instance' or 'snapshot' is missing"));
    List<String> categories = yaml.get("categories").map(YamlValue::items).orElse(List.of()).stream().map(YamlValue::text).toList();
    return rds(id.text(), subject, yaml.need(subject.key).text(), yaml.need("message").text(), categories, place.at(yaml), place);
  }

  /** The event as RDS gave it to EventBridge. */
  static JsonObject rds(SimulatedAccount.RdsEvent told, Place place) {
    Subject subject =
        switch (told.subject()) {
          case CLUSTER -> Subject.CLUSTER;
          case INSTANCE -> Subject.INSTANCE;
          case SNAPSHOT -> Subject.SNAPSHOT;
        };
    return rds(told.id(), subject, told.source(), told.message(), told.categories(), told.at(), place);
  }

  private static JsonObject rds(
      String id, Subject subject, String name, String message, List<String> categories, Instant at, Place place) {
    String arn = place.arn("rds", subject.arnKind + ":" + name);
    JsonObject detail = new JsonObject();
    detail.add("EventCategories", texts(categories));
    detail.addProperty("SourceType", subject.sourceType);
    detail.addProperty("SourceArn", arn);
    detail.addProperty("Date", at.toString());
    detail.addProperty("Message", message);
    detail.addProperty("SourceIdentifier", name);
    detail.addProperty("EventID", id);
    JsonObject event = envelope(id + name + at, subject.detailType, "aws.rds", at, place);
    event.add("resources", texts(List.of(arn)));
    event.add("detail", detail);
    return event;
  }

  /** The event of a rule's schedule, which names the rule alone. */
  static JsonObject scheduled(String rule, Instant at, Place place) {
    return scheduled(rule, at, place, new JsonObject());
  }

  private static JsonObject scheduled(String rule, Instant at, Place place, JsonObject detail) {
    JsonObject event = envelope(rule + at, "Scheduled Event", "aws.events", at, place);
    event.add("resources", texts(List.of(place.arn("events", "rule/" + rule))));
    event.add("detail", detail);
    return event;
  }

  private static JsonObject schedule(YamlValue name, YamlValue yaml, Place place) {
    JsonObject detail = new JsonObject();
    detail.addProperty("cluster", yaml.need("cluster").text());
    yaml.get("runbook").ifPresent(runbook -> detail.addProperty("runbook", runbook(runbook)));
    return scheduled(name.text(), place.at(yaml), place, detail);
  }

  private static JsonObject modified(YamlValue cluster, YamlValue yaml, Place place) {
    return modified(
        place.at(yaml), place, yaml.need("by").text(), cluster.text(),
        ScalingRange.of(yaml.need("min").number("ACUs"), yaml.need("max").number("ACUs")));
  }

  /** CloudTrail's record of a change of the range. */
  static JsonObject modified(Instant at, Place place, String by, String cluster, ScalingRange to) {
    JsonObject range = new JsonObject();
    range.addProperty("minCapacity", to.minAcu());
    range.addProperty("maxCapacity", to.maxAcu());
    if (to.mayPause()) {
      range.addProperty("secondsUntilAutoPause", to.pauseSeconds());
    }
    JsonObject asked = new JsonObject();
    asked.addProperty("dBClusterIdentifier", cluster);
    asked.add("serverlessV2ScalingConfiguration", range);
    return cloudTrail("ModifyDBCluster", at, place, by, asked, "");
  }

  private static JsonObject cloudTrail(YamlValue name, YamlValue yaml, Place place) {
    JsonElement asked = yaml.get("parameters").map(EventSection::tree).orElseGet(JsonObject::new);
    if (!asked.isJsonObject()) {
      throw yaml.need("parameters").expected("a mapping");
    }
    return cloudTrail(
        name.text(), place.at(yaml), place, yaml.need("by").text(), asked.getAsJsonObject(),
        yaml.get("error").map(YamlValue::text).orElse(""));
  }

  /** Numbers and truth values as JSON has them, everything else as text. */
  private static JsonElement tree(YamlValue yaml) {
    if (yaml.isMapping()) {
      JsonObject object = new JsonObject();
      yaml.entries().forEach((key, value) -> object.add(key, tree(value)));
      return object;
    }
    if (yaml.isList()) {
      JsonArray array = new JsonArray();
      yaml.items().forEach(item -> array.add(tree(item)));
      return array;
    }
    String text = yaml.optionalText();
    if (text.matches("-?\\d{1,15}(\\.\\d{1,15})?")) {
      return new JsonPrimitive(new BigDecimal(text));
    }
    return text.equals("true") || text.equals("false") ? new JsonPrimitive(Boolean.valueOf(text)) : new JsonPrimitive(text);
  }

  /** The role behind a session, as CloudTrail names it (CloudTrail User Guide, userIdentity element). */
  private static JsonObject sessionOf(String by, int session) {
    String role = by.substring(session + ":assumed-role/".length());
    JsonObject issuer = new JsonObject();
    issuer.addProperty("type", "Role");
    issuer.addProperty("arn", by.substring(0, session).replace(":sts:", ":iam:") + ":role/" + role
        .substring(0, Math.max(0, role.indexOf('/'))));
    JsonObject context = new JsonObject();
    context.add("sessionIssuer", issuer);
    return context;
  }

  private static JsonObject cloudTrail(String name, Instant at, Place place, String by, JsonObject asked, String error) {
    JsonObject who = new JsonObject();
    who.addProperty("type", by.contains(":user/") ? "IAMUser" : "AssumedRole");
    who.addProperty("arn", by);
    int session = by.indexOf(":assumed-role/");
    if (session >= 0) {
      who.add("sessionContext", sessionOf(by, session));
    }
    JsonObject detail = new JsonObject();
    detail.add("userIdentity", who);
    detail.addProperty("eventTime", at.truncatedTo(ChronoUnit.SECONDS).toString());
    detail.addProperty("eventSource", "rds.amazonaws.com");
    detail.addProperty("eventName", name);
    detail.addProperty("awsRegion", place.region());
    detail.add("requestParameters", asked);
    if (!error.isEmpty()) {
      detail.addProperty("errorCode", error);
    }
    detail.addProperty("requestID", id("request " + name + asked + at));
    detail.addProperty("eventID", id("record " + name + asked + at));
    detail.addProperty("recipientAccountId", place.account());
    JsonObject event = envelope("modified" + name + asked + at, "AWS API Call via CloudTrail", "aws.rds", at, place);
    event.add("resources", new JsonArray());
    event.add("detail", detail);
    return event;
  }

  static JsonObject envelope(String seed, String detailType, String source, Instant at, Place place) {
    JsonObject event = new JsonObject();
    event.addProperty("version", "0");
    event.addProperty("id", id(seed));
    event.addProperty("detail-type", detailType);
    event.addProperty("source", source);
    event.addProperty("account", place.account());
    event.addProperty("time", at.truncatedTo(ChronoUnit.SECONDS).toString());
    event.addProperty("region", place.region());
    return event;
  }

  private static String id(String seed) {
    return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
  }

  static JsonArray texts(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}
