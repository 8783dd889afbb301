package io.auroraresponder.notify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A mail's text as blocks of items, fitted into {@value #MAX_LINES} lines and {@value #MAX_BYTES} bytes.
 *
 * <p>Where it does not fit, whole items go from the end of the least important block, a step together with its command, and the text says
 * which blocks lost something. Prose is wrapped at {@value #WIDTH} characters; commands and links stay whole, so that they can be pasted.
 */
final class MailBody {
  /** Ours: what is read at night without scrolling twice. */
  static final int MAX_LINES = 45;

  /** Ours: what mail clients show without cutting. */
  static final int MAX_BYTES = 4096;

  static final int WIDTH = 120;

  private static final String REST = "Left out here, and in the report: ";

  /** Marks a line that is never wrapped; no text holds it, since {@link PlainText} drops control characters. */
  private static final char VERBATIM = '\u0001';

  /**
   * Items under a title.
   *
   * @param title empty for a block that speaks for itself; a title without items is shown where it says something by itself
   * @param rank the higher, the sooner it is cut
   * @param items lines that belong together
   */
  record Block(String title, int rank, List<List<String>> items) {
    Block {
      title = PlainText.of(title);
      items = items.stream().map(Block::laidOut).filter(item -> !item.isEmpty()).toList();
    }

    private static List<String> laidOut(List<String> item) {
      return item.stream().flatMap(line -> wrapped(line).stream()).filter(line -> !line.isBlank()).toList();
    }

    /** Nothing is said twice; adds what it says. */
    private Block without(Set<List<String>> said) {
      return new Block(title, rank, items.stream().filter(said::add).map(item -> item.stream().map(MailBody::verbatim).toList()).toList());
    }

    private boolean isShown() {
      return !items.isEmpty() || title.contains(" ");
    }

    private List<String> lines(int kept) {
      List<String> lines = new ArrayList<>();
      if (!title.isEmpty() && (kept > 0 || items.isEmpty())) {
        lines.add(title);
      }
      items.subList(0, kept).forEach(lines::addAll);
      return lines;
    }

    private String name() {
      return title.isEmpty() ? "links" : title.split(" ", 2)[0].toLowerCase(Locale.ROOT);
    }
  }

  private MailBody() {}

  /** The line as it is, however long. */
  static String verbatim(String line) {
    return VERBATIM + line;
  }

  static String of(List<Block> blocks) {
    Set<List<String>> said = new HashSet<>();
    List<Block> shown = blocks.stream().map(block -> block.without(said)).filter(Block::isShown).toList();
    int[] kept = shown.stream().mapToInt(block -> block.items().size()).toArray();
    Comparator<Integer> leastFirst = Comparator.comparingInt(at -> -shown.get(at).rank());
    List<Integer> order = IntStream.range(0, kept.length).boxed().sorted(leastFirst).toList();
    while (!fits(text(shown, kept))) {
      var next = order.stream().filter(at -> kept[at] > 0).findFirst();
      if (next.isEmpty()) {
        break;
      }
      kept[next.get()]--;
    }
    return text(shown, kept);
  }

  private static boolean fits(String text) {
    return text.lines().count() <= MAX_LINES && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  private static String text(List<Block> blocks, int[] kept) {
    List<String> parts = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      List<String> lines = blocks.get(i).lines(kept[i]);
      if (!lines.isEmpty()) {
        parts.add(String.join("\n", lines));
      }
      if (kept[i] < blocks.get(i).items().size()) {
        lost.add(blocks.get(i).name());
      }
    }
    if (!lost.isEmpty()) {
      parts.add(REST + lost.stream().distinct().collect(Collectors.joining(", ")) + ".");
    }
    return String.join("\n\n", parts) + "\n";
  }

  /** Between words where there is a gap in the last three quarters of a line, else hard. */
  private static List<String> wrapped(String line) {
    if (line.indexOf(VERBATIM) >= 0) {
      return List.of(line.substring(line.indexOf(VERBATIM) + 1));
    }
    List<String> wrapped = new ArrayList<>();
    String rest = PlainText.inert(PlainText.of(line));
    while (rest.length() > WIDTH) {
      int gap = rest.lastIndexOf(' ', WIDTH);
      int end = gap > WIDTH / 4 ? gap : Character.isHighSurrogate(rest.charAt(WIDTH - 1)) ? WIDTH - 1 : WIDTH;
      wrapped.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    wrapped.add(rest);
    return wrapped;
  }
}
