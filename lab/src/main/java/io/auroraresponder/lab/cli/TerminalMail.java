package io.auroraresponder.lab.cli;

import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.MailText;
import io.auroraresponder.notify.Message;
import io.auroraresponder.notify.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The very mail that people get, subject first, with colour by line where that is wanted. */
final class TerminalMail {
  private static final String SUBJECT = "Subject: ";
  private static final Set<String> LABELS = Set.of("IMPACT", "CAUSE", "DO", "RESPONDER", "EVIDENCE");

  private TerminalMail() {}

  static List<String> of(Report report, boolean colours) {
    Message mail = MailText.of(Notification.of(report), Optional.empty());
    List<String> lines = new ArrayList<>(List.of(SUBJECT + mail.subject(), ""));
    mail.body().lines().forEach(lines::add);
    return colours ? lines.stream().map(TerminalMail::coloured).toList() : lines;
  }

  private static String coloured(String line) {
    String colour = colour(line);
    return colour.isEmpty() || line.isEmpty() ? line : colour + line + TerminalLines.RESET;
  }

  private static String colour(String line) {
    if (line.startsWith(SUBJECT)) {
      String subject = line.substring(SUBJECT.length());
      return subject.startsWith("CRITICAL") ? TerminalLines.RED
          : subject.startsWith("WARNING") ? TerminalLines.YELLOW : subject.startsWith("OK") ? TerminalLines.GREEN : TerminalLines.BOLD;
    }
    if (LABELS.contains(line.split(" ", 2)[0])) {
      return TerminalLines.BOLD;
    }
    return line.startsWith("Not checked: ") ? TerminalLines.YELLOW : isCommand(line) ? TerminalLines.CYAN : TerminalLines.PLAIN;
  }

  static boolean isCommand(String line) {
    return line.matches("(?:aws|psql|\\./responder|SELECT|CREATE|ALTER|ANALYZE|VACUUM|REINDEX|DROP|EXPLAIN|ROLLBACK) .*");
  }
}
