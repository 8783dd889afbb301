package io.auroraresponder.lab.account;

import io.auroraresponder.incident.ScalingRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one cluster of a world file. */
final class ClusterFile {
  private static final String TAG_PREFIX = "aurora-responder:";

  private ClusterFile() {}

  static World.Cluster cluster(String id, YamlValue yaml) {
    yaml.only(
        "engine", "engineVersion", "engineMode", "platformVersion", "storageType", "globalCluster", "proxies", "integrations", "parameters",
        "maintenance", "activityStream",
        "port",
        "status", "range", "rangeChanges", "tags", "otherTags", "scaling", "members", "load", "metrics", "events", "waits",
        "securityGroups", "subnets",
        "backups", "failovers", "cachedEndpoint", "blueGreen");
    if (!id.matches("[a-z][a-z0-9-]{0,62}")) {
      throw yaml.problem("'" + id + "' is no cluster identifier: lower case letters, digits and hyphens, a letter first");
    }
    String platform = text(yaml, "platformVersion", "3");
    List<World.RangeAt> ranges = ranges(yaml);
    List<World.Member> members = MemberFile.members(id, yaml);
    if (ranges.isEmpty() && members.stream().anyMatch(World.Member::serverless)) {
      throw yaml.problem("a cluster with db.serverless members needs a range such as {min: 0.5, max: 8}");
    }
    Optional<YamlValue> tags = yaml.get("tags");
    return new World.Cluster(
        id,
        text(yaml, "engine", "aurora-postgresql"),
        text(yaml, "engineVersion", "16.6"),
        text(yaml, "engineMode", "provisioned"),
        platform,
        text(yaml, "storageType", "aurora"),
        text(yaml, "globalCluster", ""),
        around(yaml, members),
        yaml.get("port").map(port -> port.wholeNumber("a port")).orElse(5432),
        statuses(yaml.get("status")),
        ranges,
        tags(id, yaml),
        tags.isEmpty() || tags.get().isMapping() || unreadableIsNot(tags.get()),
        scaling(yaml, platform),
        members,
        events(id, yaml, members),
        Curves.named(yaml.get("metrics").flatMap(metrics -> metrics.get(id))),
        SetupFile.setup(yaml, members));
  }

  private static World.Around around(YamlValue yaml, List<World.Member> members) {
    Map<String, String> parameters = new LinkedHashMap<>();
    yaml.get("parameters").ifPresent(some -> some.entries().forEach((name, value) -> parameters.put(name, value.text())));
    List<World.Maintenance> maintenance = yaml.get("maintenance").map(YamlValue::items).orElse(List.of()).stream()
        .map(one -> maintenance(one.only("action", "member", "forced"), members)).toList();
    boolean streams = yaml.get("activityStream").map(ClusterFile::started).orElse(false);
    return new World.Around(names(yaml, "proxies"), names(yaml, "integrations"), parameters, maintenance, streams);
  }

  private static boolean started(YamlValue stream) {
    if (!List.of("started", "stopped").contains(stream.text())) {
      throw stream.expected("the word started or stopped");
    }
    return stream.text().equals("started");
  }

  private static World.Maintenance maintenance(YamlValue yaml, List<World.Member> members) {
    String member = text(yaml, "member", "");
    if (!member.isEmpty() && members.stream().noneMatch(one -> one.id().equals(member))) {
      throw yaml.need("member").problem("the cluster has no member " + member);
    }
    YamlValue action = yaml.need("action");
    if (!SimulatedSurroundings.ACTIONS.contains(action.text())) {
      throw action.expected("one of RDS's words: " + String.join(", ", SimulatedSurroundings.ACTIONS));
    }
    return new World.Maintenance(member, action.text(), yaml.get("forced").map(YamlValue::offset));
  }

  private static List<String> names(YamlValue yaml, String key) {
    return yaml.get(key).map(list -> list.items().stream().map(YamlValue::text).toList()).orElse(List.of());
  }

  private static String text(YamlValue yaml, String key, String otherwise) {
    return yaml.get(key).map(YamlValue::optionalText).orElse(otherwise);
  }

  private static boolean unreadableIsNot(YamlValue tags) {
    if (!tags.text().equals("unreadable")) {
      throw tags.expected("a mapping of tags, or the word unreadable");
    }
    return false;
  }

  /** One word, or words by the time from which they hold; left out: available. */
  static List<World.StatusAt> statuses(Optional<YamlValue> status) {
    if (status.isEmpty()) {
      return List.of(new World.StatusAt(Duration.ZERO, "available"));
    }
    if (status.get().isScalar()) {
      return List.of(new World.StatusAt(Duration.ZERO, status.get().text()));
    }
    List<World.StatusAt> statuses = new ArrayList<>();
    status.get().entries().forEach((key, value) -> statuses.add(new World.StatusAt(value.offsetOf(key), value.text())));
    return statuses;
  }

