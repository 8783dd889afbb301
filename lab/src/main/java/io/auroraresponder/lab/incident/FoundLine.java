package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.Unactionable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one report of a run found, as one line: runbook, cause, severity, the finding that leads, whether nobody is told a command, and
 * every check with a warning or more.
 *
 * <p>These are the same in every run of an incident, on a busy machine too. Numbers, texts, runners-up, notes and gaps are not in it: a
 * real PostgreSQL gives them a little differently each time.
 *
 * @param incident the incident's name
 * @param which {@code first} or {@code last}
 * @param found the rest of the line
 */
record FoundLine(String incident, String which, String found) {
  /** The words of a report that tells of trouble and has no command for it. */
  static final String NO_COMMAND = "no command";

  /** The first report's line, and the last one's where there are several. */
  static List<FoundLine> of(Run run) {
    String name = run.script().name();
    List<FoundLine> lines = new ArrayList<>();
    if (run.reports().isEmpty()) {
      lines.add(new FoundLine(name, "first", "no report"));
      return lines;
    }
    lines.add(new FoundLine(name, "first", words(run.reports().getFirst())));
    if (run.reports().size() > 1) {
      lines.add(new FoundLine(name, "last", words(run.reports().getLast())));
    }
    return lines;
  }

  /** The line as {@link #words()} wrote it. */
  static FoundLine read(String line) {
    String[] parts = line.split("  ", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("expected 'incident  first|last  found', found '" + line + "'");
    }
    return new FoundLine(parts[0], parts[1], parts[2]);
  }

  String words() {
    return incident + "  " + which + "  " + found;
  }

  private static String words(Report report) {
    List<Finding> findings = report.findings().stream().map(Report.ReportedFinding::finding).toList();
    String leads = findings.stream().filter(FoundLine::isTrouble).findFirst().map(finding -> finding.check() + " leads")
        .orElse("nothing leads");
    String troubles = findings.stream().filter(FoundLine::isTrouble).map(finding -> finding.check() + " " + finding.severity().word())
        .distinct()
        .sorted().collect(Collectors.joining(", "));
    return report.incident().runbook() + ": " + report.verdict().cause() + " " + report.verdict().severity().word() + ", " + leads
        + (Unactionable.lacksCommand(report) ? ", " + NO_COMMAND : "") + (troubles.isEmpty() ? "" : "; " + troubles);
  }

  private static boolean isTrouble(Finding finding) {
    return finding.severity().compareTo(Severity.WARNING) <= 0;
  }
}
