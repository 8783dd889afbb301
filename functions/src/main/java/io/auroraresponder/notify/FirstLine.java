package io.auroraresponder.notify;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Report;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The line that is read at three in the morning: severity, cluster, verdict, impact, what was done or what to do.
 *
 * <p>Where it would be too long each part is cut to its share; the body holds every part in full.
 */
final class FirstLine {
  private static final int VERDICT_SHARE = 120;
  private static final int IMPACT_SHARE = 55;
  private static final int ACTION_SHARE = 65;
  private static final int ADVICE_SHARE = 55;

  private FirstLine() {}

  static String of(Report report) {
    String impact = sentence(report.verdict().impact().text());
    String action = sentence(Word.of(report.decision()).shown() + " " + report.decision().summary().text());
    String full = joined(verdict(report), impact, action, advice(report));
    if (full.length() <= Message.MAX_FIRST_LINE) {
      return full;
    }
    return joined(
        PlainText.cut(verdict(report), VERDICT_SHARE),
        PlainText.cut(impact, IMPACT_SHARE),
        PlainText.cut(action, ACTION_SHARE),
        PlainText.cut(advice(report), ADVICE_SHARE));
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
    return advices(report).stream().findFirst().map(first -> sentence("YOU: " + first.text().text())).orElse("");
  }

  /** All advice of findings that found something, the worst finding's first, each once. */
  static List<Advice> advices(Report report) {
    return report.findings().stream()
        .filter(reported -> reported.finding().severity() != io.auroraresponder.incident.Severity.OK)
        .flatMap(reported -> reported.finding().advice().stream())
        .collect(Collectors.collectingAndThen(Collectors.toCollection(LinkedHashSet::new), List::copyOf));
  }

  private static String sentence(String raw) {
    String text = PlainText.of(raw);
    return text.isEmpty() || ".:;?".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
  }

  private static String joined(String... parts) {
    return List.of(parts).stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
  }
}
