package io.auroraresponder.lab.cli;

import io.auroraresponder.lab.account.BadFileException;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.ledger.Table;
import java.util.ArrayList;
import java.util.List;

/** Finds the command that was asked for, and turns what people can cure into one sentence and exit code 2. */
final class CommandLine {
  private final List<Command> commands;
  private final Console console;

  CommandLine(List<Command> commands, Console console) {
    this.commands = List.copyOf(commands);
    this.console = console;
  }

  int run(List<String> words) {
    if (words.isEmpty() || List.of("help", "--help", "-h").contains(words.getFirst())) {
      console.print(usage());
      return Command.DONE;
    }
    try {
      Command command = named(words.getFirst());
      List<String> given = words.subList(1, words.size());
      if (given.contains("--help") || given.contains("-h")) {
        console.print(List.of(head(command), "", "  " + command.summary()));
        return Command.DONE;
      }
      return command.run(given, console);
    } catch (Table.TableUnavailableException silent) {
      boolean denied = String.valueOf(silent.getMessage()).contains("AccessDenied");
      console.err().println("responder: " + silent.getMessage() + (denied
          ? "; nothing was written: ask for the managed policy NAME-on-call, or NAME-starting for switch run"
          : "; whether anything was written is not known"));
      return Command.BAD_INPUT;
    } catch (UsageException | BadFileException | LabException e) {
      console.err().println("responder: " + e.getMessage());
      return Command.BAD_INPUT;
    }
  }

  private Command named(String name) {
    return commands.stream()
        .filter(command -> command.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new UsageException(
            "there is no command " + name + Suggestion.forWord(name, commands.stream().map(Command::name).toList())));
  }

  List<String> usage() {
    List<String> lines = new ArrayList<>(List.of("Aurora Responder lab", ""));
    for (Command command : commands) {
      lines.add("  " + head(command));
      lines.add("      " + command.summary());
    }
    lines.add("");
    lines.add("Exit codes: 0 done, 1 the run says no, 2 bad arguments or bad input. With -h a command shows its own line.");
    return lines;
  }

  private static String head(Command command) {
    return ("./responder " + command.name() + " " + command.arguments()).strip();
  }
}
