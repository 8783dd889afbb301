package io.auroraresponder.lab.cli;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.PlainText;
import io.auroraresponder.notify.ReportAdvice;
import io.auroraresponder.notify.Word;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A report as it stands on a terminal: verdict, what was done or what to do, one line a finding, guard rails, ledger, what came after.
 *
 * <p>Pure: gives lines and prints nothing. Lines are at most {@value TerminalLines#WIDTH} columns wide, but for commands, which stay whole
 * so that they can be pasted.
 */
public final class TerminalReport {

  /**
   * What the run knows beside the report.
   *
   * @param timeline what became of the change later, a line each, ready to show; empty where nothing came after
   * @param calls what the answer cost, for example {@code 5 AWS, 1 probe connection, 11 statements}; empty to leave it out
   * @param reportFile where the report was written; empty where it was not
   * @param colours whether lines may hold ANSI colours
   */
  public record Run(List<String> timeline, String calls, String reportFile, boolean colours) {
    public Run {
      timeline = List.copyOf(timeline);
    }
  }

  private static final int SHORTEST_HASH = 8;

  private final Report report;
  private final Run run;
  private final TerminalLines lines;

  private TerminalReport(Report report, Run run) {
    this.report = report;
    this.run = run;
    this.lines = new TerminalLines(run.colours());
  }

  public static List<String> of(Report report, Run run) {
    return new TerminalReport(report, run).rendered();
  }

  private List<String> rendered() {
    verdict();
    action();
    lines.blank();
    lines.row("cause", cause());
    lines.rule();
    findings();
    lines.blank();
    plan();
    guards();
    ledger();
    if (!run.timeline().isEmpty()) {
      lines.blank();
      run.timeline().forEach(line -> lines.plain("  " + PlainText.of(line)));
    }
    lines.blank();
    lines.row("calls", run.calls());
    lines.row("report", run.reportFile());
    return lines.all();
  }

  private void verdict() {
    Report.Verdict verdict = report.verdict();
    String impact = verdict.impact().isEmpty() ? "" : " " + verdict.impact();
    String end = verdict.headline().text().endsWith(".") || impact.isEmpty() ? "" : ".";
    lines.lead(verdict.severity().name(), colour(verdict.severity()), verdict.headline() + end + impact);
  }

  private void action() {
    Report.Decision decision = report.decision();
    lines.lead(Word.of(decision).shown(), TerminalLines.BOLD, decision.summary().text());
    if (!decision.wouldBe().isEmpty()) {
      String planned = report.plan().map(plan -> ": " + plan.summary()).orElse("");
      lines.lead("", TerminalLines.PLAIN, "in act it would have been " + decision.wouldBe() + planned);
    }
    if (Word.of(decision) != Word.DONE) {
      ReportAdvice.of(report).stream().findFirst().ifPresent(first -> advice("YOU", first));
    }
    decision.commands().forEach(command -> advice("", command));
  }

  private void advice(String label, Advice advice) {
    lines.lead(label, TerminalLines.BOLD, advice.text().text());
    lines.command(advice.command().text());
  }

  private String cause() {
    List<String> others = report.verdict().otherCauses();
    return report.verdict().cause() + " (runner-up: " + (others.isEmpty() ? "none" : String.join(", ", others)) + ")";
  }

  private void findings() {
    int width =
        report.findings().stream().mapToInt(one -> one.finding().check().length()).reduce(0, Math::max);
    int names = Math.max(width, report.gaps().stream().mapToInt(gap -> gap.check().length()).reduce(0, Math::max));
    report.findings().stream().filter(one -> !isClear(one)).forEach(one -> finding("●", one, names));
    report.findings().stream().filter(TerminalReport::isClear).forEach(one -> finding("○", one, names));
    for (Gap gap : report.gaps()) {
      String cure = gap.cure().isEmpty() ? "" : " (" + gap.cure() + ")";
      lines.finding("?", TerminalLines.YELLOW, padded(gap.check(), names), "not checked: " + gap.reason() + cure, "");
    }
  }

  private static boolean isClear(Report.ReportedFinding one) {
    return one.finding().severity() == Severity.OK;
  }

  private void finding(String mark, Report.ReportedFinding reported, int names) {
    Finding finding = reported.finding();
    String measured = finding.observed().isEmpty() ? finding.summary().text() : finding.observed().text();
    String limit = finding.threshold().isEmpty() ? "" : " (limit: " + finding.threshold() + ")";
    String facts = reported.factIds().isEmpty() ? "" : "[" + String.join(" ", reported.factIds()) + "]";
    lines.finding(mark, colour(finding.severity()), padded(finding.check(), names), measured + limit, facts);
  }

  private static String padded(String name, int width) {
    return name + " ".repeat(width - name.length());
  }

  private void plan() {
    report.plan().ifPresent(plan -> {
      String price = plan.cost().map(cost -> ", at most " + money(cost) + " more").orElse("");
      lines.row("plan", plan.summary().isEmpty() ? "" : plan.summary() + price);
      plan.refusedLevers().forEach(refused -> lines.row("not", refused.lever() + ": " + refused.reason()));
    });
  }

  private static String money(Report.Cost cost) {
    String words = cost.perHour().words();
    return words.contains(cost.currency()) ? words : words + " " + cost.currency();
  }

  private void guards() {
    List<Report.GuardAnswer> answers = report.decision().reasons();
    List<Report.GuardAnswer> refusals = answers.stream().filter(answer -> !answer.verdict().equals("pass")).toList();
    refusals.forEach(answer -> lines.row("refused", answer.guard() + ": " + answer.text()));
    String passed =
        answers.stream()
            .filter(answer -> answer.verdict().equals("pass"))
            .map(answer -> answer.text().isEmpty() ? answer.guard() : answer.text().text())
            .collect(Collectors.joining(" · "));
    if (!passed.isEmpty()) {
      lines.compactRow("guards", (answers.size() - refusals.size()) + " passed: " + passed);
    }
  }

  private void ledger() {
    Report.Decision decision = report.decision();
    if (decision.chainSeq() > 0) {
      lines.row("ledger", "entry #" + decision.chainSeq() + ", " + shortened(decision.chainHash()));
    }
  }

  private static String shortened(String hash) {
    return hash.length() <= SHORTEST_HASH ? hash : hash.substring(0, 4) + "…" + hash.substring(hash.length() - 2);
  }

  private static String colour(Severity severity) {
    return switch (severity) {
      case CRITICAL -> TerminalLines.RED;
      case WARNING -> TerminalLines.YELLOW;
      case INFO -> TerminalLines.CYAN;
      case OK -> TerminalLines.GREEN;
    };
  }
}
