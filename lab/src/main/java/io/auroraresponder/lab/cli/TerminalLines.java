package io.auroraresponder.lab.cli;

import io.auroraresponder.notify.PlainText;
import java.util.ArrayList;
import java.util.List;

/** Collects the lines that the lab writes around a mail: a label and a text, wrapped. Not safe for several threads. */
final class TerminalLines {
  static final int WIDTH = 120;
  static final String PLAIN = "";
  static final String BOLD = "\u001b[1m";
  static final String RED = "\u001b[1;31m";
  static final String YELLOW = "\u001b[33m";
  static final String GREEN = "\u001b[32m";
  static final String CYAN = "\u001b[36m";
  static final String RESET = "\u001b[0m";

  private static final int ROW = 11;

  private final List<String> lines = new ArrayList<>();

  List<String> all() {
    return List.copyOf(lines);
  }

  /** A label and its text; nothing where the text is empty. */
  void row(String label, String text) {
    String clean = PlainText.of(text);
    if (clean.isEmpty()) {
      return;
    }
    String head = "  " + label + " ".repeat(Math.max(1, ROW - 2 - label.length()));
    List<String> body = wrapped(clean, WIDTH - ROW);
    lines.add((head + body.getFirst()).stripTrailing());
    body.subList(1, body.size()).forEach(line -> lines.add(" ".repeat(head.length()) + line));
  }

  /** Between words where there is a gap in the second half of a line, else hard. */
  private static List<String> wrapped(String text, int width) {
    List<String> wrapped = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int gap = rest.lastIndexOf(' ', width);
      int end = gap > width / 2 ? gap : Character.isHighSurrogate(rest.charAt(width - 1)) ? width - 1 : width;
      wrapped.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    wrapped.add(rest);
    return wrapped;
  }
}
