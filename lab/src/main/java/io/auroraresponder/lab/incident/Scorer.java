package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Holds a run against the expectation of its file. Pure. */
public final class Scorer {
  private final Expectation wanted;
  private final Run run;
  private final List<Score.Difference> differences = new ArrayList<>();

  private Scorer(Expectation wanted, Run run) {
    this.wanted = wanted;
    this.run = run;
  }

  /** Judges the first report, the footprint of the whole run and everything that was told. */
  public static Score judge(IncidentFile file, Run run) {
    return new Scorer(file.expectation(), run).score();
  }

  private Score score() {
    Optional<Report> first = run.reports().stream().findFirst();
    if (first.isEmpty()) {
      differences.add(new Score.Difference("report", "one", "none", false));
    }
    first.ifPresent(report -> judgeReport("", wanted.first(), report));
    wanted.last().ifPresent(last -> judgeLast(last, run.reports()));
    judgeActions();
    judgeWords();
    return new Score(
        run.script().name(),
        wanted.first().cause().orElse("-") + " " + wanted.first().result().orElse("-"),
        first.map(report -> report.verdict().cause() + " " + report.decision().result()).orElse("no report"),
        new Score.Causes(wanted.first().cause(), first.map(report -> report.verdict().cause())),
        differences);
  }

  private void judgeLast(Expectation.Answer last, List<Report> reports) {
    if (reports.size() < 2) {
      differences.add(new Score.Difference("last report", "a second one", reports.size() + " in all", false));
      return;
    }
    judgeReport("last ", last, reports.getLast());
  }

  private void judgeReport(String which, Expectation.Answer answer, Report report) {
    judgeSayings(which, answer.says(), report);
    same(which + "cause", answer.cause(), report.verdict().cause(), false);
    contains(which + "other causes", answer.otherCauses(), report.verdict().otherCauses());
    List<String> conditions = new ArrayList<>(report.verdict().otherCauses());
    conditions.add(report.verdict().cause());
    contains(which + "conditions", answer.conditions(), conditions);
    same(which + "lever", answer.lever(), report.plan().map(Report.Plan::lever).orElse("none"), false);
    String result = report.decision().result();
    same(which + "result", answer.result(), result, result.equals("applied") || result.equals("uncertain"));
    List<String> refused = report.plan().map(Report.Plan::refusedLevers).orElse(List.of()).stream().map(Report.RefusedLever::lever)
        .toList();
    contains(which + "refused levers", answer.refused(), refused);
  }

  private void judgeSayings(String which, Expectation.Says says, Report report) {
    same(which + "runbook", says.runbook(), report.incident().runbook(), false);
    same(which + "severity", says.severity(), report.verdict().severity().word(), false);
    String headline = report.verdict().headline().text();
    for (String word : says.headline()) {
      if (!headline.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT))) {
        differences.add(new Score.Difference(which + "headline", "\"" + word + "\"", "\"" + headline + "\"", false));
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
        .forEach(check -> differences.add(new Score.Difference(which + "found", "nothing by " + check, String.join(", ", found), false)));
    contains(which + "gaps", says.gaps(), report.gaps().stream().map(Gap::check).distinct().toList());
  }

  private void judgeActions() {
    Scene.Footprint footprint = run.footprint();
    same("lease", wanted.lease().map(Scorer::word), footprint.lease(), false);
    same("range at the end", wanted.range().map(ScalingRange::words), footprint.now().map(ScalingRange::words).orElse("none"), true);
    same("changes sent", wanted.changes().map(String::valueOf), String.valueOf(footprint.requests().size()), true);
    wanted.never().forEach(this::judgeNever);
    if (!footprint.undeclared().isEmpty()) {
      differences.add(new Score.Difference("calls", "declared ones only", String.join(", ", new TreeSet<>(footprint.undeclared())), true));
    }
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
      differences.add(new Score.Difference("never " + word(never), "never", found, true));
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

  private void judgeWords() {
    String told = String.join("\n", run.footprint().told()).toLowerCase(Locale.ROOT);
    for (String word : wanted.mustSay()) {
      if (!told.contains(word.toLowerCase(Locale.ROOT))) {
        differences.add(new Score.Difference("told", "\"" + word + "\"", "nothing like it", false));
      }
    }
    for (String word : wanted.mustNotSay()) {
      if (told.contains(word.toLowerCase(Locale.ROOT))) {
        differences.add(new Score.Difference("told", "nothing like \"" + word + "\"", "it", false));
      }
    }
  }

  private void same(String point, Optional<String> expected, String found, boolean wrongAction) {
    if (expected.isPresent() && !expected.get().equals(found)) {
      differences.add(new Score.Difference(point, expected.get(), found, wrongAction));
    }
  }

  private void contains(String point, List<String> expected, List<String> found) {
    for (String word : expected) {
      if (!found.contains(word)) {
        differences.add(new Score.Difference(point, word, found.isEmpty() ? "none" : String.join(", ", found), false));
      }
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
