package io.auroraresponder.notify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A message's text as blocks of whole lines, fitted into a number of bytes.
 *
 * <p>Where it does not fit, lines go from the end of the least important block, and the text says which blocks lost something. A line
 * goes whole, so nothing is ever cut inside a character.
 */
final class Body {
  private static final String LEFT_OUT = "Left out for length: ";

  /**
   * Lines under a title; a block without lines is not shown.
   *
   * @param title empty for the blocks at the top, which speak for themselves
   * @param rank the higher, the sooner it is cut
   */
  record Block(String title, int rank, List<String> lines) {
    Block {
      lines = lines.stream().map(Block::clean).filter(line -> !line.isBlank()).toList();
    }

    /** Cleans a line but keeps the blanks by which it is indented. */
    private static String clean(String line) {
      int indent = line.length() - line.stripLeading().length();
      return " ".repeat(indent) + PlainText.of(line);
    }

    String text(int shown) {
      StringBuilder text = new StringBuilder("\n");
      String indent = title.isEmpty() ? "" : "  ";
      if (!title.isEmpty()) {
        text.append(title).append('\n');
      }
      lines.subList(0, shown).forEach(line -> text.append(indent).append(line).append('\n'));
      return text.toString();
    }

    String name() {
      return title.isEmpty() ? "the details" : title;
    }
  }

  private Body() {}

  static String of(String firstLine, List<Block> blocks, int maxBytes) {
    List<Block> shown = blocks.stream().filter(block -> !block.lines().isEmpty()).toList();
    int[] kept = shown.stream().mapToInt(block -> block.lines().size()).toArray();
    int over = bytes(text(firstLine, shown, kept)) - maxBytes;
    if (over > 0) {
      cut(shown, kept, over + bytes(LEFT_OUT) + shown.stream().mapToInt(block -> bytes(block.name()) + 2).sum() + 2);
    }
    return text(firstLine, shown, kept);
  }

  private static void cut(List<Block> blocks, int[] kept, int bytes) {
    int left = bytes;
    Comparator<Integer> leastFirst = Comparator.comparingInt(at -> -blocks.get(at).rank());
    for (int at : IntStream.range(0, blocks.size()).boxed().sorted(leastFirst).toList()) {
      while (left > 0 && kept[at] > 0) {
        kept[at]--;
        left -= bytes(blocks.get(at).lines().get(kept[at])) + 1;
      }
    }
  }

  private static String text(String firstLine, List<Block> blocks, int[] kept) {
    StringBuilder text = new StringBuilder(firstLine).append('\n');
    List<String> lost = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (kept[i] > 0) {
        text.append(block.text(kept[i]));
      }
      if (kept[i] < block.lines().size()) {
        lost.add(block.name());
      }
    }
    if (!lost.isEmpty()) {
      text.append('\n').append(LEFT_OUT).append(String.join(", ", lost)).append('\n');
    }
    return text.toString();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
