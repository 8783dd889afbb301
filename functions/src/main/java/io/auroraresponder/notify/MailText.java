package io.auroraresponder.notify;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Effect;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.MailBody.Block;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lays a notification out as a mail: labels on lines of their own, one actor a line, commands from column 0. Pure.
 *
 * <p>Mail clients show plain text in a proportional font and wrap it, so nothing is put into columns.
 */
public final class MailText {
  private final Notification told;
  private final Optional<ZoneId> zone;

  private final Set<Effect> effects = EnumSet.noneOf(Effect.class);

  private MailText(Notification told, Optional<ZoneId> zone) {
    this.told = told;
    this.zone = zone;
  }

  /** {@code zone}: where its readers are, so that the time of the look stands in their own time beside UTC. */
  public static Message of(Notification told, Optional<ZoneId> zone) {
    MailText text = new MailText(told, zone);
    String headline = text.headline();
    String subject = SubjectLine.of(headline);
    List<Block> blocks = new ArrayList<>();
    // A subject that had to lose something is no headline: then the whole of it opens the mail.
    blocks.add(new Block("", 0, subject.equals(headline) ? List.of() : List.of(List.of(headline))));
    blocks.add(new Block("", 0, List.of(List.of(text.origin()))));
    blocks.addAll(text.sections());
    return new Message(subject, MailBody.of(blocks), told.dedupKey(), PlainText.of(told.threadKey()));
  }

