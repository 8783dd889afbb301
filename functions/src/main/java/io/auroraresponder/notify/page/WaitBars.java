package io.auroraresponder.notify.page;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;

import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.Moments;
import io.auroraresponder.notify.PlainText;
import j2html.tags.DomContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The sessions that a look sampled, by wait event type: one bar a look, largest part first, its numbers in words above it. */
final class WaitBars {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 18;

  /** Types with a colour of their own; the others share one. */
  private static final Set<String> COLOURED = Set.of("CPU", "Lock", "LWLock", "IO", "Client", "IPC");

  private WaitBars() {}

  /** Nothing where no look sampled any. */
  static DomContent of(List<Report.Measured> series) {
    Map<Map.Entry<Instant, String>, List<Report.Measured>> looks =
        series.stream().filter(one -> one.metric().startsWith(Report.Measured.SAMPLED) && value(one) > 0)
            .collect(Collectors.groupingBy(one -> Map.entry(one.start(), one.member()), LinkedHashMap::new, Collectors.toList()));
    return div(each(looks.entrySet(), look -> bar(look.getKey().getKey(), look.getKey().getValue(), look.getValue())));
  }

  private static DomContent bar(Instant at, String member, List<Report.Measured> parts) {
    List<Report.Measured> sorted = parts.stream().sorted(Comparator.comparingDouble(WaitBars::value).reversed()).toList();
    double all = sorted.stream().mapToDouble(WaitBars::value).sum();
    String title = "Sampled sessions by wait type, " + PlainText.of(member) + ", " + Moments.minute(at);
    String words = sorted.stream().map(one -> type(one) + " " + Numbers.plain(value(one))).collect(Collectors.joining(", "));
    List<DomContent> segments = new ArrayList<>();
    double left = 0;
    for (Report.Measured one : sorted) {
      double width = WIDTH * value(one) / all;
      segments.add(new Chart.Element("rect").attr("class", "wait " + style(one)).attr("x", number(left)).attr("y", 0)
          .attr("width", number(width)).attr("height", HEIGHT));
      left += width;
    }
    return div(
        p(
            span(title).withClass("charttitle"),
            each(sorted, one -> span(span("").withClass("key " + style(one)), span(" " + type(one) + " " + Numbers.plain(value(one))))
                .withClass("entry"))).withClass("legend"),
        new Chart.Element("svg").attr("viewBox", "0 0 " + WIDTH + " " + HEIGHT).attr("role", "img").attr("aria-label", title + ": " + words)
            .with(segments)).withClass("chart");
  }

  private static double value(Report.Measured one) {
    return one.values().getFirst().orElse(0.0);
  }

  private static String type(Report.Measured one) {
    return PlainText.of(one.metric().substring(Report.Measured.SAMPLED.length()));
  }

  private static String style(Report.Measured one) {
    String type = type(one);
    return "w" + (COLOURED.contains(type) ? type.toLowerCase(Locale.ROOT) : "other");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
