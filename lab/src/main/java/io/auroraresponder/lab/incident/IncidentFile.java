package io.auroraresponder.lab.incident;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lab.account.BadFileException;
import io.auroraresponder.lab.account.ClusterSetup;
import io.auroraresponder.lab.account.ResourceIds;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.account.WorldFile;
import io.auroraresponder.lab.account.YamlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An incident file: a script for the run, an expectation for the scorer. The format is described in docs/incidents.md. */
public final class IncidentFile {
  private static final Set<String> RESULTS =
      Set.of("applied", "proposed", "refused", "not-needed", "deferred", "uncertain", "failed", "dry-run");
  private static final Set<String> RUNBOOKS = Set.copyOf(RoutingTable.RUNBOOKS);
  private static final Set<String> SEVERITIES = Arrays.stream(Severity.values()).map(Severity::word).collect(Collectors.toSet());
  private static final String[] ANSWER = {
    "runbook", "severity", "headline", "found", "notFound", "gaps", "cause", "otherCauses", "conditions", "lever", "result", "refused"
  };
  private static final Pattern NOW = Pattern.compile("(?m)^  now:.*$");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(kB|MB|GB)");
  private static final Map<String, Integer> UNITS = Map.of("kB", 10, "MB", 20, "GB", 30);
  private static final Set<String> CONDITIONS = Arrays.stream(Condition.values()).map(Condition::word).collect(Collectors.toSet());
  private static final Set<String> LEVERS = Arrays.stream(Lever.values()).map(Lever::word).collect(Collectors.toSet());

  /** A condition that ends the look stands where a cause would. */
  private static final Set<String> CAUSES =
      Stream.concat(CONDITIONS.stream(), Arrays.stream(Cause.values()).map(Cause::word)).collect(Collectors.toSet());

  private final Script script;
  private final Optional<Expectation> expectation;
  private final String label;

  private IncidentFile(String label, Script script, Optional<Expectation> expectation) {
    this.label = label;
    this.script = script;
    this.expectation = expectation;
  }

  /** What the run may know. */
  public Script script() {
    return script;
  }

  /**
   * Whether a file is meant for an incident: other files of the lab, such as worlds, have no event.
   *
   * @throws BadFileException where it is no YAML
   */
  public static boolean isOne(Path file) {
    YamlValue yaml = YamlValue.read(file);
    return yaml.isMapping() && yaml.get("event").isPresent();
  }

  /**
   * The same file.
   *
   * @throws BadFileException where it has no {@code expect}
   */
  public IncidentFile requireExpected() {
    if (expectation.isEmpty()) {
      throw new BadFileException(label + ": the key 'expect' is missing: there is nothing to hold the run against");
    }
    return this;
  }

  /** Whether its author says what a good responder makes of it. */
  public boolean isExpected() {
    return expectation.isPresent();
  }

  /**
   * What only the scorer may know.
   *
   * @throws BadFileException where the file has no {@code expect}
   */
  Expectation expectation() {
    return requireExpected().expectation.orElseThrow();
  }

  /**
   * Reads a file.
   *
   * @throws BadFileException naming file, line, column and what was expected
   */
  public static IncidentFile read(Path file) {
    return of(file.toString(), YamlValue.read(file), Optional.ofNullable(file.toAbsolutePath().getParent()));
  }

  /** Reads a text that complaints call {@code label}. */
  public static IncidentFile parse(String label, String text) {
    return of(label, YamlValue.parse(label, text), Optional.empty());
  }

  /**
   * Reads a text as if its world's present were another one: what is relative to it moves along.
   *
   * @throws BadFileException as {@link #parse}
   */
  static IncidentFile at(Instant now, String label, String text, Optional<Path> folder) {
    String present = "  now: " + now.truncatedTo(ChronoUnit.SECONDS);
    Matcher said = NOW.matcher(text);
    String moved = said.find() ? said.replaceFirst(present) : text.replaceFirst("(?m)^world:\\s*$", "world:\n" + present);
    return of(label, YamlValue.parse(label, moved), folder);
  }

  private static String nameOf(String label) {
    String last = label.substring(label.lastIndexOf('/') + 1);
    return last.replaceFirst("\\.ya?ml$", "");
  }

