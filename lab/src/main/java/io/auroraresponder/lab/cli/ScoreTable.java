package io.auroraresponder.lab.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.auroraresponder.lab.incident.CauseTally;
import io.auroraresponder.lab.incident.Score;
import io.auroraresponder.notify.PlainText;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Scores as a person reads them, and as JSON. */
final class ScoreTable {
  private static final int PERCENT = 100;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ScoreTable() {}

  /** Incidents, then causes, then the sums; no line longer than a terminal is wide. */
  static List<String> lines(List<Score> scores) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    incidents(scores, lines);
    scores.stream().filter(score -> !score.told().isEmpty()).forEach(score -> told(score, lines));
    lines.add("");
    causes(CauseTally.of(scores), lines);
    lines.add("");
    lines.add(right(scores) + " of " + scores.size() + " right, " + wrongActions(scores) + " with a wrong action, "
        + missedActions(scores) + " with a missed one");
    return lines.stream().map(line -> PlainText.cut(line, TerminalLines.WIDTH)).toList();
  }

  private static void incidents(List<Score> scores, List<String> lines) {
    int name = width(scores.stream().map(Score::incident).toList(), "incident");
    int expected = width(scores.stream().map(Score::expected).toList(), "expected");
    String row = "%s %-" + name + "s  %-" + expected + "s  %s";
    lines.add(String.format(Locale.ROOT, row, " ", "incident", "expected", "decided"));
    for (Score score : scores) {
      lines.add(String.format(Locale.ROOT, row, score.isRight() ? "✓" : "✗", score.incident(), score.expected(), score.decided()));
      TerminalLines wrapped = new TerminalLines();
      score.differences().forEach(difference -> wrapped
          .row("", mark(difference.kind()) + difference.sentence()));
      score.unjudged().forEach(point -> wrapped.row("", "NOT JUDGED  " + point));
      lines.addAll(wrapped.all());
    }
  }

  /** Each message with who wanted it, under the days of the run. */
  private static void told(Score score, List<String> lines) {
    lines.add("");
    long unwanted = score.told().stream().filter(message -> message.why().isEmpty()).count();
    lines.add(score.told().size() + (score.told().size() == 1 ? " message in " : " messages in ") + score.incident()
        + (unwanted == 0 ? ", each of them wanted:" : ", " + unwanted + " of them wanted by nobody:"));
    TerminalLines wrapped = new TerminalLines();
    for (Score.Told message : score.told()) {
      wrapped.row(DAY.format(message.at()), message.severity() + "  " + message.subject());
      wrapped.row("", message.why().map(why -> "wanted: " + why).orElse("NOBODY WANTS IT"));
    }
    lines.addAll(wrapped.all());
  }

  private static String mark(Score.Kind kind) {
    return switch (kind) {
      case DECISION -> "";
      case WRONG_ACTION -> "WRONG ACTION  ";
      case MISSED_ACTION -> "MISSED ACTION  ";
    };
  }

  private static void causes(List<CauseTally> tallies, List<String> lines) {
    int name = width(tallies.stream().map(CauseTally::cause).toList(), "cause");
    String row = "  %-" + name + "s  %8s  %7s  %5s  %9s  %6s";
    lines.add(String.format(Locale.ROOT, row, "cause", "expected", "decided", "right", "precision", "recall"));
    for (CauseTally tally : tallies) {
      lines.add(
          String.format(
              Locale.ROOT, row, tally.cause(), tally.expected(), tally.decided(), tally.right(), percent(tally.precision()),
              percent(tally.recall())));
    }
  }

  private static String percent(Optional<Double> share) {
    return share.map(value -> Math.round(value * PERCENT) + " %").orElse("-");
  }

  private static int width(List<String> words, String head) {
    return Math.max(head.length(), words.stream().mapToInt(String::length).max().orElse(0));
  }

  private static long right(List<Score> scores) {
    return scores.stream().filter(Score::isRight).count();
  }

  private static long wrongActions(List<Score> scores) {
    return scores.stream().filter(Score::hasWrongAction).count();
  }

  private static long missedActions(List<Score> scores) {
    return scores.stream().filter(Score::hasMissedAction).count();
  }

  static String json(List<Score> scores) {
    JsonObject all = new JsonObject();
    JsonArray incidents = new JsonArray();
    scores.forEach(score -> incidents.add(json(score)));
    JsonArray causes = new JsonArray();
    CauseTally.of(scores).forEach(tally -> causes.add(json(tally)));
    all.add("incidents", incidents);
    all.add("causes", causes);
    all.addProperty("right", right(scores));
    all.addProperty("wrongActions", wrongActions(scores));
    all.addProperty("missedActions", missedActions(scores));
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(all);
  }

  private static JsonObject json(Score score) {
    JsonObject one = new JsonObject();
    one.addProperty("incident", score.incident());
    one.addProperty("expected", score.expected());
    one.addProperty("decided", score.decided());
    one.addProperty("right", score.isRight());
    JsonArray differences = new JsonArray();
    for (Score.Difference difference : score.differences()) {
      JsonObject point = new JsonObject();
      point.addProperty("point", difference.point());
      point.addProperty("expected", difference.expected());
      point.addProperty("found", difference.found());
      point.addProperty("wrongAction", difference.kind() == Score.Kind.WRONG_ACTION);
      point.addProperty("missedAction", difference.kind() == Score.Kind.MISSED_ACTION);
      differences.add(point);
    }
    one.add("differences", differences);
    if (!score.unjudged().isEmpty()) {
      JsonArray unjudged = new JsonArray();
      score.unjudged().forEach(unjudged::add);
      one.add("notJudged", unjudged);
    }
    if (!score.told().isEmpty()) {
      JsonArray messages = new JsonArray();
      score.told().forEach(message -> messages.add(json(message)));
      one.add("messages", messages);
    }
    return one;
  }

  private static JsonObject json(Score.Told message) {
    JsonObject one = new JsonObject();
    one.addProperty("at", message.at().toString());
    one.addProperty("cluster", message.cluster());
    one.addProperty("severity", message.severity());
    one.addProperty("subject", message.subject());
    message.why().ifPresent(why -> one.addProperty("wanted", why));
    return one;
  }

  private static JsonObject json(CauseTally tally) {
    JsonObject one = new JsonObject();
    one.addProperty("cause", tally.cause());
    one.addProperty("expected", tally.expected());
    one.addProperty("decided", tally.decided());
    one.addProperty("right", tally.right());
    tally.precision().ifPresent(share -> one.addProperty("precision", share));
    tally.recall().ifPresent(share -> one.addProperty("recall", share));
    return one;
  }
}
