package io.auroraresponder.lab.cli;

import java.util.List;

/** Where {@code ./responder} begins. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] words) {
    Console console = Console.ofProcess(String.valueOf(System.getenv().getOrDefault("NO_COLOR", "")));
    System.exit(new CommandLine(commands(), console).run(List.of(words)));
  }

  /** Every command, in the order of the usage. */
  private static List<Command> commands() {
    return List.of(new IncidentsCommand());
  }
}