  private static IncidentFile of(String label, YamlValue yaml, Optional<Path> folder) {
    yaml.only("title", "story", "world", "event", "database", "databases", "then", "expect");
    World world = WorldFile.world(yaml.need("world"));
    EventSection.Place place = new EventSection.Place(world, world.now());
    String event = yaml.need("event").isScalar() ? none(yaml.need("event")) : EventSection.json(yaml.need("event"), place, folder);
    Script.Afterwards afterwards =
        yaml.get("then").map(then -> afterwards(then, place, folder)).orElseGet(() -> new Script.Afterwards(Duration.ZERO, List.of()));
    Script script =
        new Script(
            nameOf(label),
            yaml.need("title").text(),
            yaml.get("story").map(YamlValue::text).map(String::strip).orElse(""),
            watched(world, event, afterwards),
            event,
            yaml.get("databases").map(named -> DatabaseSection.read(yaml.get("database"), named))
                .or(() -> yaml.get("database").map(DatabaseSection::read)).orElseGet(Script.Database.Absent::new),
            afterwards);
    return new IncidentFile(label, script, yaml.get("expect").map(expect -> expectation(expect, place)));
  }

  private static String none(YamlValue event) {
    if (!event.text().equals("none")) {
      throw event.expected("an event, or the word none");
    }
    return "";
  }

  /** An alarm that events tell of is one of the account's, whether or not the world names it. */
  private static World watched(World world, String event, Script.Afterwards afterwards) {
    Map<String, World.Alarm> alarms = new LinkedHashMap<>();
    world.alarms().forEach(alarm -> alarms.put(alarm.name(), alarm));
    Stream<String> later =
        afterwards.changes().stream().flatMap(change -> change instanceof Script.Change.OtherEvent other ? Stream.of(other.json())
        : Stream.empty());
    Stream.concat(Stream.of(event).filter(json -> !json.isEmpty()), later)
        .flatMap(json -> AlarmEvent.read(json).stream())
        .flatMap(said -> said.alarm().stream())
        .forEach(alarm -> alarms.putIfAbsent(alarm.name(), alarm));
    return world.alarmed(List.copyOf(alarms.values()));
  }

  private static Script.Afterwards afterwards(YamlValue then, EventSection.Place place, Optional<Path> folder) {
    then.only("for", "changes");
    List<Script.Change> changes = new ArrayList<>();
    for (YamlValue change : then.get("changes").map(YamlValue::items).orElse(List.of())) {
      changes.add(change(change, place, folder));
    }
    changes.sort(Comparator.comparing(Script.Change::at));
    return new Script.Afterwards(then.need("for").duration(), changes);
  }

  private static Script.Change change(YamlValue yaml, EventSection.Place place, Optional<Path> folder) {
    yaml.only("at", "cluster", "range", "tags", "rename", "switchOver", "operator", "event", "clock", "switch", "press",
        "endSessions", "database");
    Duration at = yaml.need("at").duration();
    boolean ofCluster = Stream.of("range", "tags", "rename", "operator", "database").anyMatch(key -> yaml.get(key).isPresent());
    if (yaml.entries().size() != (ofCluster && yaml.get("cluster").isPresent() ? 3 : 2)) {
      throw yaml.expected(
          "'at' and one of range, tags, rename, switchOver, operator, event, clock, switch, press, endSessions, database; 'cluster' "
          + "beside range, "
          + "tags, rename, operator and database");
    }
    return yaml.get("range").map(range -> rangeSet(at, cluster(yaml, place), range))
        .or(() -> yaml.get("tags").map(tags -> new Script.Change.TagsSet(at, cluster(yaml, place), tags(tags, cluster(yaml, place)))))
        .or(() -> yaml.get("rename").map(name -> new Script.Change.Renamed(at, cluster(yaml, place), name.text())))
        .or(() -> yaml.get("switchOver").map(blue -> new Script.Change.SwitchedOver(at, switched(blue, place))))
        .or(() -> yaml.get("operator").map(word -> new Script.Change.Said(at, cluster(yaml, place), said(word))))
        .or(() -> yaml.get("event").map(event -> event(at, event, place, folder)))
        .or(() -> yaml.get("clock").map(clock -> new Script.Change.ClockSet(at, clock.offset())))
        .or(() -> yaml.get("switch").map(value -> new Script.Change.SwitchSet(at, isRun(value))))
        .or(() -> yaml.get("press").map(value -> new Script.Change.Pressed(at, isYes(value))))
        .or(() -> yaml.get("endSessions").map(name -> new Script.Change.SessionsEnd(at, name.text().equals("all") ? "" : name.text())))
        .or(() -> yaml.get("database").map(value -> database(at, cluster(yaml, place), value)))
        .orElseThrow(() -> yaml.expected("a change"));
  }

