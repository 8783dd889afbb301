package io.auroraresponder.lab.cli;

import io.auroraresponder.notify.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Collects the lines of a terminal report: columns, wrapping, and colour where it is wanted. Not safe for several threads. */
final class TerminalLines {
  static final int WIDTH = 120;
  static final String PLAIN = "";
  static final String BOLD = "\u001b[1m";
  static final String RED = "\u001b[1;31m";
  static final String YELLOW = "\u001b[33m";
  static final String GREEN = "\u001b[32m";
  static final String CYAN = "\u001b[36m";
  private static final String RESET = "\u001b[0m";

  private static final int LEAD = 10;
  private static final int ROW = 11;

  private final boolean colours;
  private final List<String> lines = new ArrayList<>();

  TerminalLines(boolean colours) {
    this.colours = colours;
  }

  List<String> all() {
    return List.copyOf(lines);
  }

  /** A blank line, but never two and never one at the top. */
  void blank() {
    if (!lines.isEmpty() && !lines.getLast().isEmpty()) {
      lines.add("");
    }
  }

  void plain(String line) {
    lines.add(line);
  }

  void rule() {
    lines.add("  " + "─".repeat(WIDTH - 2));
  }

  /** One of the lines at the top: a word in capitals and what it says. */
  void lead(String word, String colour, String text) {
    String clean = PlainText.of(text);
    if (!clean.isEmpty()) {
      add(word, padded(word, LEAD), colour, wrapped(clean, WIDTH - LEAD));
    }
  }

  /** Whole, however long, under the line that explains it. */
  void command(String command) {
    if (!command.isBlank()) {
      lines.add(" ".repeat(LEAD) + "  " + PlainText.of(command));
    }
  }

  /** A label and its text; nothing where the text is empty. */
  void row(String label, String text) {
    String clean = PlainText.of(text);
    if (!clean.isEmpty()) {
      add("", "  " + padded(label, ROW - 2), PLAIN, wrapped(clean, WIDTH - ROW));
    }
  }

  /** A row that is cut at the width instead of wrapped. */
  void compactRow(String label, String text) {
    row(label, PlainText.cut(PlainText.of(text), WIDTH - ROW));
  }

  /** Mark, name, text, and at the right edge the facts: on the last line where they fit, else on one of their own. */
  void finding(String mark, String colour, String name, String text, String facts) {
    String head = "  " + mark + " " + name + "  ";
    int room = Math.max(WIDTH / 3, WIDTH - head.length());
    List<String> body = new ArrayList<>(wrapped(PlainText.of(text), room));
    if (!facts.isEmpty()) {
      int gap = room - body.getLast().length() - facts.length();
      if (gap >= 2) {
        body.add(body.removeLast() + " ".repeat(gap) + facts);
      } else {
        wrapped(facts, room).forEach(line -> body.add(" ".repeat(room - line.length()) + line));
      }
    }
    add(mark, head, colour, body);
  }

  private void add(String word, String head, String colour, List<String> body) {
    String first = head + body.getFirst();
    boolean painted = colours && !colour.isEmpty() && !word.isEmpty();
    lines.add((painted ? first.replaceFirst(Pattern.quote(word), colour + word + RESET) : first).stripTrailing());
    body.subList(1, body.size()).forEach(line -> lines.add(" ".repeat(head.length()) + line));
  }

  private static String padded(String label, int width) {
    return label + " ".repeat(Math.max(1, width - label.length()));
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
