package io.auroraresponder.lab.cli;

import java.util.List;

/** One command of {@code ./responder}. */
public interface Command {
  int DONE = 0;
  int SAYS_NO = 1;
  int BAD_INPUT = 2;

  String name();

  /** Its arguments as usage shows them, for example {@code [NAME|FILE.yaml] [--json]}. */
  String arguments();

  /** What it does, in one line. */
  String summary();

  /**
   * Does it.
   *
   * @return {@link #DONE}, {@link #SAYS_NO} or {@link #BAD_INPUT}
   */
  int run(List<String> arguments, Console console);
}