  private static Script.Change database(Duration at, String cluster, YamlValue value) {
    if (value.isMapping() && DatabaseSection.read(value) instanceof Script.Database.Real real) {
      return new Script.Change.SessionsBegin(at, cluster, real);
    }
    if (value.isMapping() || !value.text().equals("dies")) {
      throw value.expected("the word dies, or a mapping with setup and sessions");
    }
    return new Script.Change.DatabaseDies(at);
  }

  /** The cluster that a change is of: the first one where none is named. */
  private static String cluster(YamlValue change, EventSection.Place place) {
    List<String> known = place.world().clusters().stream().map(World.Cluster::id).toList();
    Optional<YamlValue> named = change.get("cluster");
    if (named.isPresent() && !known.contains(named.get().text())) {
      throw named.get().expected("one of " + String.join(", ", known));
    }
    return named.map(YamlValue::text).or(() -> known.stream().findFirst())
        .orElseThrow(() -> change.problem("there is no cluster to change in this world"));
  }

  /** A cluster whose blue/green deployment names another one of the world. */
  private static String switched(YamlValue blue, EventSection.Place place) {
    List<World.Cluster> known = place.world().clusters();
    Optional<String> green = known.stream().filter(each -> each.id().equals(blue.text())).findFirst()
        .flatMap(each -> each.setup().blueGreen()).map(ClusterSetup.BlueGreen::green);
    if (green.isEmpty() || known.stream().noneMatch(each -> each.id().equals(green.get()))) {
      throw blue.expected("a cluster whose blueGreen names another cluster of the world as its green");
    }
    return blue.text();
  }

