package io.auroraresponder.lab.incident;

import io.auroraresponder.lab.account.YamlValue;
import io.auroraresponder.lab.postgres.CapturedPlans;
import io.auroraresponder.lab.postgres.LabPostgres;
import io.auroraresponder.lab.postgres.ServerSettings;
import io.auroraresponder.lab.postgres.SessionGroup;
import io.auroraresponder.lab.postgres.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The section {@code database} of an incident file. */
final class DatabaseSection {
  private static final Pattern RANDOM = Pattern.compile("random\\((-?\\d{1,15}),\\s*(-?\\d{1,15})\\)");
  private static final Duration SETTLE = Duration.ofMillis(1_500);
  private static final Duration STARTED_BEFORE = Duration.ofMinutes(2);
  private static final Duration BASELINE = Duration.ofSeconds(2);
  private static final int MOST_SESSIONS = 900;

  /** Keys of the section that are not about a database of its own. */
  private static final Set<String> ON_SERVER = Set.of("settings", "dies");

  private DatabaseSection() {}

  static Script.Database read(YamlValue yaml) {
    if (yaml.isScalar()) {
      return switch (yaml.text()) {
        case "none" -> new Script.Database.Absent();
        case "refused" -> new Script.Database.Broken(Script.Way.REFUSED);
        case "silent" -> new Script.Database.Broken(Script.Way.SILENT);
        case "no-login" -> new Script.Database.Broken(Script.Way.NO_LOGIN);
        case "no-name" -> new Script.Database.Broken(Script.Way.NO_NAME);
        default -> throw yaml.expected(
            "none, refused, silent, no-login, no-name, or a mapping with refuses, or with settings, setup and sessions");
      };
    }
    if (yaml.get("refuses").isPresent()) {
      return refusing(yaml.only("refuses", "saying"));
    }
    yaml.only("name", "settings", "plans", "adminSetup", "setup", "baseline", "change", "sessions", "idle", "settle", "dies", "behind");
    Workload workload = workload(yaml.get("name").map(YamlValue::text).orElse("orders"), true, yaml);
    return new Script.Database.Real(List.of(workload), LabPostgres.FIRST, dies(yaml),
        yaml.get("behind").map(DatabaseSection::everywhere).orElse(false));
  }

  private static boolean everywhere(YamlValue behind) {
    if (!behind.text().equals("all")) {
      throw behind.expected("the word all: the same sessions behind every cluster of the world");
    }
    return true;
  }

  private static Optional<Duration> dies(YamlValue yaml) {
    return yaml.get("dies").map(DatabaseSection::shortTime);
  }

  /**
   * Several databases of one server.
   *
   * @param server what the section {@code database} says of the server and of its first database, empty where there is none
   * @param named databases by their names
   */
  static Script.Database read(Optional<YamlValue> server, YamlValue named) {
    List<Workload> workloads = new ArrayList<>();
    Optional<Script.Database> first = server.map(DatabaseSection::read);
    if (first.isPresent() && !(first.get() instanceof Script.Database.Real)) {
      throw named.problem("databases stand on a real server, and 'database' says that there is none");
    }
    boolean isDatabase = server.filter(yaml -> yaml.entries().keySet().stream().anyMatch(key -> !ON_SERVER.contains(key))).isPresent();
    ServerSettings settings = new ServerSettings(settings(server.flatMap(yaml -> yaml.get("settings"))));
    first.filter(real -> isDatabase).ifPresent(real -> workloads.addAll(((Script.Database.Real) real).workloads()));
    named.entries().forEach((name, yaml) -> {
      yaml.only("extension", "adminSetup", "setup", "baseline", "change", "sessions", "idle", "settle");
      if (workloads.stream().anyMatch(workload -> workload.database().equals(name))) {
        throw yaml.problem("there is a database " + name + " already");
      }
      workloads.add(workload(name, yaml.get("extension").map(YamlValue::flag).orElse(true), yaml).on(settings));
    });
    if (workloads.isEmpty()) {
      throw named.expected("at least one database");
    }
    return new Script.Database.Real(workloads, LabPostgres.FIRST, server.flatMap(DatabaseSection::dies), false);
  }

  private static Workload workload(String name, boolean extension, YamlValue yaml) {
    List<SessionGroup> sessions = new ArrayList<>(groups(yaml.get("sessions")));
    yaml.get("idle").ifPresent(count -> sessions.add(idle(count)));
    Optional<YamlValue> baseline = yaml.get("baseline").map(value -> value.only("for", "sessions"));
    return new Workload(
        name,
        extension,
        new ServerSettings(settings(yaml.get("settings"))),
        adminSetup(yaml),
        statements(yaml.get("setup")),
        groups(baseline.map(value -> value.need("sessions"))),
        baseline.flatMap(value -> value.get("for")).map(YamlValue::duration).orElse(BASELINE),
        statements(yaml.get("change")),
        sessions,
        yaml.get("settle").map(YamlValue::duration).orElse(SETTLE));
  }

