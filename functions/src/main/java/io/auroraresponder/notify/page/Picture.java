package io.auroraresponder.notify.page;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.ul;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.notify.Moments;
import io.auroraresponder.notify.PlainText;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.page.Chart.Line;
import io.auroraresponder.notify.page.Chart.Mark;
import io.auroraresponder.notify.page.Chart.Point;
import j2html.tags.DomContent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Capacity within its range, and the load below it, with what happened marked on both. */
final class Picture {
  private static final String CAPACITY = "ServerlessDatabaseCapacity";
  private static final String CPU = "CPUUtilization";
  private static final String UTILISATION = "ACUUtilization";
  private static final String LOAD = "DBLoad";
  private static final String ON_CPU = "DBLoadCPU";
  private static final String WAITING = "DBLoadNonCPU";
  private static final String CONNECTIONS = "DatabaseConnections";

  /** Two pixels of the picture a point: more are not seen, and make the page large. */
  private static final int MOST_POINTS = 360;

  /** Lines are told apart by dash and colour; a fifth member stands in the facts. */
  private static final int MOST_MEMBERS = 4;

  private static final Set<String> VERDICTS = Set.of("HELPED", "USED", "USED_UP", "NO_HELP", "UNVERIFIED");
  private static final Set<String> ENDS = Set.of("GIVEN_BACK", "KEPT", "YIELDED", "ABANDONED", "UNCLAIMED");

  private final Story story;
  private final List<Report.Measured> series;
  private final Instant from;
  private final Instant to;

  private Picture(Story story, List<Report.Measured> series, Instant from, Instant to) {
    this.story = story;
    this.series = series;
    this.from = from;
    this.to = to;
  }

  /** A sentence in its place where nothing was measured. */
  static DomContent of(Story story) {
    List<Report.Measured> series =
        Stream.of(
                story.report().series().stream(), story.aside().stream().flatMap(aside -> aside.report().series().stream()),
                story.events().stream().flatMap(event -> event.series().stream()))
            .flatMap(all -> all).toList();
    if (series.isEmpty()) {
      return p("No metric was read in this look, so there is nothing to draw.");
    }
    if (series.stream().allMatch(one -> one.metric().startsWith(Report.Measured.SAMPLED))) {
      return figure(WaitBars.of(series));
    }
    Instant first = series.stream().filter(one -> !one.metric().startsWith(Report.Measured.SAMPLED)).map(Report.Measured::start)
        .min(Comparator.naturalOrder()).orElseThrow();
    Instant last = Stream.concat(series.stream().map(Report.Measured::end), story.entries().stream().map(Story.Entry::at))
        .max(Comparator.naturalOrder()).orElseThrow();
    Instant seen = story.lookedAt().isAfter(last) ? story.lookedAt() : last;
    return new Picture(story, series, first, seen.plus(Duration.ofMinutes(2))).drawn();
  }

  private DomContent drawn() {
    List<Mark> marks = marks();
    return figure(
        capacity(marks), load(marks), sessions(marks), WaitBars.of(series),
        figcaption(
            ul(each(marks, mark -> li(span(mark.letter()).withClass("letter"),
            span(" " + mark.label() + ", " + Moments.second(mark.at())))))
            .withClass("marks")));
  }

  private DomContent capacity(List<Mark> marks) {
    List<Line> lines = members(CAPACITY, "capacity", "");
    List<Point> ceiling = ceiling();
    if (ceiling.stream().anyMatch(point -> point.value().isPresent())) {
      lines.add(new Line("max", "range", true, ceiling));
    }
    double most = Stream.concat(lines.stream().flatMap(line -> line.points().stream()), ceiling.stream())
        .flatMap(point -> point.value().stream()).max(Comparator.naturalOrder()).orElse(1.0);
    Optional<Double> former = ranges().isEmpty() ? Optional.empty() : before();
    String words = "capacity in ACU of " + names(CAPACITY) + (former.isPresent() ? ", the range's max, and the former max as a dashed line"
        : " and the range's max");
    return titled("Capacity", lines, former.isPresent() ? "former max" : "",
        new Chart("Capacity", words, from, to, Chart.top(most), "ACU").draw(lines, former, marks, silentSince(lines)));
  }

