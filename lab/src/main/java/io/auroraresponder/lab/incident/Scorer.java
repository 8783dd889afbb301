package io.auroraresponder.lab.incident;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.notify.Unactionable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds a run against the expectation of its file. Pure. */
public final class Scorer {
  /** Results after which something was changed, or may have been. */
  private static final Set<String> DONE = Set.of("applied", "uncertain");

  private final Expectation wanted;
  private final Run run;
  private final List<Score.Difference> differences = new ArrayList<>();
  private final List<String> unjudged = new ArrayList<>();

  private Scorer(Expectation wanted, Run run) {
    this.wanted = wanted;
    this.run = run;
  }

  /**
   * Judges the first report, the footprint of the whole run and everything that was told.
   *
   * @throws io.auroraresponder.lab.account.BadFileException where the file says nothing of what is expected
   */
  public static Score judge(IncidentFile file, Run run) {
    return new Scorer(file.expectation(), run).score();
  }

  /** Names of the bundled incidents whose first or last report is expected to name this cause. */
  public static List<String> expecting(Cause cause) {
    return BundledIncidents.names().stream()
        .filter(name -> BundledIncidents.named(name).expectation().causes().contains(cause.word()))
        .toList();
  }

  private Score score() {
    Optional<Report> first = run.reports().stream().findFirst();
    if (wanted.noReport()) {
      first.ifPresent(report -> said("report", "none", "\"" + report.verdict().headline().text() + "\""));
    } else {
      first.ifPresentOrElse(report -> judgeReport("", wanted.first(), report), this::judgeMissingReport);
    }
    wanted.last().ifPresent(last -> judgeLast(last, run.reports()));
    judgeActions();
    judgeWords();
    judgeLaws();
    List<Score.Told> told = wanted.wanted().isEmpty() ? List.of() : judgeMessages();
    return new Score(
        run.script().name(),
        wanted.noReport() ? "no report" : wanted.first().cause().orElse("-") + " " + wanted.first().result().orElse("-"),
        first.map(report -> report.verdict().cause() + " " + report.decision().result()).orElse("no report"),
        new Score.Causes(wanted.first().cause(), first.map(report -> report.verdict().cause())),
        told,
        differences,
        unjudged);
  }

  /** Each message is wanted by somebody, and whoever wants one gets it. */
  private List<Score.Told> judgeMessages() {
    List<Score.Told> all = new ArrayList<>();
    Map<Expectation.Wanted, List<Published>> got = new LinkedHashMap<>();
    wanted.wanted().forEach(one -> got.put(one, new ArrayList<>()));
    for (Published message : run.footprint().messages()) {
      String cluster = message.attributes().getOrDefault("cluster", "");
      Optional<Expectation.Wanted> meant = wanted.wanted().stream().filter(one -> one.isMeant(cluster, message.at())).findFirst();
      meant.ifPresentOrElse(
          one -> got.computeIfAbsent(one, none -> new ArrayList<>()).add(message),
          () -> said("message at " + message.at(), "none that nobody wants", "\"" + message.subject() + "\""));
      all.add(
          new Score.Told(
              message.at(), cluster, message.attributes().getOrDefault("severity", ""), message.subject(),
              meant.map(Expectation.Wanted::why)));
    }
    got.forEach(this::judgeWanted);
    return all;
  }

  private void judgeWanted(Expectation.Wanted one, List<Published> got) {
    String point = "messages about " + one.cluster() + " from " + one.from() + " on";
    if (got.isEmpty() || got.size() > one.atMost()) {
      said(point, one.atMost() == 1 ? "one" : "1 to " + one.atMost(), String.valueOf(got.size()));
    }
    String text = got.stream().map(message -> message.subject() + "\n" + message.message()).collect(Collectors.joining("\n"))
        .toLowerCase(Locale.ROOT);
    for (String word : one.says()) {
      if (!text.contains(word.toLowerCase(Locale.ROOT))) {
        said(point, "\"" + word + "\"", "nothing like it");
      }
    }
  }

