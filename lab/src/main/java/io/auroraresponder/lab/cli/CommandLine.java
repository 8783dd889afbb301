package io.auroraresponder.lab.cli;

import io.auroraresponder.lab.account.BadFileException;
import io.auroraresponder.lab.postgres.LabException;
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
      return named(words.getFirst()).run(words.subList(1, words.size()), console);
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
    int width = commands.stream().mapToInt(command -> head(command).length()).max().orElse(0);
    for (Command command : commands) {
      lines.add(String.format(java.util.Locale.ROOT, "  %-" + width + "s   %s", head(command), command.summary()));
    }
    lines.add("");
    lines.add("Exit codes: 0 done, 1 the run says no, 2 bad arguments or bad input.");
    return lines;
  }

  private static String head(Command command) {
    return ("./responder " + command.name() + " " + command.arguments()).strip();
  }
}
