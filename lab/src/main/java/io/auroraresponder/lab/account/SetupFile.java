package io.auroraresponder.lab.account;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands around the engine of one cluster: its security groups and subnets, its backups, its failovers. */
final class SetupFile {
  static final LocalTime USUAL_WINDOW = LocalTime.of(2, 40);

  private static final Pattern WINDOW = Pattern.compile("(\\d{2}:\\d{2})-(\\d{2}:\\d{2})");
  private static final Duration USUAL_AGE = Duration.ofDays(-400);
  private static final Duration USUALLY_BEHIND = Duration.ofMinutes(2);
  private static final Duration FAILOVER = Duration.ofSeconds(30);
  private static final int MOST_DAYS = 35;
  private static final int WHOLE = 100;

  private SetupFile() {}

  static ClusterSetup setup(YamlValue cluster, List<World.Member> members) {
    return new ClusterSetup(
        groups(cluster.get("securityGroups")),
        cluster.get("subnets").map(YamlValue::items).orElse(List.of()).stream().map(YamlValue::text).toList(),
        backups(cluster.get("backups")),
        failovers(cluster.get("failovers"), members),
        cluster.get("cachedEndpoint").map(member -> member(member, members)),
        cluster.get("blueGreen").map(SetupFile::blueGreen));
  }

  private static ClusterSetup.BlueGreen blueGreen(YamlValue yaml) {
    yaml.only("name", "green", "from");
    return new ClusterSetup.BlueGreen(yaml.need("name").text(), yaml.need("green").text(),
        yaml.get("from").map(YamlValue::offset).orElse(Duration.ofHours(-1)));
  }

  /** A list of those it is an active member of, or each with the status of its membership. */
  private static Map<String, String> groups(Optional<YamlValue> yaml) {
    Map<String, String> groups = new LinkedHashMap<>();
    if (yaml.isEmpty()) {
      groups.put(CloudNetwork.DEFAULT_GROUP, "active");
    } else if (yaml.get().isList()) {
      yaml.get().items().forEach(id -> groups.put(id.text(), "active"));
    } else {
      yaml.get().entries().forEach((id, status) -> groups.put(id, status.text()));
    }
    return groups;
  }

  private static ClusterSetup.Backups backups(Optional<YamlValue> yaml) {
    yaml.ifPresent(
        some -> some.only("retention", "window", "created", "restorable", "automatedUntil", "awsBackup", "kmsKey", "snapshots"));
    return new ClusterSetup.Backups(
        get(yaml, "retention").map(SetupFile::days).orElse(7),
        get(yaml, "window").map(SetupFile::window).orElse(USUAL_WINDOW),
        get(yaml, "created").map(YamlValue::offset).orElse(USUAL_AGE),
        get(yaml, "restorable").map(SetupFile::restorable).orElse(new ClusterSetup.Restorable.Behind(USUALLY_BEHIND)),
        get(yaml, "automatedUntil").map(YamlValue::offset),
        get(yaml, "awsBackup").map(YamlValue::flag).orElse(false),
        get(yaml, "kmsKey").map(YamlValue::optionalText).orElse(""),
        get(yaml, "snapshots").map(YamlValue::items).orElse(List.of()).stream().map(SetupFile::snapshot).toList());
  }

  private static Optional<YamlValue> get(Optional<YamlValue> yaml, String key) {
    return yaml.flatMap(some -> some.get(key));
  }

  private static int days(YamlValue yaml) {
    int days = yaml.wholeNumber("1 to 35 days");
    if (days < 1 || days > MOST_DAYS) {
      throw yaml.expected("1 to 35 days");
    }
    return days;
  }

  private static LocalTime window(YamlValue yaml) {
    Matcher window = WINDOW.matcher(yaml.text());
    try {
      if (window.matches()) {
        LocalTime.parse(window.group(2));
        return LocalTime.parse(window.group(1));
      }
    } catch (DateTimeException noTime) {
      // Told below.
    }
    throw yaml.expected("a backup window in UTC such as 02:40-03:10");
  }

  private static ClusterSetup.Restorable restorable(YamlValue yaml) {
    String text = yaml.text();
    if (text.equals("none")) {
      return new ClusterSetup.Restorable.Never();
    }
    return Offsets.duration(text)
        .<ClusterSetup.Restorable>map(ClusterSetup.Restorable.Behind::new)
        .or(() -> Offsets.offset(text).map(ClusterSetup.Restorable.Since::new))
        .orElseThrow(() -> yaml.expected("how far behind now, such as 2m; the moment since when it stands still, such as -3h; or none"));
  }

  private static ClusterSetup.Snapshot snapshot(YamlValue yaml) {
    yaml.only("id", "type", "at", "status", "percent");
    String type = yaml.get("type").map(YamlValue::text).orElse("manual");
    if (!type.equals("manual") && !type.equals("automated")) {
      throw yaml.need("type").expected("manual or automated");
    }
    YamlValue id = yaml.need("id");
    if (type.equals("automated") != id.text().startsWith("rds:")) {
      throw id.problem("automated snapshots begin with rds:, others do not");
    }
    String status = yaml.get("status").map(YamlValue::text).orElse("available");
    int percent = yaml.get("percent").map(value -> value.wholeNumber("0 to 100 percent")).orElse(status.equals("available") ? WHOLE : 0);
    return new ClusterSetup.Snapshot(id.text(), type, yaml.need("at").offset(), status, percent);
  }

  private static List<ClusterSetup.Failover> failovers(Optional<YamlValue> yaml, List<World.Member> members) {
    List<ClusterSetup.Failover> failovers = new ArrayList<>();
    for (YamlValue failover : yaml.map(YamlValue::items).orElse(List.of())) {
      failover.only("at", "afterCalls", "atConnection", "to", "takes");
      String to = member(failover.need("to"), members);
      failovers.add(
          new ClusterSetup.Failover(trigger(failover), to, failover.get("takes").map(YamlValue::duration).orElse(FAILOVER)));
    }
    return failovers;
  }

  private static String member(YamlValue id, List<World.Member> members) {
    if (members.stream().noneMatch(member -> member.id().equals(id.text()))) {
      throw id.expected("a member of the cluster");
    }
    return id.text();
  }

  private static ClusterSetup.Trigger trigger(YamlValue yaml) {
    List<ClusterSetup.Trigger> given = new ArrayList<>();
    yaml.get("at").ifPresent(at -> given.add(new ClusterSetup.Trigger.At(at.offset())));
    yaml.get("afterCalls").ifPresent(calls -> given.add(new ClusterSetup.Trigger.AfterCalls(count(calls))));
    yaml.get("atConnection").ifPresent(number -> given.add(new ClusterSetup.Trigger.AtConnection(count(number))));
    if (given.size() != 1) {
      throw yaml.problem("a failover begins at a time (at), after a number of calls (afterCalls) or at a connection (atConnection): one "
          + "of them");
    }
    return given.getFirst();
  }

  private static int count(YamlValue yaml) {
    int count = yaml.wholeNumber("a number of 1 or more");
    if (count < 1) {
      throw yaml.expected("a number of 1 or more");
    }
    return count;
  }
}