  /** Who expects nothing of a report may have written of what is refused before any look. */
  private void judgeMissingReport() {
    if (!wanted.first().equals(Expectation.Answer.NOTHING)) {
      said("report", "one", "none");
    }
  }

  private void judgeLast(Expectation.Answer last, List<Report> reports) {
    if (reports.size() < 2) {
      said("last report", "a second one", reports.size() + " in all");
      return;
    }
    judgeReport("last ", last, reports.getLast());
  }

  private void judgeReport(String which, Expectation.Answer answer, Report report) {
    judgeSayings(which, answer.says(), report);
    same(which + "cause", answer.cause(), report.verdict().cause());
    contains(which + "other causes", answer.otherCauses(), report.verdict().otherCauses());
    List<String> conditions = new ArrayList<>(report.verdict().otherCauses());
    conditions.add(report.verdict().cause());
    contains(which + "conditions", answer.conditions(), conditions);
    same(which + "lever", answer.lever(), report.plan().map(Report.Plan::lever).orElse("none"));
    judgeResult(which + "result", answer.result(), report.decision().result());
    List<String> refused = report.plan().map(Report.Plan::refusedLevers).orElse(List.of()).stream().map(Report.RefusedLever::lever)
        .toList();
    contains(which + "refused levers", answer.refused(), refused);
  }

  private void judgeResult(String point, Optional<String> expected, String found) {
    if (expected.isEmpty() || expected.get().equals(found)) {
      return;
    }
    boolean wasToBeDone = DONE.contains(expected.get());
    boolean wasDone = DONE.contains(found);
    Score.Kind kind =
        wasDone == wasToBeDone ? Score.Kind.DECISION : wasDone ? Score.Kind.WRONG_ACTION : Score.Kind.MISSED_ACTION;
    differences.add(new Score.Difference(point, expected.get(), found, kind));
  }