  private static List<World.RangeAt> ranges(YamlValue yaml) {
    List<World.RangeAt> ranges = new ArrayList<>();
    yaml.get("range").ifPresent(range -> ranges.add(
        new World.RangeAt(Duration.ofDays(-15), range(range.only("min", "max", "pauseAfter")))));
    for (YamlValue change : yaml.get("rangeChanges").map(YamlValue::items).orElse(List.of())) {
      ranges.add(new World.RangeAt(change.need("at").offset(), range(change.only("at", "min", "max", "pauseAfter"))));
    }
    return ranges;
  }

  private static ScalingRange range(YamlValue yaml) {
    double min = acu(yaml.need("min"));
    double max = acu(yaml.need("max"));
    if (max < 1 || min > max) {
      throw yaml.problem("a range goes from min to max, and max is at least 1 ACU");
    }
    Optional<YamlValue> pause = yaml.get("pauseAfter");
    if (min > 0 && pause.isPresent()) {
      throw pause.get().problem("pauseAfter stands only where min is 0");
    }
    int seconds = pause.map(value -> (int) value.duration().toSeconds()).orElse(RangeRules.DEFAULT_PAUSE_SECONDS);
    return ScalingRange.of(min, max, min > 0 ? 0 : seconds);
  }

  private static double acu(YamlValue value) {
    double acu = value.number("ACUs in halves such as 0.5 or 8");
    if (acu < 0 || acu * 2 != Math.rint(acu * 2)) {
      throw value.expected("ACUs in halves such as 0.5 or 8");
    }
    return acu;
  }

  private static Map<String, String> tags(String id, YamlValue yaml) {
    Map<String, String> tags = new LinkedHashMap<>();
    yaml.get("otherTags").ifPresent(others -> others.entries().forEach((key, value) -> tags.put(key, value.optionalText())));
    Optional<YamlValue> own = yaml.get("tags").filter(YamlValue::isMapping);
    own.ifPresent(some -> some.entries().forEach((key, value) -> tags.put(TAG_PREFIX + key, value.optionalText())));
    String binding = TAG_PREFIX + "cluster";
    if ("act".equals(tags.get(TAG_PREFIX + "mode"))) {
      tags.putIfAbsent(binding, "self");
    }
    tags.computeIfPresent(binding, (key, value) -> value.equals("self") ? ResourceIds.cluster(id) : value);
    return tags;
  }

  /** How fast capacity moves by platform version; docs/world.md says where the numbers come from. */
  private static World.Scaling scaling(YamlValue yaml, String platform) {
    World.Scaling usual =
        switch (platform) {
          case "1" -> new World.Scaling(16, Duration.ofSeconds(90), Duration.ofMinutes(3));
          case "2" -> new World.Scaling(16, Duration.ofSeconds(60), Duration.ofMinutes(3));
          default -> new World.Scaling(16, Duration.ofSeconds(1), Duration.ofMinutes(3));
        };
    return yaml.get("scaling").map(given -> scaling(given.only("acuPerSecond", "doublesEvery", "halvesEvery"), usual)).orElse(usual);
  }

  private static World.Scaling scaling(YamlValue given, World.Scaling usual) {
    return new World.Scaling(
        given.get("acuPerSecond").map(value -> value.number("ACUs a second")).orElse(usual.acuPerSecond()),
        given.get("doublesEvery").map(YamlValue::duration).orElse(usual.doublesEvery()),
        given.get("halvesEvery").map(YamlValue::duration).orElse(usual.halvesEvery()));
  }

  private static List<World.Event> events(String id, YamlValue yaml, List<World.Member> members) {
    List<World.Event> events = new ArrayList<>();
    for (YamlValue event : yaml.get("events").map(YamlValue::items).orElse(List.of())) {
      event.only("at", "source", "message", "categories");
      String source = text(event, "source", id);
      World.Subject subject = subject(id, source, yaml, event, members);
      List<String> categories =
          event.get("categories").map(list -> list.items().stream().map(YamlValue::text).toList()).orElse(List.of("notification"));
      events.add(
          new World.Event(event.need("at").offset(), source, subject, event.need("message").text(), categories));
    }
    return events;
  }

  private static World.Subject subject(String id, String source, YamlValue cluster, YamlValue event, List<World.Member> members) {
    if (source.equals(id)) {
      return World.Subject.CLUSTER;
    }
    if (members.stream().anyMatch(member -> member.id().equals(source))) {
      return World.Subject.INSTANCE;
    }
    List<YamlValue> snapshots = cluster.get("backups").flatMap(backups -> backups.get("snapshots")).map(YamlValue::items).orElse(List.of());
    if (source.startsWith("rds:" + id + "-") || snapshots.stream().anyMatch(snapshot -> snapshot.need("id").text().equals(source))) {
      return World.Subject.SNAPSHOT;
    }
    throw event.need("source").expected("the cluster, one of its members or one of its snapshots");
  }
}
