package io.auroraresponder.lab.cli;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.lab.incident.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints every cause that a report can name. */
final class CausesCommand implements Command {

  /** One row of the table; no cell is empty. */
  record Row(String word, String page, String lever, String refused, String incidents) {
    static Row of(Cause cause) {
      String refused = cause.refused().stream().sorted().map(Lever::word).collect(Collectors.joining(" "));
      return new Row(
          cause.word(), cause.page(), cause.lever().word(), refused.isEmpty() ? "nothing" : refused,
          String.join(" ", Scorer.expecting(cause)));
    }
  }

  @Override
  public String name() {
    return "causes";
  }

  @Override
  public String arguments() {
    return "";
  }

  @Override
  public String summary() {
    return "every cause: word, page in docs/runbooks, lever, what it refuses, the incidents that expect it";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = Arguments.of(name(), given, Set.of(), Set.of());
    if (!arguments.words().isEmpty()) {
      throw new UsageException("causes takes no arguments, found " + String.join(" ", arguments.words()));
    }
    List<String> lines = new ArrayList<>();
    for (Row row : rows()) {
      lines.add(row.word());
      lines.add("  page       docs/runbooks/" + row.page());
      lines.add("  lever      " + row.lever());
      lines.add("  refuses    " + row.refused());
      lines.add("  incidents  " + row.incidents());
    }
    console.print(lines);
    return DONE;
  }

  /** All but the word for nothing being wrong. */
  static List<Row> rows() {
    return Arrays.stream(Cause.values()).filter(cause -> cause != Cause.NONE).map(Row::of).toList();
  }
}
