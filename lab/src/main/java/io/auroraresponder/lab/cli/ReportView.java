package io.auroraresponder.lab.cli;

import io.auroraresponder.incident.Report;
import io.auroraresponder.lab.incident.Run;
import io.auroraresponder.lab.incident.Scene;
import io.auroraresponder.notify.ReportJson;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The run as {@link TerminalReport} shows it, with what happened afterwards. */
final class ReportView implements RunView {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  @Override
  public List<String> lines(Run run, boolean colours, String reportFile) {
    List<String> timeline = run.news().stream().map(ReportView::line).toList();
    String calls = run.footprint().calls() + " AWS calls and SQL statements, " + run.footprint().connections()
        + (run.footprint().connections() == 1 ? " probe connection" : " probe connections");
    List<String> lines = new ArrayList<>();
    lines.add("");
    List<Report> reports = run.reports();
    for (int i = 0; i < reports.size(); i++) {
      boolean last = i == reports.size() - 1;
      lines.addAll(TerminalReport.of(reports.get(i),
          new TerminalReport.Run(last ? timeline : List.of(), last ? calls : "", last ? reportFile : "", colours)));
    }
    return lines;
  }

  private static String line(Scene.News news) {
    return CLOCK.format(news.at()) + "  " + String.format(java.util.Locale.ROOT, "%-14s", news.word()) + " " + news.text();
  }

  @Override
  public String json(Report report) {
    return ReportJson.indented(report).stripTrailing();
  }
}
