package io.auroraresponder.notify;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.Body.Block;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The blocks of a report's text in the order in which they are read; ranks say which are cut first when there is no room. */
final class ReportBlocks {
  private final Report report;
  private final Instant now;

  private ReportBlocks(Report report, Instant now) {
    this.report = report;
    this.now = now;
  }

  static List<Block> of(Report report, Instant now) {
    ReportBlocks blocks = new ReportBlocks(report, now);
    return List.of(
        new Block("", 0, blocks.verdict()),
        new Block("", 1, blocks.action()),
        new Block("Findings", 4, blocks.findings()),
        new Block("Refused levers", 3, blocks.refusedLevers()),
        new Block("Not checked", 3, blocks.gaps()),
        new Block("Plan", 3, blocks.plan()),
        new Block("Guard rails", 6, blocks.guards()),
        new Block("More advice", 5, blocks.moreAdvice()),
        new Block("Ledger", 2, blocks.ledger()),
        new Block("Signal", 5, blocks.signal()),
        new Block("Links", 6, report.links().stream().map(link -> link.title() + ": " + link.url()).toList()),
        new Block("Facts", 7, blocks.facts()));
  }

  private List<String> verdict() {
    Report.Verdict verdict = report.verdict();
    List<String> lines = new ArrayList<>();
    lines.add(labelled(verdict.severity().name(), FirstLine.headline(report)));
    add(lines, "impact", verdict.impact().text());
    String others = verdict.otherCauses().isEmpty() ? "" : " (also: " + String.join(", ", verdict.otherCauses()) + ")";
    lines.add(labelled("cause", verdict.cause() + others));
    return lines;
  }

  private List<String> action() {
    Report.Decision decision = report.decision();
    List<String> lines = new ArrayList<>();
    lines.add(labelled(Word.of(decision).shown(), decision.summary().text()));
    if (!decision.wouldBe().isEmpty()) {
      lines.add(labelled("in act", "would have been " + decision.wouldBe() + planned()));
    }
    if (Word.of(decision) != Word.DONE) {
      ReportAdvice.of(report).stream().findFirst().ifPresent(first -> lines.addAll(advice("YOU", first)));
    }
    decision.commands().forEach(command -> lines.addAll(advice("", command)));
    return lines;
  }

  private String planned() {
    return report.plan()
        .map(plan -> plan.summary().text() + plan.cost().map(cost -> ", at most " + money(cost.perHour(), cost) + " more").orElse(""))
        .map(words -> ": " + words)
        .orElse("");
  }

  private List<String> findings() {
    List<Report.ReportedFinding> found = report.findings().stream().filter(one -> !isClear(one)).toList();
    List<Report.ReportedFinding> clear = report.findings().stream().filter(ReportBlocks::isClear).toList();
    List<String> lines = new ArrayList<>();
    found.forEach(one -> lines.add(finding("●", one)));
    clear.forEach(one -> lines.add(finding("○", one)));
    return lines;
  }

  private static boolean isClear(Report.ReportedFinding one) {
    return one.finding().severity() == Severity.OK;
  }

  /** A summary that already says the measured value or the limit is not followed by it again. */
  private String finding(String mark, Report.ReportedFinding reported) {
    Finding finding = reported.finding();
    StringBuilder line = new StringBuilder(mark + " " + finding.check() + ": " + finding.summary());
    addUnlessSaid(line, "measured", finding.observed(), finding.summary());
    addUnlessSaid(line, "limit", finding.threshold(), finding.summary());
    if (!isClear(reported)) {
      line.append(", since ").append(Moments.withAge(finding.since(), now));
    }
    if (!reported.factIds().isEmpty()) {
      line.append(" [").append(String.join(" ", reported.factIds())).append(']');
    }
    return line.toString();
  }

  private static void addUnlessSaid(StringBuilder line, String label, Phrase phrase, Phrase summary) {
    if (!phrase.isEmpty() && !summary.text().contains(phrase.text())) {
      line.append("; ").append(label).append(": ").append(phrase);
    }
  }

  private List<String> refusedLevers() {
    return report.plan().stream()
        .flatMap(plan -> plan.refusedLevers().stream())
        .map(refused -> refused.lever() + ": " + refused.reason())
        .toList();
  }

