package io.auroraresponder.lab.cli;

import io.auroraresponder.ledger.Run;
import io.auroraresponder.ledger.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Stops all changes, or allows them. */
public final class SwitchCommand implements Command {
  /** The function's limit of 30 s and a margin: no call starts later than that after the stop was put. */
  private static final Duration SETTLES = Duration.ofSeconds(35);

  private final OrderWait wait;

  SwitchCommand(OrderWait wait) {
    this.wait = wait;
  }

  @Override
  public String name() {
    return "switch";
  }

  @Override
  public String arguments() {
    return "stop [--why W] | run --why W [--first]  " + OperatorTables.PLACE;
  }

  @Override
  public String summary() {
    return "stops all changes of all clusters, or allows them";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = OperatorTables.arguments(name(), given, Set.of("--first"), Set.of("--why"));
    String word = OperatorTables.onlyWord(name(), arguments, "stop or run");
    return switch (word) {
      case "stop" -> stop(arguments, console);
      case "run" -> allow(arguments, console);
      default -> throw new UsageException("switch is stop or run, not " + word);
    };
  }

  private int stop(Arguments arguments, Console console) {
    if (arguments.has("--first")) {
      throw new UsageException("--first goes with switch run");
    }
    String why = OperatorTables.why(arguments, "switch stop", false);
    OperatorTables tables = OperatorTables.open("switch stop", arguments);
    tables.operators().put(new Stop(tables.id(), tables.caller().userId(), tables.now(), why));
    console.print(List.of("stopped: " + tables.where() + "; no call starts later than " + SETTLES.toSeconds()
        + " s from now. Leases are not given back while it stands. What is open then:"));
    wait.pause().accept(SETTLES);
    return ChangesCommand.list(tables.heads(), "", console);
  }

  private int allow(Arguments arguments, Console console) {
    String why = OperatorTables.why(arguments, "switch run", true);
    OperatorTables tables = OperatorTables.open("switch run", arguments);
    boolean first = arguments.has("--first");
    String id = tables.known(tables.ledger().tableId());
    // A restored table is another one, whatever its items say, and so begins anew for people too.
    boolean begun = tables.known(tables.ledger().begun()) && tables.said().run().filter(run -> run.tableId().equals(id)).isPresent();
    if (first == begun) {
      throw new UsageException(begun ? "this ledger is begun already: --first is said once in a table's life"
          : "this ledger was never begun, or it was emptied or restored: where that is as it should be, say switch run --first");
    }
    String lifts = tables.said().stop().map(Stop::id).orElse("");
    tables.operators().put(new Run(lifts, id, first, tables.caller().userId(), tables.now(), why));
    console.print(List.of("changes are allowed in " + tables.where()
        + (lifts.isEmpty() ? "" : "; the stop " + lifts + " is lifted") + (first ? "; the next sweep begins the ledger" : "")));
    return DONE;
  }
}