  private DomContent load(List<Mark> marks) {
    List<Line> lines = members(CPU, "cpu", " CPU");
    lines.addAll(members(UTILISATION, "utilisation", " of max"));
    if (lines.isEmpty()) {
      return div();
    }
    return titled("CPU and utilisation of the max", lines, "",
        new Chart("CPU and utilisation", "CPUUtilization and ACUUtilization in percent", from, to, 100, "%")
        .draw(lines, Optional.empty(), marks, silentSince(lines)));
  }

  /** By what they do where Database Insights says so: on the CPU, or waiting for something else. */
  private DomContent sessions(List<Mark> marks) {
    boolean byClass = has(ON_CPU) || has(WAITING);
    String metric = byClass ? ON_CPU + " and " + WAITING : has(LOAD) ? LOAD : CONNECTIONS;
    List<Line> lines = byClass ? members(ON_CPU, "cpu", " on CPU") : members(metric, "sessions", "");
    if (byClass) {
      lines.addAll(members(WAITING, "waiting", " waiting"));
    }
    if (lines.isEmpty()) {
      return div();
    }
    double most = lines.stream().flatMap(line -> line.points().stream()).flatMap(point -> point.value().stream())
        .max(Comparator.naturalOrder())
        .orElse(1.0);
    String what = byClass ? "Active sessions by wait class" : metric.equals(LOAD) ? "Active sessions" : "Connections";
    return titled(what, lines, "",
        new Chart(what, metric + " of " + names(byClass ? ON_CPU : metric), from, to, Chart.top(most), "")
        .draw(lines, Optional.empty(), marks, silentSince(lines)));
  }

  private boolean has(String metric) {
    return series.stream().anyMatch(one -> one.metric().equals(metric));
  }

  /** Where much of the picture's time was not measured at its end: since when. */
  private Optional<Instant> silentSince(List<Line> lines) {
    Instant last = lines.stream().filter(line -> !line.stepped()).flatMap(line -> line.points().stream())
        .filter(point -> point.value().isPresent()).map(point -> point.at().plus(Duration.ofMinutes(1)))
        .max(Comparator.naturalOrder()).orElse(to);
    return Duration.between(last, to).multipliedBy(4).compareTo(Duration.between(from, to)) > 0 ? Optional.of(last) : Optional.empty();
  }

  private static DomContent titled(String title, List<Line> lines, String level, DomContent chart) {
    return div(
        p(
            span(title).withClass("charttitle"),
            each(lines, line -> span(span("").withClass("key " + line.style()), span(line.label())).withClass("entry")),
            level.isEmpty() ? span() : span(span("").withClass("key level"), span(level)).withClass("entry")).withClass("legend"),
        chart).withClass("chart");
  }

  private String names(String metric) {
    return String.join(", ", series.stream().filter(one -> one.metric().equals(metric)).map(one -> PlainText.of(one.member())).distinct()
        .toList());
  }

  /** A line a member, of everything that was read of it: by the look, and by whoever tended the lease after it. */
  private List<Line> members(String metric, String style, String word) {
    Map<String, NavigableMap<Instant, Double>> minutes = new LinkedHashMap<>();
    for (Report.Measured one : series) {
      if (one.metric().equals(metric)) {
        NavigableMap<Instant, Double> all = minutes.computeIfAbsent(one.member(), fresh -> new TreeMap<>());
        for (int i = 0; i < one.values().size(); i++) {
          Instant begin = one.start().plus(one.step().multipliedBy(i));
          one.values().get(i).ifPresent(value -> {
            for (Instant minute = begin; minute.isBefore(begin.plus(one.step())); minute = minute.plus(Duration.ofMinutes(1))) {
              all.put(minute, value);
            }
          });
        }
      }
    }
    List<Line> lines = new ArrayList<>();
    minutes.forEach((member, all) -> {
      if (lines.size() < MOST_MEMBERS) {
        lines.add(new Line(PlainText.of(member) + word, style + " m" + lines.size(), false, broken(all)));
      }
    });
    return lines;
  }