  private static Script.Change.Said.Word said(YamlValue word) {
    return Arrays.stream(Script.Change.Said.Word.values()).filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word.text()))
        .findFirst()
        .orElseThrow(() -> word.expected("approve, refuse, undo, keep, silence or lift"));
  }

  /** Keys without the product's prefix, as in a world; {@code none} takes a tag away. */
  private static Map<String, String> tags(YamlValue yaml, String cluster) {
    Map<String, String> tags = new LinkedHashMap<>();
    yaml.entries().forEach((key, value) -> tags.put("aurora-responder:" + key,
        value.optionalText().equals("none") ? "" : value.optionalText().equals("self") ? ResourceIds.cluster(cluster)
        : value.optionalText()));
    return tags;
  }

  private static Script.Change rangeSet(Duration at, String cluster, YamlValue range) {
    range.only("min", "max", "by");
    return new Script.Change.RangeSet(
        at, cluster, range.need("min").number("ACUs"), range.need("max").number("ACUs"),
        range.get("by").map(YamlValue::text).orElse("a person"));
  }

  private static Script.Change event(Duration at, YamlValue event, EventSection.Place place, Optional<Path> folder) {
    if (event.isScalar()) {
      if (!event.text().equals("again")) {
        throw event.expected("the word again, or an event");
      }
      return new Script.Change.EventAgain(at);
    }
    return new Script.Change.OtherEvent(at, EventSection.json(event,
        new EventSection.Place(place.world(), place.now().plus(at)), folder));
  }

  private static boolean isYes(YamlValue value) {
    return switch (value.text()) {
      case "approve" -> true;
      case "refuse" -> false;
      default -> throw value.expected("approve or refuse");
    };
  }

  private static boolean isRun(YamlValue value) {
    return switch (value.text()) {
      case "run" -> true;
      case "stop" -> false;
      default -> throw value.expected("run or stop");
    };
  }

  private static Expectation expectation(YamlValue yaml, EventSection.Place place) {
    yaml.only(
        "runbook", "severity", "headline", "found", "notFound", "gaps", "cause", "otherCauses", "conditions", "lever", "result", "refused",
        "last", "lease", "range", "changes", "looks", "messages", "lookMemory", "wanted", "noReport", "never", "mustSay", "mustNotSay");
    if (yaml.get("noReport").filter(YamlValue::flag).isPresent()) {
      for (String answer : ANSWER) {
        yaml.get(answer).ifPresent(value -> {
          throw value.problem("no report is expected, so nothing can be expected of it");
        });
      }
    }
    return new Expectation(
        answer(yaml),
        yaml.get("last").map(last -> answer(last.only(ANSWER))),
        yaml.get("lease").map(value -> value.oneOf(Expectation.LeaseEnd.class)),
        yaml.get("range").map(IncidentFile::range),
        yaml.get("changes").map(value -> value.wholeNumber("a number of changes")),
        new Expectation.Effort(
            yaml.get("looks").map(value -> value.wholeNumber("a number of looks")),
            yaml.get("messages").map(value -> value.wholeNumber("a number of messages")),
            yaml.get("lookMemory").map(IncidentFile::bytes)),
        yaml.get("wanted").map(YamlValue::items).orElse(List.of()).stream().map(value -> wanted(value, place)).toList(),
        yaml.get("noReport").map(YamlValue::flag).orElse(false),
        yaml.get("never").map(YamlValue::items).orElse(List.of()).stream().map(value -> value.oneOf(Expectation.Never.class)).toList(),
        words(yaml, "mustSay"),
        words(yaml, "mustNotSay"));
  }

  private static Expectation.Answer answer(YamlValue yaml) {
    return new Expectation.Answer(
        new Expectation.Says(
            yaml.get("runbook").map(value -> word(value, RUNBOOKS)),
            yaml.get("severity").map(value -> word(value, SEVERITIES)),
            words(yaml, "headline"),
            words(yaml, "found"),
            words(yaml, "notFound"),
            words(yaml, "gaps")),
        yaml.get("cause").map(value -> word(value, CAUSES)),
        words(yaml, "otherCauses", CAUSES),
        words(yaml, "conditions", CONDITIONS),
        yaml.get("lever").map(value -> word(value, LEVERS)),
        yaml.get("result").map(value -> word(value, RESULTS)),
        words(yaml, "refused", LEVERS));
  }

  private static Expectation.Wanted wanted(YamlValue value, EventSection.Place place) {
    value.only("cluster", "from", "until", "atMost", "says", "why");
    Instant from = place.now().plus(value.need("from").duration());
    Instant until = place.now().plus(value.need("until").duration());
    if (!until.isAfter(from)) {
      throw value.need("until").problem("expected a time after 'from'");
    }
    return new Expectation.Wanted(
        cluster(value, place), from, until, value.get("atMost").map(most -> most.wholeNumber("a number of messages")).orElse(1),
        words(value, "says"), value.need("why").text());
  }

  private static long bytes(YamlValue value) {
    Matcher size = SIZE.matcher(value.text());
    if (!size.matches()) {
      throw value.expected("a size such as 512kB, 20MB or 1GB");
    }
    return Long.parseLong(size.group(1)) << Objects.requireNonNull(UNITS.get(size.group(2)), "the pattern knows other units");
  }

  private static String word(YamlValue value, Set<String> known) {
    if (!known.contains(value.text())) {
      throw value.expected("one of " + String.join(", ", known.stream().sorted().toList()));
    }
    return value.text();
  }

  private static List<String> words(YamlValue yaml, String key, Set<String> known) {
    return yaml.get(key).map(YamlValue::items).orElse(List.of()).stream().map(value -> word(value, known)).toList();
  }

  private static List<String> words(YamlValue yaml, String key) {
    return yaml.get(key).map(YamlValue::items).orElse(List.of()).stream().map(YamlValue::text).toList();
  }

  private static ScalingRange range(YamlValue value) {
    value.only("min", "max", "pauseAfter");
    return ScalingRange.of(
        value.need("min").number("ACUs"), value.need("max").number("ACUs"),
        value.get("pauseAfter").map(v -> (int) v.duration().toSeconds()).orElse(0));
  }
}
