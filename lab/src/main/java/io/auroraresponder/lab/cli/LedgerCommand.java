package io.auroraresponder.lab.cli;

import io.auroraresponder.ledger.LedgerCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Says whether a deployment's ledger holds together. Only reads. */
final class LedgerCommand implements Command {
  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public String arguments() {
    return "--check " + OperatorTables.PLACE;
  }

  @Override
  public String summary() {
    return "whether every chain runs from 1 to its head without a gap, altered or orphan entry; exit 1 at a break";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = OperatorTables.arguments(name(), given, Set.of("--check"), Set.of());
    if (!arguments.words().isEmpty() || !arguments.has("--check")) {
      throw new UsageException("ledger takes --check, which is all that it does, and where");
    }
    LedgerCheck.Found found = LedgerCheck.of(OperatorTables.ledgerTable(name(), arguments));
    if (found.breaks().isEmpty()) {
      console.print(List.of("consistent, " + found.entries() + (found.entries() == 1 ? " entry" : " entries")
          + (found.ends().isEmpty() ? "" : ", ends at " + String.join(", ", found.ends()))));
      return DONE;
    }
    List<String> lines = new ArrayList<>(List.of("broken: " + found.breaks().getFirst()));
    found.breaks().stream().skip(1).forEach(each -> lines.add("  and " + each));
    console.print(lines);
    return SAYS_NO;
  }
}
