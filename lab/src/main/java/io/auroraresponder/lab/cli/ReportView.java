package io.auroraresponder.lab.cli;

import com.google.gson.JsonObject;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Report.ReportedFinding;
import io.auroraresponder.lab.incident.Run;
import io.auroraresponder.lab.incident.Scene;
import io.auroraresponder.lab.people.SlackServer;
import io.auroraresponder.notify.PlainText;
import io.auroraresponder.notify.ReportJson;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The mails of a run, then the life of the lease and what the look cost. */
final class ReportView implements RunView {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  @Override
  public List<String> lines(Run run, boolean colours, List<String> files) {
    List<String> lines = new ArrayList<>();
    for (Report report : run.reports()) {
      lines.add("");
      lines.addAll(TerminalMail.of(report, colours));
    }
    lines.add("");
    if (!run.heard().slack().isEmpty()) {
      lines.add("SLACK " + SlackServer.CHANNEL);
      lines.addAll(SlackView.of(run.heard().slack(), colours));
      lines.add("");
    }
    TerminalLines after = new TerminalLines();
    run.news().stream().sorted(Comparator.comparing(Scene.News::at))
        .forEach(news -> after.row(CLOCK.format(news.at()), news(news, run.footprint().cluster())));
    after.row("pager", pager(run));
    after.row("told", told(run));
    after.row("refused", String.join("; ", run.heard().refused()));
    after.row("look", look(run));
    files.forEach(file -> after.row(file.endsWith(".html") ? "page" : "report", file));
    lines.addAll(after.all());
    return lines;
  }

  @Override
  public List<String> mail(Report report, boolean colours) {
    return TerminalMail.of(report, colours);
  }

  /** The cluster stands in the mail above. */
  private static String news(Scene.News news, String cluster) {
    String text = news.text().startsWith(cluster + ": ") ? news.text().substring(cluster.length() + 2) : news.text();
    return String.format(Locale.ROOT, "%-12s ", news.word()) + PlainText.of(text);
  }

  /** For example {@code triggered critical 10:15, resolved 10:31}; empty where nobody was paged. */
  private static String pager(Run run) {
    return run.heard().pager().stream().map(taken -> {
      JsonObject event = taken.event();
      String key = event.get("dedup_key").getAsString();
      String severity = event.has("payload") ? " " + event.getAsJsonObject("payload").get("severity").getAsString() : "";
      String action = event.get("event_action").getAsString();
      return (key.endsWith("/lease") ? "lease " : "") + action + severity + " " + CLOCK.format(taken.at());
    }).collect(Collectors.joining(", "));
  }

  /** From the alarm to each channel's answer: {@code after the alarm: mail 61 s, Slack 62 s}. */
  private static String told(Run run) {
    Map<String, Duration> after = run.heard().after();
    String all = after.entrySet().stream().map(one -> one.getKey() + " " + one.getValue().toSeconds() + " s")
        .collect(Collectors.joining(", "));
    return all.isEmpty() ? "" : "after the alarm: " + all;
  }

  private static String look(Run run) {
    int connections = run.footprint().connections();
    String took = run.reports().stream().findFirst().map(report -> "; " + seconds(report.timing().took().toMillis())).orElse("");
    String database = run.reports().stream().findFirst().stream()
        .flatMap(report -> report.findings().stream())
        .map(ReportedFinding::finding)
        .filter(finding -> finding.check().equals(Finding.LOOK_COST))
        .map(finding -> "; the first look into the database " + finding.summary().text())
        .findFirst()
        .orElse("");
    return run.footprint().calls() + " AWS calls and SQL statements, " + connections
        + (connections == 1 ? " connection" : " connections") + took + database;
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  @Override
  public String json(Report report) {
    return ReportJson.indented(report).stripTrailing();
  }
}
