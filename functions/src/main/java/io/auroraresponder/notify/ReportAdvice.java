package io.auroraresponder.notify;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import java.util.LinkedHashSet;
import java.util.List;

/** What a person can do about a report: the advice of its findings, the worst finding's first, each once. */
public final class ReportAdvice {
  private ReportAdvice() {}

  /** Findings come worst first; those that are in order give no advice. */
  public static List<Advice> of(Report report) {
    LinkedHashSet<Advice> advice = new LinkedHashSet<>();
    report.findings().stream()
        .map(Report.ReportedFinding::finding)
        .filter(finding -> finding.severity() != Severity.OK)
        .forEach(finding -> advice.addAll(finding.advice()));
    return List.copyOf(advice);
  }
}