  /** The line breaks where a minute is missing; of many minutes between two breaks only each so many-th is drawn. */
  private static List<Point> broken(NavigableMap<Instant, Double> minutes) {
    int each = Math.ceilDiv(minutes.size(), MOST_POINTS);
    List<Point> points = new ArrayList<>();
    Optional<Instant> before = Optional.empty();
    int skipped = 0;
    for (Map.Entry<Instant, Double> minute : minutes.entrySet()) {
      boolean gap = before.map(last -> last.plus(Duration.ofMinutes(1)).isBefore(minute.getKey())).orElse(false);
      if (gap) {
        points.add(new Point(minute.getKey(), Optional.empty()));
      }
      before = Optional.of(minute.getKey());
      skipped = gap || points.isEmpty() || skipped + 1 >= each ? 0 : skipped + 1;
      if (skipped == 0) {
        points.add(new Point(minute.getKey(), Optional.of(minute.getValue())));
      }
    }
    return points;
  }

  /** Changes of the max that the ledger knows to be in force, by time. */
  private List<Point> ranges() {
    List<Point> changes = new ArrayList<>();
    Optional<Report.Plan> plan = story.report().plan().filter(one -> !one.remedy().equals("none"));
    for (Story.Entry entry : story.entries()) {
      Optional<Double> set = entry.maxAfter();
      if (set.isPresent()) {
        changes.add(new Point(entry.at(), set));
      } else if (entry.kind().equals("APPLIED") && plan.isPresent()) {
        boolean back = changes.size() % 2 == 1;
        changes.add(new Point(entry.at(), (back ? plan.get().from() : plan.get().to()).map(ScalingRange::maxAcu)));
      }
    }
    return changes;
  }

  /** The max before the first change: as the ledger has it, since the look that leads may be a later one; else as that look saw it. */
  private Optional<Double> before() {
    return story.entries().stream().flatMap(entry -> entry.maxBefore().stream()).findFirst()
        .or(() -> story.report().plan().flatMap(Report.Plan::from).map(ScalingRange::maxAcu))
        .or(() -> story.report().cluster() instanceof Reading.Known<ClusterState> known
            && known.value().range() instanceof Reading.Known<ScalingRange> range ? Optional.of(range.value().maxAcu()) : Optional.empty());
  }

  private List<Point> ceiling() {
    List<Point> points = new ArrayList<>(List.of(new Point(from, before())));
    points.addAll(ranges());
    points.add(new Point(to, points.getLast().value()));
    return points;
  }

  private List<Mark> marks() {
    List<Mark> marks = new ArrayList<>();
    Report report = story.report();
    if (!report.incident().signal().source().isBlank()) {
      marks.add(new Mark("A", "signal " + PlainText.of(report.incident().signal().source()), report.incident().signal().at()));
    }
    marks.add(new Mark("L", "look", report.timing().startedAt()));
    int raises = 0;
    for (Story.Entry entry : story.entries()) {
      if (entry.kind().equals("APPLIED")) {
        marks.add(raises++ % 2 == 0 ? new Mark("R", "raise in force", entry.at()) : new Mark("G", "range given back", entry.at()));
      } else if (VERDICTS.contains(entry.kind())) {
        marks.add(new Mark("V", "verified: " + entry.spoken(), entry.at()));
      } else if (ENDS.contains(entry.kind())) {
        marks.add(new Mark("E", "lease " + entry.spoken(), entry.at()));
      }
    }
    return marks;
  }
}