  private List<String> gaps() {
    return report.gaps().stream().map(ReportBlocks::gap).toList();
  }

  private static String gap(Gap gap) {
    return "? " + gap.check() + ": " + gap.reason() + (gap.cure().isEmpty() ? "" : " (" + gap.cure() + ")");
  }

  private List<String> plan() {
    List<String> lines = new ArrayList<>();
    report.plan().ifPresent(plan -> {
      add(lines, plan.remedy(), plan.summary().text());
      plan.cost().ifPresent(cost -> lines.add(labelled("price", price(cost))));
      plan.lease().ifPresent(lease -> lines.add(labelled("lease", lease(lease))));
    });
    return lines;
  }

  private static String price(Report.Cost cost) {
    return "at most " + money(cost.perHour(), cost) + " more, worst case " + money(cost.worstCase(), cost) + ", rate "
        + money(cost.rate(), cost);
  }

  private static String money(Fact amount, Report.Cost cost) {
    return amount.unit().contains(cost.currency()) ? amount.words() : amount.words() + " " + cost.currency();
  }

  private String lease(Report.Lease lease) {
    return lease.id() + " until " + Moments.withAge(lease.until(), now) + ", verified at " + Moments.withAge(lease.verifyAt(), now);
  }

  private List<String> guards() {
    List<String> lines = new ArrayList<>();
    lines.add(labelled("mode", report.decision().mode()));
    for (Report.GuardAnswer answer : report.decision().reasons()) {
      if (!answer.verdict().equals("pass")) {
        lines.add(labelled("refused", answer.guard() + ": " + answer.text()));
      }
    }
    String passed =
        report.decision().reasons().stream()
            .filter(answer -> answer.verdict().equals("pass"))
            .map(answer -> answer.text().isEmpty() ? answer.guard() : answer.text().text())
            .collect(Collectors.joining(" · "));
    add(lines, "passed", passed);
    return lines;
  }

  private List<String> moreAdvice() {
    int shown = Word.of(report.decision()) == Word.DONE ? 0 : 1;
    return ReportAdvice.of(report).stream().skip(shown).flatMap(advice -> advice("", advice).stream()).toList();
  }

  private List<String> ledger() {
    List<String> lines = new ArrayList<>();
    Report.Decision decision = report.decision();
    if (decision.chainSeq() > 0) {
      lines.add(labelled("chain", "entry #" + decision.chainSeq() + ", hash " + decision.chainHash()));
    }
    report.plan().ifPresent(plan -> add(lines, "plan", plan.id() + (plan.hash().isEmpty() ? "" : ", hash " + plan.hash())));
    return lines;
  }

  private List<String> signal() {
    Incident incident = report.incident();
    List<String> lines = new ArrayList<>();
    add(lines, "source", incident.signal().source());
    add(lines, "reason", incident.signal().reason());
    lines.add(labelled("at", Moments.withAge(incident.signal().at(), now)));
    lines.add(labelled("opened", Moments.withAge(incident.openedAt(), now)));
    lines.add(labelled("looked", Moments.withAge(report.timing().startedAt(), now)));
    lines.add(labelled("incident", incident.id() + ", runbook " + incident.runbook()));
    add(lines, "cluster", report.cluster().map(ClusterState::arn).orElse(incident.cluster().value()));
    lines.add(labelled("account", incident.account() + ", " + incident.region()));
    return lines;
  }

  private List<String> facts() {
    return report.facts().stream().map(this::fact).toList();
  }

  private String fact(Report.NumberedFact numbered) {
    Fact fact = numbered.fact();
    return numbered.id() + "  " + fact.words() + "  " + Moments.time(fact.at(), now) + "  " + fact.source();
  }

  static List<String> advice(String label, Advice advice) {
    List<String> lines = new ArrayList<>();
    lines.add(labelled(label, advice.text().text()));
    if (!advice.command().isEmpty()) {
      lines.add(labelled("", "  " + advice.command()));
    }
    return lines;
  }

  private static void add(List<String> lines, String label, String text) {
    if (!text.isBlank()) {
      lines.add(labelled(label, text));
    }
  }

  static String labelled(String label, String text) {
    return label + " ".repeat(Math.max(1, 11 - label.length())) + text;
  }
}