  private static List<String> adminSetup(YamlValue yaml) {
    List<String> all = new ArrayList<>();
    if (yaml.get("plans").map(YamlValue::flag).orElse(false)) {
      all.addAll(CapturedPlans.SETUP);
    }
    all.addAll(statements(yaml.get("adminSetup")));
    return List.copyOf(all);
  }

  private static Script.Database refusing(YamlValue yaml) {
    YamlValue state = yaml.need("refuses");
    if (!state.text().matches("[0-9A-Z]{5}")) {
      throw state.expected("an SQLSTATE of five characters such as 28P01");
    }
    return new Script.Database.Refusing(state.text(), yaml.get("saying").map(YamlValue::text).orElse("the server does not want to"));
  }

  private static Duration shortTime(YamlValue value) {
    Matcher millis = Pattern.compile("(\\d{1,6})ms").matcher(value.text());
    return millis.matches() ? Duration.ofMillis(Long.parseLong(millis.group(1))) : value.duration();
  }

  private static Map<String, String> settings(Optional<YamlValue> yaml) {
    Map<String, String> settings = new LinkedHashMap<>();
    yaml.ifPresent(
        some ->
            some.entries()
                .forEach(
                    (name, value) -> {
                      if (!name.matches("[a-z_][a-z0-9_.]*")) {
                        throw value.problem("'" + name + "' is no name of a PostgreSQL setting");
                      }
                      settings.put(name, value.optionalText());
                    }));
    return settings;
  }

  /** One text, or a list of texts. A text is sent as it is, so that a DO block stays whole. */
  private static List<String> statements(Optional<YamlValue> yaml) {
    if (yaml.isEmpty()) {
      return List.of();
    }
    return yaml.get().isList() ? yaml.get().items().stream().map(YamlValue::text).toList() : List.of(yaml.get().text());
  }

  private static List<SessionGroup> groups(Optional<YamlValue> yaml) {
    return yaml.map(YamlValue::items).orElse(List.of()).stream().map(DatabaseSection::group).toList();
  }

  private static SessionGroup idle(YamlValue count) {
    return new SessionGroup(
        "pool", count(count), LabPostgres.APPLICATION, List.of(), false, false, false, Duration.ZERO, Duration.ofHours(1), "",
        Map.of());
  }

  private static SessionGroup group(YamlValue yaml) {
    yaml.only("name", "count", "user", "sql", "repeat", "hold", "reconnect", "every", "startedBefore", "lastText", "values");
    boolean reconnect = yaml.get("reconnect").map(YamlValue::flag).orElse(false);
    boolean repeat = yaml.get("repeat").map(YamlValue::flag).orElse(false);
    boolean hold = yaml.get("hold").map(YamlValue::flag).orElse(false);
    if (hold && (repeat || reconnect)) {
      throw yaml.problem("sessions that hold something do not repeat");
    }
    return new SessionGroup(
        yaml.need("name").text(),
        yaml.get("count").map(DatabaseSection::count).orElse(1),
        yaml.get("user").map(YamlValue::text).orElse(LabPostgres.APPLICATION),
        statements(yaml.get("sql")),
        repeat,
        hold,
        reconnect,
        yaml.get("every").map(DatabaseSection::shortTime).orElse(Duration.ZERO),
        yaml.get("startedBefore").map(YamlValue::duration).orElse(STARTED_BEFORE),
        yaml.get("lastText").map(YamlValue::text).orElse(""),
        values(yaml.get("values")));
  }

  private static int count(YamlValue value) {
    int count = value.wholeNumber("a number of sessions");
    if (count < 1 || count > MOST_SESSIONS) {
      throw value.expected("a number of sessions from 1 to " + MOST_SESSIONS);
    }
    return count;
  }

  private static Map<String, SessionGroup.Drawn> values(Optional<YamlValue> yaml) {
    Map<String, SessionGroup.Drawn> values = new LinkedHashMap<>();
    yaml.ifPresent(some -> some.entries().forEach((name, value) -> values.put(name, drawn(value))));
    return values;
  }

  private static SessionGroup.Drawn drawn(YamlValue value) {
    Matcher random = RANDOM.matcher(value.text());
    if (!random.matches() || Long.parseLong(random.group(1)) > Long.parseLong(random.group(2))) {
      throw value.expected("random(LOW, HIGH) such as random(1, 1000)");
    }
    return new SessionGroup.Drawn(Long.parseLong(random.group(1)), Long.parseLong(random.group(2)));
  }
}
