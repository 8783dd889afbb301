package io.auroraresponder.notify;

import io.auroraresponder.incident.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The line that is read at three in the morning: severity, cluster, verdict, impact, what was done or what to do.
 *
 * <p>Where it would be too long each part is cut to its share; the body holds every part in full.
 */
final class FirstLine {
  /** Verdict, impact, action, advice; with the blanks between them under {@link Message#MAX_FIRST_LINE}. */
  private static final List<Integer> SHARES = List.of(120, 55, 65, 55);

  private FirstLine() {}

  static String of(Report report) {
    String impact = sentence(report.verdict().impact().text());
    String action = sentence(Word.of(report.decision()).shown() + " " + report.decision().summary().text());
    List<String> parts = List.of(verdict(report), impact, action, advice(report));
    String full = joined(parts);
    return full.length() <= Message.MAX_FIRST_LINE ? full : joined(cut(parts));
  }

  /** What a short part leaves of its share goes to the long ones, the verdict first. */
  private static List<String> cut(List<String> parts) {
    int spare = IntStream.range(0, parts.size()).map(i -> Math.max(0, SHARES.get(i) - parts.get(i).length())).sum();
    List<String> cut = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      int more = Math.min(spare, Math.max(0, parts.get(i).length() - SHARES.get(i)));
      cut.add(PlainText.cut(parts.get(i), SHARES.get(i) + more));
      spare -= more;
    }
    return cut;
  }

  private static String verdict(Report report) {
    return sentence(report.verdict().severity().name() + " " + headline(report));
  }

  /** The headline names the cluster; one that does not gets the name in front. */
  static String headline(Report report) {
    String cluster = report.incident().cluster().value();
    String headline = report.verdict().headline().text();
    return headline.contains(cluster) ? headline : cluster + ": " + headline;
  }

  /** Where the responder did it, nobody needs to act at once. */
  private static String advice(Report report) {
    if (Word.of(report.decision()) == Word.DONE) {
      return "";
    }
    return ReportAdvice.of(report).stream().findFirst().map(first -> sentence("YOU: " + first.text().text())).orElse("");
  }

  private static String sentence(String raw) {
    String text = PlainText.of(raw);
    return text.isEmpty() || ".:;?".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
  }

  private static String joined(List<String> parts) {
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
  }
}