  /** The state leads where there is one; a severity that asks nobody for anything is left to it. */
  private String headline() {
    boolean quiet = !told.state().isEmpty() && told.severity().compareTo(Severity.WARNING) > 0;
    String lead = quiet ? "" : told.severity().name() + " ";
    String state = told.state().isEmpty() ? "" : told.state() + " ";
    String text = told.headline().text();
    String named = text.contains(told.origin().cluster()) ? text : told.origin().cluster() + ": " + text;
    String line = PlainText.of(lead + state + named);
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private String origin() {
    Notification.Origin origin = told.origin();
    StringBuilder line = new StringBuilder(origin.cluster());
    for (String place : List.of(origin.region(), origin.account())) {
      line.append(place.isBlank() ? "" : ", " + place);
    }
    line.append(". Seen at ").append(Moments.second(origin.seenAt()));
    zone.ifPresent(here -> line.append(" (").append(Moments.second(origin.seenAt(), here)).append(')'));
    return sentence(line.append(origin.because()).toString());
  }

  private List<Block> sections() {
    // Before the answer: what following a command does is said with the first of its kind.
    List<List<String>> todo = steps();
    Block response = new Block("RESPONDER", 1, response());
    List<Block> sections = new ArrayList<>();
    sections.add(new Block("IMPACT", 1, impact()));
    if (told.response().changed()) {
      sections.add(response);
    }
    sections.add(new Block(("CAUSE " + told.cause().word()).strip(), 2, cause()));
    sections.add(new Block("DO", 3, todo));
    if (!told.response().changed()) {
      sections.add(response);
    }
    sections.add(new Block("EVIDENCE", 4, evidence()));
    sections.add(new Block("", 2, footer()));
    return sections;
  }

  private List<List<String>> impact() {
    return told.impact().isEmpty() ? List.of() : List.of(List.of(sentence(told.impact().text())));
  }

  private List<List<String>> cause() {
    List<List<String>> lines = new ArrayList<>();
    int number = 1;
    for (Phrase actor : told.cause().chain()) {
      lines.add(List.of(number++ + ". " + sentence(actor.text())));
    }
    if (!told.cause().others().isEmpty()) {
      lines.add(List.of("Also: " + String.join(", ", told.cause().others()) + "."));
    }
    return lines;
  }

  private List<List<String>> steps() {
    Notification.Instruction instruction = told.instruction();
    List<List<String>> steps = new ArrayList<>();
    boolean lettered = instruction.steps().size() > 1;
    char letter = 'a';
    for (Advice step : instruction.steps()) {
      steps.add(step(lettered ? letter++ + ") " : "", step));
    }
    if (instruction.more() > 0) {
      steps.add(List.of(instruction.more() == 1 ? "1 more step is in the report." : instruction.more() + " more steps are in the report."));
    }
    String connect = instruction.steps().stream().anyMatch(Advice::isSql) ? connect(instruction.place()) : "";
    if (!connect.isEmpty()) {
      // With the first step, which is worth nothing without it.
      List<String> first = new ArrayList<>(List.of(connect));
      first.addAll(steps.getFirst());
      steps.set(0, first);
    }
    return steps;
  }

  private static String connect(Report.Place place) {
    if (place.endpoint().isEmpty()) {
      return place.member().isEmpty() ? "" : "SQL is for " + place.member() + ".";
    }
    String port = place.port() == 0 || place.port() == 5432 ? "" : " port=" + place.port();
    String database = place.database().isEmpty() ? "" : " dbname=" + place.database();
    return "psql \"host=" + place.endpoint() + port + database + "\"";
  }

  private List<String> step(String letter, Advice advice) {
    String text = PlainText.of(advice.told(effects).text());
    if (advice.command().isEmpty()) {
      return List.of(letter + sentence(text));
    }
    boolean open = !text.endsWith(".") && !text.endsWith(":");
    return List.of(letter + text + (open ? ":" : ""), MailBody.verbatim(PlainText.of(advice.command().text())));
  }

  private List<List<String>> response() {
    Notification.Response response = told.response();
    List<List<String>> lines = new ArrayList<>();
    response.lines().forEach(line -> lines.add(List.of(sentence(line.text()))));
    if (response.entry() > 0) {
      lines.add(List.of("Ledger entry " + response.entry() + ", hash " + response.hash() + "."));
    }
    told.byHand().ifPresent(line -> lines.add(List.of(line)));
    response.commands().forEach(command -> lines.add(step("", command)));
    lines.add(List.of(told.following(at -> Moments.time(at, told.origin().seenAt()))));
    return lines;
  }

  private List<List<String>> evidence() {
    List<List<String>> lines = new ArrayList<>();
    for (Notification.Found found : told.evidence().found()) {
      lines.add(List.of("Found" + since(found.since()) + ": " + sentence(withoutStop(PlainText.of(found.text().text())))));
    }
    for (Notification.NotChecked open : told.evidence().notChecked()) {
      lines.add(notChecked(open));
    }
    if (!told.evidence().minor().isEmpty()) {
      lines.add(List.of("Can wait, and is in the report: " + String.join(", ", told.evidence().minor()) + "."));
    }
    List<String> clear = told.evidence().clear();
    if (!clear.isEmpty()) {
      lines.add(List.of(oneLine(clear.size() == 1 ? "1 check clear: " : clear.size() + " checks clear: ", clear)));
    }
    return lines;
  }

  /** What is in order costs one line; the report has the rest. */
  private static String oneLine(String begin, List<String> names) {
    String whole = begin + String.join(", ", names) + ".";
    if (whole.length() <= MailBody.WIDTH) {
      return whole;
    }
    StringBuilder line = new StringBuilder(begin);
    for (String name : names) {
      if (line.length() + name.length() + ", ...".length() > MailBody.WIDTH) {
        break;
      }
      line.append(name).append(", ");
    }
    return line.append("...").toString();
  }

  /** What began with the look itself has no beginning that is worth a word. */
  private String since(Instant since) {
    return told.origin().seenAt().minusSeconds(60).isAfter(since) ? " since " + Moments.time(since, told.origin().seenAt()) : "";
  }

  private static List<String> notChecked(Notification.NotChecked open) {
    String checks = String.join(", ", open.checks());
    String reason = open.reason().isEmpty() ? "" : " (" + withoutStop(PlainText.of(open.reason().text())) + ")";
    List<String> lines = new ArrayList<>(List.of("Not checked: " + checks + reason + "."));
    if (!open.cure().isEmpty()) {
      lines.add(MailBody.verbatim("To check it: " + PlainText.of(open.cure().text())));
    }
    return lines;
  }

  private List<List<String>> footer() {
    List<List<String>> lines = new ArrayList<>();
    told.links().forEach(link -> lines.add(List.of(MailBody.verbatim(PlainText.of(link.title()) + " " + PlainText.of(link.url())))));
    String owner = told.owner().isBlank() ? "" : "Owner " + PlainText.of(told.owner()) + ". ";
    lines.add(List.of(owner + "Incident " + told.incident() + "."));
    return lines;
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static String sentence(String raw) {
    String text = PlainText.of(raw);
    return text.isEmpty() || ".:;?…".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
  }
}