  private void judgeSayings(String which, Expectation.Says says, Report report) {
    same(which + "runbook", says.runbook(), report.incident().runbook());
    same(which + "severity", says.severity(), report.verdict().severity().word());
    String headline = report.verdict().headline().text();
    for (String word : says.headline()) {
      if (!headline.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT))) {
        said(which + "headline", "\"" + word + "\"", "\"" + headline + "\"");
      }
    }
    List<String> found =
        report.findings().stream()
            .map(Report.ReportedFinding::finding)
            .filter(finding -> finding.severity().compareTo(Severity.WARNING) <= 0)
            .map(Finding::check)
            .distinct()
            .toList();
    contains(which + "found", says.found(), found);
    says.notFound().stream().filter(found::contains)
        .forEach(check -> said(which + "found", "nothing by " + check, String.join(", ", found)));
    contains(which + "gaps", says.gaps(), report.gaps().stream().map(Gap::check).distinct().toList());
  }

  private void judgeActions() {
    Scene.Footprint footprint = run.footprint();
    same("lease", wanted.lease().map(Scorer::word), footprint.lease());
    wanted.range().ifPresent(range -> judgeRange(range, footprint));
    wanted.changes().ifPresent(changes -> judgeChanges(changes, footprint.requests().size()));
    wanted.never().forEach(this::judgeNever);
    if (!footprint.undeclared().isEmpty()) {
      done("calls", "declared ones only", String.join(", ", new TreeSet<>(footprint.undeclared())));
    }
    judgeEffort(wanted.effort(), footprint);
  }

  /** A bound that stayed behind is a change that was not made; one that went past what is wanted, or the other way, is one too many. */
  private void judgeRange(ScalingRange expected, Scene.Footprint footprint) {
    if (footprint.now().filter(expected::equals).isPresent()) {
      return;
    }
    boolean missed =
        footprint.now().isPresent() && footprint.begun().isPresent()
            && isBetween(footprint.begun().get().minHalves(), footprint.now().get().minHalves(), expected.minHalves())
            && isBetween(footprint.begun().get().maxHalves(), footprint.now().get().maxHalves(), expected.maxHalves());
    differences.add(
        new Score.Difference(
            "range at the end", expected.words(), footprint.now().map(ScalingRange::words).orElse("none"),
            missed ? Score.Kind.MISSED_ACTION : Score.Kind.WRONG_ACTION));
  }

  private static boolean isBetween(int begun, int found, int expected) {
    return Math.min(begun, expected) <= found && found <= Math.max(begun, expected);
  }

  private void judgeChanges(int expected, int found) {
    if (expected != found) {
      differences.add(
          new Score.Difference(
              "changes sent", String.valueOf(expected), String.valueOf(found),
              found < expected ? Score.Kind.MISSED_ACTION : Score.Kind.WRONG_ACTION));
    }
  }

  private void judgeEffort(Expectation.Effort effort, Scene.Footprint footprint) {
    same("looks", effort.looks().map(String::valueOf), String.valueOf(footprint.looks()));
    same("messages", effort.messages().map(String::valueOf), String.valueOf(footprint.messages().size()));
    effort.lookMemory().ifPresent(most -> {
      if (footprint.lookBytes().isEmpty()) {
        unjudged.add("memory of a look: at most " + megabytes(most) + " was expected, and this system does not tell what a process takes");
      } else if (footprint.lookBytes().getAsLong() > most) {
        said("memory of a look", "at most " + megabytes(most), megabytes(footprint.lookBytes().getAsLong()));
      }
    });
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1_048_576.0);
  }

  private void judgeNever(Expectation.Never never) {
    Scene.Footprint footprint = run.footprint();
    String found =
        switch (never) {
          case MODIFY -> footprint.requests().isEmpty() ? "" : footprint.requests().size() + " changes sent";
          case CONNECT -> footprint.connections() == 0 ? "" : footprint.connections() + " connections tried";
          case RAISE_MAX -> request(before -> wish -> wish.maxHalves() > before.maxHalves());
          case RAISE_MIN -> request(before -> wish -> wish.minHalves() > before.minHalves());
          case LOWER_MAX -> request(before -> wish -> wish.maxHalves() < before.maxHalves());
        };
    if (!found.isEmpty()) {
      done("never " + word(never), "never", found);
    }
  }

  /** The first request that compares so with the range at the alarm, in words; empty where there was none. */
  private String request(java.util.function.Function<ScalingRange, java.util.function.Predicate<ScalingRange>> forbidden) {
    Optional<ScalingRange> begun = run.footprint().begun();
    return begun
        .flatMap(before -> run.footprint().requests().stream().filter(forbidden.apply(before)).findFirst())
        .map(wish -> wish.words() + " was asked for")
        .orElse("");
  }

  /** What no file need ask for. */
  private void judgeLaws() {
    run.reports().stream().flatMap(report -> Stream.concat(Unactionable.in(report).stream(), Unactionable.exposed(report).stream()))
        .distinct()
        .forEach(broken -> said("law", "reports that one can act on", broken));
  }

  private void judgeWords() {
    String told = run.footprint().told().stream().map(Published::message).collect(Collectors.joining("\n")).toLowerCase(Locale.ROOT);
    for (String word : wanted.mustSay()) {
      if (!told.contains(word.toLowerCase(Locale.ROOT))) {
        said("told", "\"" + word + "\"", "nothing like it");
      }
    }
    for (String word : wanted.mustNotSay()) {
      if (told.contains(word.toLowerCase(Locale.ROOT))) {
        said("told", "nothing like \"" + word + "\"", "it");
      }
    }
  }

  private void said(String point, String expected, String found) {
    differences.add(new Score.Difference(point, expected, found, Score.Kind.DECISION));
  }

  private void done(String point, String expected, String found) {
    differences.add(new Score.Difference(point, expected, found, Score.Kind.WRONG_ACTION));
  }

  private void same(String point, Optional<String> expected, String found) {
    if (expected.isPresent() && !expected.get().equals(found)) {
      said(point, expected.get(), found);
    }
  }

  private void contains(String point, List<String> expected, List<String> found) {
    for (String word : expected) {
      if (!found.contains(word)) {
        said(point, word, found.isEmpty() ? "none" : String.join(", ", found));
      }
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
