package io.auroraresponder.lab.cli;

import io.auroraresponder.lab.incident.BundledIncidents;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Lists the bundled incidents. */
final class IncidentsCommand implements Command {
  @Override
  public String name() {
    return "incidents";
  }

  @Override
  public String arguments() {
    return "";
  }

  @Override
  public String summary() {
    return "the scripted incidents, one a line";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = Arguments.of(name(), given, Set.of(), Set.of());
    if (!arguments.words().isEmpty()) {
      throw new UsageException("incidents takes no arguments, found " + arguments.words().getFirst());
    }
    List<String> names = BundledIncidents.names();
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    for (String name : names) {
      console.print(String.format(Locale.ROOT, "%-" + width + "s  %s", name, BundledIncidents.named(name).script().title()));
    }
    return DONE;
  }
}
