package io.auroraresponder.lab.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where results and where remarks go.
 *
 * @param out results, read by people or programs
 * @param err progress that must not mix with results, and complaints
 * @param outIsTerminal whether a person watches {@code out}
 * @param errIsTerminal whether a person watches {@code err}
 * @param colours whether colours may be used at all
 */
public record Console(PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal, boolean colours) {

  /**
   * The streams of this process, in UTF-8. Java cannot tell a terminal by itself, so the script says it by a property.
   *
   * @param noColor the value of the variable NO_COLOR, empty where it is not set (no-color.org)
   */
  static Console ofProcess(String noColor) {
    return new Console(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Boolean.getBoolean("responder.terminal"),
        Boolean.getBoolean("responder.terminal.errors"),
        noColor.isEmpty());
  }

  /** Whether results may be coloured. */
  public boolean colouredOut() {
    return colours && outIsTerminal;
  }

  void print(List<String> lines) {
    lines.forEach(out::println);
  }

  void print(String line) {
    out.println(line);
  }
}
