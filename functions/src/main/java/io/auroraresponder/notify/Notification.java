package io.auroraresponder.notify;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that people are told about an incident or a lease, in the order in which it is told; mail, terminal and any other channel
 * only lay it out.
 *
 * <p>Each sentence stands in one place. Guards, facts, hashes of plans and limits of checks are not part of it: those are in the
 * report's JSON.
 *
 * @param state what became of it, in capitals ({@code HELPED}); empty for a first report
 * @param headline cluster, effect, since when, why
 * @param impact what users of the database notice, empty where nothing is to be said
 * @param nextLook when the responder looks again by itself; known and empty where it does not
 * @param watch what else follows by itself, as a sentence; may be empty
 * @param links where a person reads on
 * @param owner whom the cluster's tags name, empty where nobody is
 * @param dedupKey the same when the same thing is told again after a crash
 * @param threadKey the same for everything about one incident
 */
public record Notification(
    Severity severity,
    String state,
    Phrase headline,
    Origin origin,
    Phrase impact,
    Cause cause,
    Instruction instruction,
    Response response,
    Reading<Optional<Report.NextLook>> nextLook,
    Phrase watch,
    Evidence evidence,
    List<Report.Link> links,
    String owner,
    String incident,
    String dedupKey,
    String threadKey) {
  static final String BY_HAND = "by hand";
  static final String SCHEDULE = "the schedule ";

  /** The shape of a signal that tells of a call, and who made it. */
  private static final String CALL = "cloudtrail";

  /** Ours: nobody does more than this in one night; the report holds them all. */
  private static final int MOST_STEPS = 4;

  /** The check that repeats what asked for the look; the mail's first line says it. */
  private static final Pattern ENDS_A_SESSION = Pattern.compile(
      "SELECT pg_(cancel|terminate)_backend\\(a\\.pid\\) .*?\\ba\\.pid = (\\d+) ");
  private static final String SIGNAL = "Signal";
  private static final String PLACE = "the finding's place";

  /** Only here a raise was asked for, so only here its refusal is news. */
  private static final Set<String> ABOUT_CAPACITY = Set.of("capacity");

  private static final String NO_LOOK = "No look follows by itself: the next alarm, event or schedule of the cluster brings one.";

  private static final Set<String> CAUSES_THAT_SAY_NOTHING = Set.of("none", "unknown");

  /**
   * The cluster and the signal that asked for the look.
   *
   * @param region empty where not known, as the account
   * @param trigger what asked, as a person calls it: {@code alarm orders-db-acu-high}; empty where nothing did
   * @param by who made the call that asked, where one did: {@code  by arn:…}; else empty
   */
  public record Origin(String cluster, String region, String account, Instant seenAt, String trigger, String by, Instant triggeredAt) {
    /** What led to the look, behind its time: {@code , 1 min after alarm orders-db-acu-high}; empty where nothing did. */
    public String because() {
      return switch (trigger) {
        case "" -> "";
        case BY_HAND -> ", asked for by hand";
        case String schedule when schedule.startsWith(SCHEDULE) -> ", asked for by " + schedule;
        default -> ", " + Moments.words(Duration.between(triggeredAt, seenAt)) + " after " + trigger + by;
      };
    }

    /** The same as a channel tells it that does not say who did what. */
    Origin shown(Details details) {
      return details == Details.NONE ? new Origin(cluster, region, account, seenAt, trigger, "", triggeredAt) : this;
    }
  }

  /**
   * What is wrong.
   *
   * @param word a cause's or condition's word, empty where none is to be told
   * @param others runners-up
   * @param chain actors from the root to those who suffer, a sentence each
   */
  public record Cause(String word, List<String> others, List<Phrase> chain) {
    static final Cause NONE = new Cause("", List.of(), List.of());

    public Cause {
      others = List.copyOf(others);
      chain = List.copyOf(chain);
    }
  }

  /**
   * What a person can do, best first, and where its SQL is run.
   *
   * @param more how many further steps the report holds
   */
  public record Instruction(Report.Place place, List<Advice> steps, int more) {
    static final Instruction NONE = new Instruction(Report.Place.UNKNOWN, List.of(), 0);

    public Instruction {
      steps = List.copyOf(steps);
    }
  }

  /**
   * What the responder did, or did not and why.
   *
   * @param changed a change was made or may have been: then it is told before everything else
   * @param entry the ledger chain's last number, 0 where nothing changed
   * @param commands undo and stop
   */
  public record Response(boolean changed, List<Phrase> lines, long entry, String hash, List<Advice> commands) {
    static final Response NONE = new Response(false, List.of(), 0, "", List.of());

    public Response {
      lines = List.copyOf(lines);
      commands = List.copyOf(commands);
    }
  }

  /**
   * What was found beside the headline, what was not checked, the names of the checks that are clear, and of those whose findings can wait.
   */
  public record Evidence(List<Found> found, List<NotChecked> notChecked, List<String> clear, List<String> minor) {
    static final Evidence NONE = new Evidence(List.of(), List.of(), List.of(), List.of());

    public Evidence {
      found = List.copyOf(found);
      notChecked = List.copyOf(notChecked);
      clear = List.copyOf(clear);
      minor = List.copyOf(minor);
    }
  }

  /** {@code since}: when it began, as far as the evidence reaches. */
  public record Found(Severity severity, Phrase text, Instant since) {}

  /** Checks that one reason kept from being made; the reason is empty where headline or findings say it. */
  public record NotChecked(List<String> checks, Phrase reason, Phrase cure) {
    public NotChecked {
      checks = List.copyOf(checks);
    }
  }

  public Notification {
    links = List.copyOf(links);
  }

  /** What stands before the commands of a change that nobody has to do anything about; empty where there is something to do. */
  public Optional<String> byHand() {
    boolean undo = response.commands().stream().anyMatch(step -> step.command().text().contains("responder undo"));
    return response.changed() && instruction.steps().isEmpty() && !response.commands().isEmpty()
        ? Optional.of("Nothing for you to do yet." + (undo ? " To end it by hand:" : ""))
        : Optional.empty();
  }

  /**
   * When the responder looks again, or that it does not by itself, and what else follows; never empty.
   *
   * @param time a moment as the channel shows it
   */
  public String following(Function<Instant, String> time) {
    String look = switch (nextLook) {
      case Reading.Known<Optional<Report.NextLook>> known -> known.value().map(next -> look(next, time)).orElse(NO_LOOK);
      case Reading.Unavailable<Optional<Report.NextLook>> unread -> "When the next look is could not be read.";
    };
    return watch.isEmpty() ? look : look + " " + watch.text();
  }

  private String look(Report.NextLook next, Function<Instant, String> time) {
    String when = next.at().isAfter(origin.seenAt()) ? time.apply(next.at()) : "within a minute";
    return "Next look " + when + next.saidAgain()
        .map(again -> ", or when the alarm changes. You hear of it only if something changes, or at " + time.apply(again)).orElse("") + ".";
  }

  public static Notification of(Report report) {
    Report.Verdict verdict = report.verdict();
    Response response = response(report);
    return new Notification(
        verdict.severity(), "", verdict.headline(), origin(report), verdict.severity() == Severity.OK ? Phrase.EMPTY
        : verdict.impact(), cause(report), instruction(report, response),
        response, Reading.known(report.nextLook(), report.timing().startedAt()), Phrase.EMPTY, evidence(report), report.links(),
        report.cluster().map(ClusterState::owner).orElse(""),
        report.incident().id(), dedupKey(report), report.incident().key());
  }

  /** The same as a channel tells it that does not tell everything. */
  public Notification shown(Details details) {
    return new Notification(
        severity, state, details.shown(headline), origin.shown(details), details.shown(impact),
        new Cause(cause.word(), cause.others(), cause.chain().stream().map(details::shown).toList()),
        new Instruction(details.shown(instruction.place()), instruction.steps().stream().map(details::shown).toList(), instruction.more()),
        new Response(
            response.changed(), response.lines().stream().map(details::shown).toList(), response.entry(), response.hash(),
            response.commands().stream().map(details::shown).toList()),
        nextLook, watch,
        new Evidence(
            evidence.found().stream().map(found -> new Found(found.severity(), details.shown(found.text()), found.since())).toList(),
            evidence.notChecked().stream()
                .map(open -> new NotChecked(open.checks(), details.shown(open.reason()), details.shown(open.cure()))).toList(),
            evidence.clear(), evidence.minor()),
        links, owner, incident, dedupKey, threadKey);
  }

  /** What became of a lease, or of an event that led to no incident. */
  public static Notification of(News news) {
    boolean act = news.severity().compareTo(Severity.WARNING) <= 0;
    Response response = new Response(news.chainSeq() > 0, List.of(), news.chainSeq(), news.chainHash(), act ? List.of() : news.commands());
    return new Notification(
        news.severity(), news.kind().toUpperCase(Locale.ROOT), news.text(),
        new Origin(news.cluster(), "", "", news.at(), "", "", news.at()), Phrase.EMPTY, Cause.NONE,
        act ? new Instruction(Report.Place.UNKNOWN, news.commands(), 0) : Instruction.NONE, response,
        news.nextLook().map(look -> look.map(at -> new Report.NextLook(at, Optional.empty()))), news.watch(), Evidence.NONE, List.of(), "",
        news.incidentKey(), dedupKey(news), news.incidentKey());
  }

  private static Origin origin(Report report) {
    Incident incident = report.incident();
    String source = incident.signal().source();
    String shape = incident.signal().shape();
    String reason = incident.signal().reason().isBlank() ? "" : " (" + incident.signal().reason() + ")";
    int actor = shape.equals(CALL) ? source.indexOf(" by ") : -1;
    String by = actor < 0 ? "" : source.substring(actor);
    String trigger = source.isBlank() ? "" : actor >= 0 ? source.substring(0, actor) : shape.contains("alarm") ? "alarm " + source
        : shape.equals("by-hand") ? BY_HAND : shape.equals("schedule") ? SCHEDULE + source : source + reason;
    return new Origin(incident.cluster().value(), incident.region(), incident.account(), report.timing().startedAt(), trigger,
        by, incident.signal().at());
  }

  private static Cause cause(Report report) {
    Report.Verdict verdict = report.verdict();
    String word = CAUSES_THAT_SAY_NOTHING.contains(verdict.cause()) ? "" : verdict.cause();
    return new Cause(word, word.isEmpty() ? List.of() : verdict.otherCauses(), verdict.chain());
  }

  /** Where the responder acted, the undo is what a person needs; else the diagnosis' advice, then what a person may do in its place. */
  private static Instruction instruction(Report report, Response response) {
    if (response.changed()) {
      return Instruction.NONE;
    }
    Map<String, Advice> steps = new LinkedHashMap<>();
    Stream.concat(advice(report), report.decision().commands().stream())
        .forEach(step -> steps.putIfAbsent(whatItDoes(step), step));
    List<Advice> shown = steps.values().stream().limit(MOST_STEPS).toList();
    // Who pastes from the top connects where the first SQL belongs; what belongs elsewhere says so.
    List<Advice> sql = shown.stream().filter(Advice::isSql).toList();
    Report.Place place = sql.stream().filter(step -> !step.database().isBlank()).findFirst().or(() -> sql.stream().findFirst())
        .map(report::placeOf).orElse(report.verdict().place());
    return new Instruction(place, shown.stream().map(step -> elsewhere(step, place, report)).toList(), steps.size() - shown.size());
  }

  private static Advice elsewhere(Advice step, Report.Place place, Report report) {
    Report.Place own = report.placeOf(step);
    String text = step.text().text();
    boolean otherMember = step.isSql() && !own.member().equals(place.member()) && !text.contains(own.member());
    boolean otherDatabase = step.isSql() && !place.of(step).equals(place) && !text.contains(step.database());
    if (!otherMember && !otherDatabase) {
      return step;
    }
    boolean stopped = text.endsWith(":") || text.endsWith(".");
    Phrase words = new Phrase(stopped ? text.substring(0, text.length() - 1) : text, step.text().facts());
    Phrase where = where(otherMember ? own.member() : "", otherDatabase ? step.database() : "", report);
    return new Advice(words.and(", ", where).and("", Phrase.of(":")), step.command(), step.database());
  }

  private static Phrase where(String member, String database, Report report) {
    Instant at = report.timing().startedAt();
    return Phrase.join(" ", List.of(
        member.isEmpty() ? Phrase.EMPTY : Phrase.of("on {}", Fact.word(PLACE, at, member)),
        database.isEmpty() ? Phrase.EMPTY : Phrase.of("in database {}", Fact.word(PLACE, at, database).as(Privacy.NAME))));
  }

  /** Where a finding of this message is, as far as that is another place than the message's own and its words do not say so. */
  private static Phrase elsewhere(Finding finding, Report report) {
    Report.Place here = report.verdict().place();
    Report.Place there = finding.place();
    String said = finding.summary().text();
    boolean otherDatabase = !there.database().isBlank() && !there.database().equals(here.database()) && !said.contains(there.database());
    boolean otherMember = !there.member().isBlank() && !there.member().equals(here.member()) && !said.contains(there.member());
    return where(otherMember ? there.member() : "", otherDatabase ? there.database() : "", report);
  }

  /** To end one session or its statement is one step, whatever finding advises it. */
  private static String whatItDoes(Advice step) {
    Matcher ends = ENDS_A_SESSION.matcher(step.command().text());
    return ends.lookingAt() ? ends.group(1) + " " + ends.group(2) : step.text().text() + "\n" + step.database();
  }

  /** Findings come worst first. Where something is critical, hygiene has time until tomorrow. */
  private static Stream<Advice> advice(Report report) {
    return report.findings().stream()
        .map(Report.ReportedFinding::finding)
        .filter(finding -> finding.severity() != Severity.OK && !isMinor(finding, report))
        .flatMap(finding -> finding.advice().stream());
  }

  private static boolean isMinor(Finding finding, Report report) {
    return finding.severity() == Severity.INFO && report.verdict().severity() == Severity.CRITICAL;
  }

  private static Response response(Report report) {
    Report.Decision decision = report.decision();
    boolean changed = Set.of("applied", "uncertain").contains(decision.result());
    boolean planned = report.plan().filter(plan -> !plan.remedy().equals("none")).isPresent();
    boolean told = switch (decision.result()) {
      case "not-needed" -> false;
      case "refused" -> planned || ABOUT_CAPACITY.contains(report.incident().runbook());
      default -> true;
    };
    List<Phrase> lines = new ArrayList<>();
    if (told && !decision.summary().isEmpty()) {
      lines.add(decision.summary());
    }
    report.silence().ifPresent(silence -> lines.add(Phrase.of(silenced(silence.until(), silence.by(), silence.why(), report.timing()
        .startedAt()))));
    return new Response(
        changed, lines, changed ? decision.chainSeq() : 0, changed ? decision.chainHash() : "",
        changed ? decision.commands() : List.of());
  }

  /** What stands in each message that goes out in a silence: {@code Slack and pager are silenced until 12:15 UTC by …: migration}. */
  public static String silenced(Instant until, String by, String why, Instant at) {
    return "Slack and pager are silenced until " + Moments.time(until, at) + " by " + by + ": " + (why.isBlank() ? "no reason given" : why);
  }

  private static Evidence evidence(Report report) {
    String headline = report.verdict().headline().text();
    List<Found> found = new ArrayList<>();
    Set<String> clear = new LinkedHashSet<>();
    Set<String> notClear = report.gaps().stream().map(Gap::check).map(Finding::spoken).collect(Collectors.toCollection(HashSet::new));
    List<String> minor = new ArrayList<>();
    for (Report.ReportedFinding reported : report.findings()) {
      Finding finding = reported.finding();
      if (finding.check().equals(Finding.LOOK_COST) || (finding.check().equals(SIGNAL) && isNoEvidence(finding))) {
        continue;
      }
      if (finding.severity() != Severity.OK) {
        notClear.add(Finding.spoken(finding.check()));
      }
      if (isMinor(finding, report)) {
        minor.add(Finding.spoken(finding.check()));
      } else if (finding.severity() == Severity.OK) {
        clear.add(Finding.spoken(finding.check()));
      } else if (!finding.summary().isEmpty() && !headline.contains(finding.summary().text())) {
        Phrase text = new Phrase(withoutStop(finding.summary().text()), finding.summary().facts());
        found.add(new Found(finding.severity(), text.and(", ", elsewhere(finding, report)), finding.since()));
      }
    }
    // What is clear of one member or database and not of another is not clear.
    clear.removeAll(notClear);
    String said = found.stream().map(one -> one.text().text()).collect(Collectors.joining("\n", headline + "\n", ""));
    return new Evidence(found, notChecked(report.gaps(), said.toLowerCase(Locale.ROOT)), List.copyOf(clear), minor);
  }

  /** Why it was looked is told elsewhere, and that it was looked again is evidence of nothing. */
  private static boolean isNoEvidence(Finding signal) {
    return signal.severity() == Severity.INFO || signal.summary().text().startsWith(Finding.LOOKED_AGAIN);
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static List<NotChecked> notChecked(List<Gap> gaps, String said) {
    Map<Phrase, List<Gap>> byReason = new LinkedHashMap<>();
    gaps.forEach(gap -> byReason.computeIfAbsent(Phrase.of(gap.reason().text()), fresh -> new ArrayList<>()).add(gap));
    return byReason.values().stream()
        .map(same -> {
          Phrase reason = same.getFirst().reason();
          List<String> checks = same.stream().map(gap -> Finding.spoken(gap.check())).distinct().toList();
          return new NotChecked(checks, said.contains(withoutStop(reason.text()).toLowerCase(Locale.ROOT)) ? Phrase.EMPTY
              : reason, same.getFirst().cure());
        })
        .toList();
  }

  private static String dedupKey(Report report) {
    return digest(
        List.of(
            report.incident().id(),
            report.state().name(),
            report.timing().startedAt().toString(),
            report.decision().result(),
            Long.toString(report.decision().chainSeq())));
  }

  private static String dedupKey(News news) {
    return digest(
        List.of(news.incidentKey(), news.kind(), news.at().toString(), news.text().text(), Long.toString(news.chainSeq())));
  }

  private static String digest(List<String> parts) {
    return Sha256.half(String.join("\n", parts));
  }
}
