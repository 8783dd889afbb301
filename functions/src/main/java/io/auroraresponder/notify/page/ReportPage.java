package io.auroraresponder.notify.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Effect;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Sha256;
import io.auroraresponder.notify.Moments;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.PlainText;
import io.auroraresponder.notify.Story;
import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An incident on one page: what users feel, why, what to do and what was done, the picture, then the proof. It holds no script and no
 * address but those of the console, so that it can be opened anywhere, and kept.
 *
 * <p>Every text is written by a library that escapes it, after {@link PlainText} has made it visible; a text that is longer than
 * {@value #MAX_TEXT} characters is cut, so that the page stays small whatever others put into names and statements. Pure.
 */
public final class ReportPage {
  /** Ours: longer texts are statements of machines, and no page with them is read. */
  static final int MAX_TEXT = 4000;

  /** Nothing is loaded, nothing runs, nothing is sent: whatever a browser should take for more than text does nothing. */
  static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

  private static final int MOST_FOUND = 3;

  /** Decisions after which the plan's price and lease are what they are, or would be. */
  private static final Set<String> PRICED = Set.of("applied", "proposed", "uncertain", "dry-run");

  private static final String JOINTS = "-_.";

  private static final String VOIDED = "VOIDED";

  /** The check that says why it was looked, which is evidence of no cause. */
  private static final String SIGNAL = "Signal";

  /** The ledger's word for what CloudTrail recorded, our own changes among it. */
  private static final String CLOUDTRAIL = "FOREIGN_RANGE";

  /** The form of what {@code verify-report} reads: another form gets another number. */
  public static final int VERSION = 1;

  private static final String STYLE = resource("page.css");

  private static final Pattern SEAL = Pattern.compile("data-seal=\"[0-9a-f]{64}\"");
  private static final String UNSEALED = "0".repeat(64);

  private final Story story;
  private final Report report;
  private final Notification told;
  private final Map<Fact, String> facts = new HashMap<>();

  private ReportPage(Story story) {
    this.story = story;
    this.report = story.report();
    this.told = Notification.of(report);
    report.facts().forEach(numbered -> facts.put(numbered.fact(), numbered.id()));
  }

  /** The whole file. */
  public static String of(Story story) {
    String open = "<!DOCTYPE html>\n" + new ReportPage(story).page().render() + "\n";
    return sealed(open, seal(open));
  }

  /** SHA-256 over all of a page but the place of its seal: whoever changes a sign of it has to change the seal too. */
  public static String seal(String page) {
    return Sha256.of(sealed(page, UNSEALED));
  }

  private static String sealed(String page, String seal) {
    return SEAL.matcher(page).replaceFirst("data-seal=\"" + seal + "\"");
  }

  private DomContent page() {
    return html(
        head(
            meta().withCharset("utf-8"),
            meta().attr("http-equiv", "Content-Security-Policy").withContent(POLICY),
            meta().withName("referrer").withContent("no-referrer"),
            meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
            meta().withName("color-scheme").withContent("light dark"),
            title(shown(story.cluster() + ": " + report.verdict().headline().text(), 200)),
            style(rawHtml(STYLE))),
        body(top(), main().attr("data-page", VERSION).attr("data-incident", report.incident().id()).attr("data-seal", UNSEALED)
            .attr("data-entries", story.entries().size()).with(parts()), bottom())).withLang("en");
  }

  private DomContent top() {
    Notification.Origin origin = told.origin();
    Optional<Story.Event> latest = story.latest();
    String state = report.state().name();
    return header(
        p(iff(report.state() != Report.State.RESOLVED || story.isOver(),
            span(state).withClass("state " + state.toLowerCase(java.util.Locale.ROOT))), span(told.severity().name())
            .withClass("severity " + told.severity().word())),
        h1(linked(report.verdict().headline())),
        iff(latest.isPresent(), p(latest.map(this::told).orElse("")).withClass("now")),
        p(shown(origin.cluster() + ", " + origin.region() + ", " + origin
        .account() + ". Seen at " + Moments.second(origin.seenAt()) + origin.because()
            + ".")).withClass("origin"));
  }

  /** A time and a sentence; the cluster stands in the headline. */
  private String told(Story.Event event) {
    return Moments.second(event.at()) + ": " + cut(withoutCluster(event.text().text())) + (event.text().text().endsWith(".") ? "" : ".");
  }

  private String withoutCluster(String text) {
    String prefix = story.cluster() + ": ";
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private List<DomContent> parts() {
    List<DomContent> parts = new ArrayList<>();
    if (!told.impact().isEmpty()) {
      parts.add(part("Impact", p(linked(told.impact()))));
    }
    cause().ifPresent(parts::add);
    List<Advice> steps = told.instruction().steps().isEmpty() || report.advice().isEmpty() ? told.instruction().steps() : report.advice();
    if (story.isOver()) {
      parts.add(part("What to do", div(
          p("Nothing for this incident: no alarm of it stands any more, and no lease is open."),
          iff(!steps.isEmpty(), details(summary("Advice of the look, for good and for the next time"), advice(steps))))));
    } else {
      // What a lease waits for comes first: no alarm of it may stand any more.
      List<Advice> all = new ArrayList<>(story.latest().filter(Story.Event::needsAPerson).map(Story.Event::commands).orElse(List.of()));
      steps.stream().filter(step -> !all.contains(step)).forEach(all::add);
      parts.add(part("What to do", all.isEmpty() ? p(nothingToDo()) : advice(all)));
    }
    parts.add(part("What the responder did", responder()));
    parts.add(part("The picture", Picture.of(story)));
    parts.add(part("Timeline", timeline()));
    parts.add(part("Findings", findings()));
    if (!report.gaps().isEmpty()) {
      parts.add(part("Not checked", notChecked()));
    }
    parts.add(part("Guard rails", guards()));
    if (!story.entries().isEmpty()) {
      parts.add(part("Ledger", ledger()));
    }
    parts.add(folded("Facts", facts()));
    return parts;
  }

  private String nothingToDo() {
    return switch (story.lease()) {
      case VERIFYING, HELD -> "Nothing yet: the responder watches its lease, and gives the range back when the raise is no longer needed.";
      case RETURNING -> "Nothing yet: the responder gives the range back.";
      case NONE, OVERDUE, CLOSED -> "Nothing that this look knows of.";
    };
  }

  /** A tree: each actor waits for the one above. */
  private Optional<DomContent> cause() {
    if (told.cause().word().isEmpty() && told.cause().chain().isEmpty()) {
      return Optional.empty();
    }
    DomContent tree = span();
    for (Phrase actor : told.cause().chain().reversed()) {
      tree = ul(li(linked(actor), tree)).withClass("tree");
    }
    if (told.cause().chain().isEmpty()) {
      // Nobody waits for anybody: then the evidence is the cause's own, and what is no trouble is evidence of none.
      String asked = report.findings().stream().map(Report.ReportedFinding::finding).filter(finding -> finding.check().equals(SIGNAL))
          .map(finding -> finding.summary().text()).findFirst().orElse("");
      // With what the headline has said already: that is evidence too.
      List<Phrase> shown = report.findings().stream().map(Report.ReportedFinding::finding)
          .filter(finding -> finding.severity().compareTo(io.auroraresponder.incident.Severity.WARNING) <= 0)
          .filter(finding -> !finding.check().equals(SIGNAL))
          .map(Finding::summary).filter(summary -> asked.isEmpty() || !asked.startsWith(summary.text())).toList();
      if (shown.isEmpty() && told.cause().others().isEmpty()) {
        return Optional.empty();
      }
      tree = ul(each(shown.stream().limit(MOST_FOUND).toList(), one -> li(linked(one))));
    }
    String others = told.cause().others().isEmpty() ? "" : "Also: " + String.join(", ", told.cause().others()) + ".";
    return Optional.of(part(("Cause: " + told.cause().word()).strip(), div(tree, iff(!others.isEmpty(), p(shown(others))))));
  }

  private DomContent advice(List<Advice> steps) {
    Report.Place place = told.instruction().place();
    boolean sql = steps.stream().anyMatch(Advice::isSql);
    String where = place.endpoint().isEmpty() || !sql ? "" : "SQL is for " + place.endpoint() + ".";
    // The same step for several sessions is one step.
    Map<String, List<Advice>> byText = new LinkedHashMap<>();
    steps.forEach(step -> byText.computeIfAbsent(step.text().text(), fresh -> new ArrayList<>()).add(step));
    Set<Effect> before = EnumSet.noneOf(Effect.class);
    return div(
        iff(!where.isEmpty(), p(shown(where))),
        ol(each(List.copyOf(byText.values()), same -> li(
            linked(same.getFirst().told(before)),
            each(same.stream().map(step -> step.command().text()).distinct().toList(), ReportPage::commands)))));
  }

  private DomContent responder() {
    List<DomContent> lines = new ArrayList<>();
    boolean asked = !report.decision().result().equals("not-needed");
    if (!asked) {
      lines.add(p("Nothing: no change of the range was needed."));
    } else if (!report.decision().summary().isEmpty()) {
      lines.add(p(linked(report.decision().summary().sentence())));
    }
    story.events().forEach(event -> lines.add(p(told(event))));
    if (asked && !story.isOver() && PRICED.contains(report.decision().result())) {
      report.plan().ifPresent(plan -> lines.addAll(plan(plan)));
    }
    story.silence().ifPresent(quiet -> lines.add(p(shown(
        Notification.silenced(quiet.until(), quiet.by(), quiet.why(), story.lookedAt()) + "."))));
    for (Story.Undelivered failed : story.undelivered()) {
      lines.add(p(shown(failed.words())));
    }
    // Once it is over nothing of it can be undone, agreed to or refused.
    boolean ranOut = story.question().isEmpty()
        && story.entries().stream().anyMatch(entry -> entry.kind().equals(VOIDED) && entry.at().isAfter(story.lookedAt()));
    if (!story.isOver() && !ranOut) {
      report.decision().commands().forEach(command -> lines.add(div(p(linked(command.told())), commands(command.command().text()))));
    }
    lines.add(p(shown("Mode " + report.decision().mode() + ", decision " + report.decision().result().replace('-', ' ') + ".")));
    return div(each(lines, line -> line));
  }

  private List<DomContent> plan(Report.Plan plan) {
    List<DomContent> lines = new ArrayList<>();
    plan.cost().ifPresent(cost -> lines.add(p(text("It costs at most "), fact(cost.perHour()), text(" more, "), fact(cost.worstCase()),
        text(" until the lease ends and up to "), fact(cost.perDay()), text(" a day after that, at "), fact(cost.rate()), text("."))));
    String said = report.decision().summary().text();
    plan.lease().filter(lease -> !said.contains(lease.id()))
        .ifPresent(lease -> lines.add(p(shown("Lease " + lease.id() + " until " + Moments.time(lease.until(), story.lookedAt())
        + ", result at " + Moments.time(lease.verifyAt(), story.lookedAt()) + "."))));
    List<Report.RefusedLever> levers = plan.refusedLevers().stream().filter(refused -> !said.contains(refused.reason().text())).toList();
    if (!levers.isEmpty()) {
      lines.add(ul(each(levers, refused -> li(span("Refused: " + cut(refused.lever()) + ", "), linked(refused.reason())))));
    }
    return lines;
  }

  private DomContent timeline() {
    List<Moment> rows = new ArrayList<>();
    Report.Timing timing = report.timing();
    rows.add(row(report.incident().signal().at(), "signal",
        report.incident().signal().source() + " " + report.incident().signal().reason()));
    rows.add(row(report.incident().openedAt(), "opened", "incident " + report.incident().id()));
    rows.add(row(timing.startedAt(), "look", "runbook " + report.incident().runbook() + ", " + timing.calls()
        + " AWS calls and SQL statements, " + timing.took().toMillis() + " ms"));
    story.entries().forEach(entry -> {
      Optional<Story.Event> said = story.events().stream().filter(event -> event.seq() == entry.seq()).findFirst();
      boolean recorded = entry.kind().equals(CLOUDTRAIL);
      rows.add(row(entry.at(), recorded ? "recorded" : entry.spoken(), said.map(event -> withoutCluster(event.text().text()))
          .orElseGet(() -> recorded(entry))));
    });
    story.aside().ifPresent(aside -> rows.add(row(aside.at(), "look", "runbook " + aside.report().incident().runbook() + ": "
        + aside.report().verdict().headline().text())));
    return wide("timeline", table(caption("Times in UTC"), thead(tr(th("time"), th("what"), th("detail"))),
        tbody(each(rows.stream().sorted(Comparator.comparing(Moment::at)).toList(),
        moment -> tr(td(clock(moment.at())).withClass("time"), td(moment.what()), td(shown(moment.words())))))));
  }

  /** A row of the timeline. */
  private record Moment(Instant at, String what, String words) {}

  private static Moment row(Instant at, String what, String words) {
    return new Moment(at, what, words);
  }

  /** An entry of which people are told nothing by itself: what it set, and its number. */
  private static String recorded(Story.Entry entry) {
    String number = "ledger entry " + entry.seq();
    Optional<String> set = entry.maxAfter().map(to -> "max " + entry.maxBefore().map(from -> Numbers.rounded(from, 1) + " to ").orElse("")
        + Numbers.rounded(to, 1) + " ACU");
    return switch (entry.kind()) {
      case CLOUDTRAIL -> "CloudTrail's record of a change" + set.map(words -> ", " + words).orElse("") + " (" + number + ")";
      case "APPLIED" -> set.map(words -> words + " (" + number + ")").orElse(number);
      case "INTENT" -> "written before RDS is asked (" + number + ")";
      case "ACCEPTED" -> "RDS took the change (" + number + ")";
      default -> number;
    };
  }

  /** The caption says that it is UTC. */
  private static String clock(Instant at) {
    return Moments.second(at).replace(" UTC", "");
  }

  private DomContent findings() {
    List<DomContent> rows = new ArrayList<>();
    List<String> clear = told.evidence().clear();
    for (Report.ReportedFinding reported : report.findings()) {
      Finding finding = reported.finding();
      if (finding.severity() == io.auroraresponder.incident.Severity.OK) {
        continue;
      }
      rows.add(tr(
          td(span(finding.severity().name()).withClass("severity " + finding.severity().word())),
          td(shown(Finding.spoken(finding.check())), div(shown(where(finding.place()))).withClass("place")),
          td(linked(finding.summary())),
          td(finding.summary().text().contains(finding.threshold().text()) ? span() : linked(finding.threshold())),
          td(Moments.time(finding.since(), told.origin().seenAt())).withClass("time")));
    }
    return div(
        iff(!rows.isEmpty(), wide("findings", table(thead(tr(th("severity"), th("check"), th("found"), th("limit"), th("since"))),
            tbody(each(rows, row -> row))))),
        iff(!clear.isEmpty(), p(shown(clear.size() == 1 ? "1 check clear: " + clear.getFirst() + "."
            : clear.size() + " checks clear: " + String.join(", ", clear) + "."))));
  }

  /** One reason may keep many checks from being made. */
  private DomContent notChecked() {
    Map<String, List<Gap>> byReason = new LinkedHashMap<>();
    report.gaps().forEach(gap -> byReason.computeIfAbsent(gap.reason().text() + gap.cure().text(), fresh -> new ArrayList<>()).add(gap));
    return ul(each(List.copyOf(byReason.values()), same -> li(
        span(same.stream().map(gap -> Finding.spoken(gap.check())).distinct().collect(Collectors.joining(", ")) + ": "),
        linked(same.getFirst().reason()), commands(same.getFirst().cure().text()))));
  }

  private static String where(Report.Place place) {
    return place.database().isEmpty() ? place.member() : place.member() + ", " + place.database();
  }

  private DomContent guards() {
    if (report.decision().reasons().isEmpty()) {
      return p("Nothing was to be changed, so no guard rail was asked.");
    }
    List<Report.GuardAnswer> refusing = report.decision().reasons().stream().filter(answer -> !passes(answer)).toList();
    List<Report.GuardAnswer> passing = report.decision().reasons().stream().filter(ReportPage::passes).toList();
    return div(
        iff(!refusing.isEmpty(), guards(refusing)),
        iff(!passing.isEmpty(), details(summary(passing.size() == 1 ? "1 guard passed" : passing.size() + " guards passed"),
        guards(passing)).withClass("counted")));
  }

  private static boolean passes(Report.GuardAnswer answer) {
    return answer.verdict().equals("pass");
  }

  private DomContent guards(List<Report.GuardAnswer> answers) {
    return wide("guards", table(
        thead(tr(th("guard"), th("answer"), th("reason"))),
        tbody(each(answers, answer -> tr(
            td(shown(answer.guard())), td(span(cut(answer.verdict())).withClass(passes(answer) ? "pass" : "refuse")),
            td(linked(answer.text())))))));
  }

  private DomContent ledger() {
    return wide("ledger", table(
        caption("Times in UTC. Each entry's hash covers the one before: the last one is the number and hash of the messages"),
        thead(tr(th("entry"), th("time"), th("what"), th("hash"))),
        tbody(each(story.entries(), entry -> tr(
            td(Long.toString(entry.seq())), td(clock(entry.at())).withClass("time"),
            td(text(entry.spoken()), details(summary("as recorded"), pre(text(entry.body())))), td(code(entry.hash())))
            .attr("data-seq", entry.seq()).attr("data-at", entry.at()).attr("data-kind", entry.kind()).attr("data-prev", entry.prev())
            .attr("data-hash", entry.hash())))));
  }

  private DomContent facts() {
    return wide("facts", table(
        thead(tr(th("id"), th("value"), th("source"), th("time"))),
        tbody(each(report.facts(), numbered -> tr(
            td(numbered.id()), td(shown(numbered.fact().words())), td(shown(numbered.fact().source())),
            td(Moments.second(numbered.fact().at()))).withId(numbered.id())))));
  }

  private DomContent bottom() {
    List<Report.Link> links = told.links().stream().filter(link -> link.url().startsWith("https://")).toList();
    return footer(
        p(each(links, link -> span(a(shown(link.title())).withHref(link.url()).withRel("noreferrer noopener"), text(" ")))),
        p(shown((told.owner().isEmpty() ? "" : "Owner " + told.owner() + ". ") + "Incident " + told.incident() + ". Schema "
            + Report.SCHEMA + ".")));
  }

  private static DomContent part(String name, DomContent content) {
    return section(h2(shown(name)), content);
  }

  private static DomContent folded(String name, DomContent content) {
    return section(details(summary(h2(name)), content));
  }

  /** Scrolls sideways by itself, so that the page does not; a region that can be focused needs a name of its own. */
  private static DomContent wide(String name, DomContent table) {
    return div(table).withClass("wide " + name).attr("tabindex", "0").attr("role", "region").attr("aria-label", "table of " + name);
  }

  private static DomContent commands(String command) {
    return command.isEmpty() ? span() : pre(shown(command)).attr("tabindex", "0");
  }

  private DomContent fact(Fact fact) {
    String id = facts.get(fact);
    return id == null ? text(cut(fact.words())) : a(cut(fact.words())).withHref("#" + id);
  }

  /** The text with each number as a link to where it comes from: with its unit where that follows, never a part of another number. */
  private DomContent linked(Phrase phrase) {
    String words = cut(phrase.text());
    List<DomContent> parts = new ArrayList<>();
    List<Fact> left = new ArrayList<>(phrase.facts());
    int at = 0;
    Optional<Shown> next = next(words, left, at);
    while (next.isPresent()) {
      Shown shown = next.get();
      String id = facts.get(shown.fact());
      parts.add(text(words.substring(at, shown.begin())));
      parts.add(id == null ? text(shown.words()) : a(shown.words()).withHref("#" + id));
      at = shown.begin() + shown.words().length();
      left.remove(shown.fact());
      next = next(words, left, at);
    }
    parts.add(text(words.substring(at)));
    return span(each(parts, part -> part));
  }

  /** A fact's words where they stand in a text. */
  private record Shown(Fact fact, String words, int begin) {}

  /** The fact that the text shows next; of several at one place the first of the phrase, since a phrase has them in their order. */
  private static Optional<Shown> next(String words, List<Fact> left, int at) {
    return left.stream().flatMap(fact -> {
      String whole = cut(fact.words());
      String bare = cut(fact.shown());
      int first = indexOf(words, whole, at);
      int other = indexOf(words, bare, at);
      boolean withUnit = first >= 0 && (other < 0 || first <= other);
      return withUnit ? Stream.of(new Shown(fact, whole, first)) : other >= 0 ? Stream.of(new Shown(fact, bare, other)) : Stream.of();
    }).min(Comparator.comparingInt(Shown::begin));
  }

  private static int indexOf(String words, String found, int from) {
    int begin = found.isEmpty() ? -1 : words.indexOf(found, from);
    while (begin >= 0 && !(isEdge(words, begin - 1, -1) && isEdge(words, begin + found.length(), 1))) {
      begin = words.indexOf(found, begin + 1);
    }
    return begin;
  }

  /** A letter, digit or the joint of a name or number ends nothing: orders in orders-db, 1 in instance-1, 8 in 8.5. */
  private static boolean isEdge(String words, int at, int step) {
    if (at < 0 || at >= words.length()) {
      return true;
    }
    boolean joint = JOINTS.indexOf(words.charAt(at)) >= 0 && at + step >= 0 && at + step < words.length()
        && Character.isLetterOrDigit(words.charAt(at + step));
    return !joint && !Character.isLetterOrDigit(words.charAt(at));
  }

  private static DomContent shown(String raw) {
    return text(cut(raw));
  }

  private static String shown(String raw, int limit) {
    return PlainText.cut(PlainText.of(raw), limit);
  }

  private static String cut(String raw) {
    return PlainText.cut(PlainText.of(raw), MAX_TEXT);
  }

  private static String resource(String name) {
    try (InputStream stream = ReportPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
