package io.auroraresponder.lab.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.auroraresponder.lab.bench.Figure;
import io.auroraresponder.lab.bench.Goal;
import io.auroraresponder.lab.bench.Measured;
import io.auroraresponder.lab.runtime.ColdStart;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Measures what the responder costs and holds it against the goals. */
final class BenchCommand implements Command {
  private final List<Figure> figures;

  BenchCommand(List<Figure> figures) {
    this.figures = figures;
  }

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public String arguments() {
    return "[" + String.join("|", figures.stream().map(Figure::name).toList()) + "] [--json]";
  }

  @Override
  public String summary() {
    return "measures what it costs, each figure against a baseline of the same run; exit 1 where a goal is missed";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = Arguments.of(name(), given, Set.of("--json"), Set.of());
    boolean json = arguments.has("--json");
    Map<Figure, List<Measured>> all = new LinkedHashMap<>();
    try (Progress progress = Progress.of(console, json)) {
      for (Figure figure : chosen(arguments.words())) {
        progress.begun(figure.name());
        all.put(figure, figure.measure(progress::during));
        progress.done(figure.name() + ": " + figure.summary());
      }
    }
    if (json) {
      console.print(json(all));
    } else {
      console.print(lines(all));
    }
    return all.values().stream().flatMap(List::stream).allMatch(Measured::isMet) ? DONE : SAYS_NO;
  }

  private List<Figure> chosen(List<String> names) {
    if (names.size() > 1) {
      throw new UsageException("bench takes one figure or none for all, found " + String.join(" ", names));
    }
    List<Figure> chosen = names.isEmpty() ? figures : figures.stream().filter(figure -> figure.name().equals(names.getFirst())).toList();
    if (chosen.isEmpty()) {
      throw new UsageException(
          "there is no figure " + names.getFirst() + Suggestion.forWord(names.getFirst(), figures.stream().map(Figure::name).toList()));
    }
    return chosen;
  }

  private static List<String> lines(Map<Figure, List<Measured>> all) {
    List<String> lines = new ArrayList<>(List.of("", machine(), ""));
    int width = all.values().stream().flatMap(List::stream).mapToInt(one -> one.what().length()).max().orElse(0);
    all.forEach((figure, values) -> {
      lines.add(figure.name());
      for (Measured one : values) {
        lines.add(
            String.format(
                Locale.ROOT, "  %-" + width + "s  %8.2f %-26s (%.2f to %.2f)  %s", one.what(), one.value(), one.unit(), one.least(),
                one.most(), verdict(one)).stripTrailing());
      }
    });
    return lines;
  }

  private static String verdict(Measured one) {
    return switch (one.goal()) {
      case Goal.AtMost limit -> (one.isMet() ? "met" : "MISSED") + ": at most " + number(limit.value());
      case Goal.AtLeast limit -> (one.isMet() ? "met" : "MISSED") + ": at least " + number(limit.value());
      case Goal.None none -> "";
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
  }

  /** Medians only compare with others of a machine like this one; ratios do with any. */
  private static String machine() {
    return String.format(
        Locale.ROOT, "%d processors, load %.1f, Java %s, %s %s; functions on %s", Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), System.getProperty("java.version"),
        System.getProperty("os.name"), System.getProperty("os.arch"), ColdStart.onOneProcessor() ? "one processor" : "all processors");
  }

  private static String json(Map<Figure, List<Measured>> all) {
    JsonArray figures = new JsonArray();
    all.forEach((figure, values) -> values.forEach(one -> {
      JsonObject value = new JsonObject();
      value.addProperty("figure", figure.name());
      value.addProperty("what", one.what());
      value.addProperty("unit", one.unit());
      value.addProperty("value", one.value());
      value.addProperty("least", one.least());
      value.addProperty("most", one.most());
      switch (one.goal()) {
        case Goal.AtMost limit -> value.addProperty("atMost", limit.value());
        case Goal.AtLeast limit -> value.addProperty("atLeast", limit.value());
        case Goal.None none -> {}
      }
      value.addProperty("met", one.isMet());
      figures.add(value);
    }));
    JsonObject bench = new JsonObject();
    bench.addProperty("schema", "aurora-responder/bench/1");
    bench.addProperty("machine", machine());
    bench.add("figures", figures);
    return new GsonBuilder().setPrettyPrinting().create().toJson(bench);
  }
}
