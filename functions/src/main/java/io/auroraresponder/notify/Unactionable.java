package io.auroraresponder.notify;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Effect;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The law that a person can act on what is told: what comes out of a database says which one, a session that is named says whose it is and
 * what it does, no command waits to be completed, what wakes somebody has a command, one that changes something says what that costs whom
 * and when not to, and one that asks AWS or a function names its region or alias.
 */
public final class Unactionable {
  /** A word in angle brackets; SQL's {@code <>} and comparisons have no such word. */
  private static final Pattern PLACEHOLDER = Pattern.compile("<[A-Za-z][^<>=]*>");

  private static final Pattern SESSION = Pattern.compile("\\bpid ([1-9]\\d*)\\b");

  /** A session that others wait for. */
  private static final Pattern BLOCKER = Pattern.compile("\\bbehind (?:[^()]{1,70} \\()?pid ([1-9]\\d*)\\b");

  /** What keeps them waiting: its locks, or its snapshot, for which an index build waits. */
  private static final Pattern IN_THE_WAY = Pattern.compile("\\bholds \\S|locks could not be read|end of its snapshot|a queue that moves");

  private static final Pattern SINCE =
      Pattern.compile("\\b(?:for|been idle for|open for) (?:less than 1 s|\\d+ (?:s|min)\\b)|running for \\d|last came ");

  /** A session's client, as it names itself or as it is known; and that nobody may see it. */
  private static final Pattern CLIENT =
      Pattern.compile("application \\S|no application name|autovacuum|parallel worker|not visible|\\S \\(pid ");

  /** A worker of autovacuum, by its pid: as a session, and as work against wraparound. */
  private static final Pattern AUTOVACUUM = Pattern.compile(
      "\\bautovacuum \\(pid (\\d+)|pid (\\d+) for \\d+ (?:s|min)[^;.]{0,20}, against wraparound");
  private static final Pattern LOGIN_OF = Pattern.compile("\\blogin (?:and address )?of pid (\\d+)$");
  private static final Pattern ENDED = Pattern.compile("SELECT pg_(?:cancel|terminate)_backend\\(a\\.pid\\).*\\ba\\.pid = (\\d+) ");

  private static final Pattern DATABASE = Pattern.compile("database \\S");

  /** What it runs or ran last: a statement, or maintenance, which has a name of its own. */
  private static final Pattern STATEMENT = Pattern.compile("(?i): \\S|vacuum|analyze|cluster|index|copy|basebackup");

  private Unactionable() {}

  /** What of the report breaks it, a sentence each; empty where it holds. */
  public static List<String> in(Report report) {
    List<String> broken = new ArrayList<>();
    Set<String> probed = new HashSet<>();
    report.facts().stream().filter(numbered -> numbered.fact().isOfDatabase()).forEach(numbered -> probed.add(numbered.id()));
    // A login that failed is told of as well, and no database answered.
    boolean looked = report.findings().stream().anyMatch(reported -> reported.finding().check().equals(Finding.LOOK_COST));
    for (Report.ReportedFinding reported : report.findings()) {
      boolean ofDatabase = looked && reported.factIds().stream().anyMatch(probed::contains);
      if (ofDatabase && !isPlaced(reported.finding())) {
        broken.add(reported.finding().check() + " comes out of a database and does not say which");
      }
    }
    broken.addAll(strangers(report));
    broken.addAll(endedAutovacuum(report));
    commands(report).filter(command -> PLACEHOLDER.matcher(command).find())
        .forEach(command -> broken.add("the command has a place to be filled: " + command));
    commands(report).filter(command -> !command.isEmpty() && !Effect.isKnown(command))
        .forEach(command -> broken.add("nobody is told what it costs, and when not to: " + command));
    commands(report).filter(command -> command.startsWith("aws lambda invoke ") && !command.contains(":live "))
        .forEach(command -> broken.add("the command names no alias: " + command));
    commands(report)
        .filter(command -> (command.startsWith("aws ") || command.contains(" --aws")) && !command.contains(" --region "))
        .forEach(command -> broken.add("the command names no region: " + command));
    if (lacksCommand(report)) {
      broken.add("nobody is told a command for " + report.findings().stream().findFirst().map(one -> one.finding().check()).orElse("it"));
    }
    return broken;
  }

