package io.auroraresponder.notify;

import io.auroraresponder.incident.Secrets;

/**
 * Makes text that others set (alarm names, application names, reasons) fit for one line of a message.
 *
 * <p>Control characters and line breaks become spaces, so that nobody can forge a line; format characters (bidirectional overrides,
 * zero-width marks) vanish, so that a name reads as it is stored; half surrogate pairs become {@code ?}. What looks like a credential
 * is masked: the last fence, behind the rule that literals and secrets never enter a phrase.
 */
public final class PlainText {
  private PlainText() {}

  /** The text on one line, without hidden characters and without anything that looks like a credential. */
  public static String of(String raw) {
    return Secrets.masked(visible(raw));
  }

  private static String visible(String raw) {
    StringBuilder shown = new StringBuilder(raw.length());
    raw.codePoints().forEach(character -> append(shown, character));
    return shown.toString().strip();
  }

  private static void append(StringBuilder shown, int character) {
    switch (Character.getType(character)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR -> shown.append(' ');
      case Character.FORMAT -> {}
      case Character.SURROGATE -> shown.append('?');
      default -> shown.appendCodePoint(character);
    }
  }

  /**
   * The text in at most {@code limit} UTF-16 units, cut between words where there is a gap, never inside a surrogate pair; a cut
   * shows as {@code …}.
   */
  public static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = limit - 1;
    int gap = text.lastIndexOf(' ', end);
    if (gap > limit / 2) {
      end = gap;
    } else if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end).stripTrailing() + "…";
  }
}