  /** Statements that channels which want names only would get, a sentence each; empty where there are none. */
  public static List<String> exposed(Report report) {
    return report.facts().stream().map(Report.NumberedFact::fact)
        .filter(fact -> fact.source().contains("redacted") && fact.privacy() != Privacy.STATEMENT)
        .map(fact -> "a statement would be told to channels that want none: " + fact.source())
        .toList();
  }

  /**
   * Sessions of which a message that has their pid does not say somewhere client, login, database, since when and statement; of one that
   * others wait for what it holds, and of all of them the instance.
   */
  private static List<String> strangers(Report report) {
    Set<String> logins = new HashSet<>();
    report.facts().stream().map(numbered -> LOGIN_OF.matcher(numbered.fact().source())).filter(Matcher::find)
        .forEach(found -> logins.add(found.group(1)));
    Map<String, StringBuilder> told = new TreeMap<>();
    sentences(report).forEach(sentence -> SESSION.matcher(sentence).results().map(found -> found.group(1)).distinct()
        .forEach(pid -> told.computeIfAbsent(pid, unseen -> new StringBuilder()).append(sentence).append('\n')));
    List<String> broken = new ArrayList<>();
    told.forEach((pid, text) -> {
      boolean visible = !text.toString().contains("not visible");
      boolean known = Stream.of(CLIENT, DATABASE, STATEMENT, SINCE).allMatch(mark -> mark.matcher(text).find())
          && (logins.contains(pid) || text.toString().contains("autovacuum"));
      if (visible && !known) {
        broken.add("nobody is told whose session pid " + pid + " is, since when, and what it does: " + text.toString().strip());
      }
      boolean blocks = BLOCKER.matcher(text).results().anyMatch(found -> found.group(1).equals(pid));
      if (blocks && !IN_THE_WAY.matcher(text).find()) {
        broken.add("nobody is told what pid " + pid + " holds, for which others wait: " + text.toString().strip());
      }
    });
    if (!told.isEmpty() && report.verdict().place().member().isBlank()) {
      broken.add("nobody is told on which instance the sessions are");
    }
    return broken;
  }

  /** Workers of autovacuum that somebody is told to end: against wraparound it begins anew at once, and else it gives way by itself. */
  private static List<String> endedAutovacuum(Report report) {
    Set<String> workers = new HashSet<>();
    sentences(report).forEach(sentence -> AUTOVACUUM.matcher(sentence).results()
        .forEach(found -> workers.add(found.group(1) == null ? found.group(2) : found.group(1))));
    return commands(report)
        .flatMap(command -> ENDED.matcher(command).results())
        .map(found -> found.group(1))
        .filter(workers::contains)
        .distinct()
        .map(pid -> "pid " + pid + " is autovacuum, and somebody is told to end it")
        .toList();
  }

  /** All that speaks of sessions. */
  private static Stream<String> sentences(Report report) {
    return Stream.concat(
        Stream.concat(Stream.of(report.verdict().headline()), report.verdict().chain().stream()),
        report.findings().stream().map(reported -> reported.finding().summary())).map(Phrase::text);
  }

  /** Somebody is woken, nothing was changed, and no step can be pasted. */
  public static boolean lacksCommand(Report report) {
    boolean wakes = report.verdict().severity().compareTo(Severity.WARNING) <= 0;
    boolean changed = report.decision().result().equals("applied") || report.decision().result().equals("uncertain");
    return wakes && !changed
        && Stream.concat(report.advice().stream(), report.decision().commands().stream()).allMatch(step -> step.command().isEmpty());
  }

  private static boolean isPlaced(Finding finding) {
    Report.Place place = finding.place();
    // Which databases there are may be what could not be read: a note of such a look is of the instance.
    String database = finding.severity() == Severity.OK ? "of the instance" : place.database();
    return Stream.of(place.member(), place.endpoint(), database).noneMatch(String::isBlank);
  }

  private static Stream<String> commands(Report report) {
    Stream<Advice> advice = report.findings().stream().flatMap(reported -> reported.finding().advice().stream());
    return Stream.concat(
        Stream.concat(advice, report.decision().commands().stream()).map(step -> step.command().text()),
        report.gaps().stream().map(Gap::cure).map(cure -> cure.text()));
  }
}
