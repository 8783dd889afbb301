package io.auroraresponder.notify;

import io.auroraresponder.incident.Secrets;
import java.util.regex.Pattern;

/**
 * Makes text that others set (alarm names, application names, reasons) fit for one line of a message.
 *
 * <p>Control characters and line breaks become spaces, so that nobody can forge a line; format characters (bidirectional overrides,
 * zero-width marks) vanish, so that a name reads as it is stored; half surrogate pairs become {@code ?}. What looks like a credential
 * is masked: the last fence, behind the rule that literals and secrets never enter a phrase.
 */
public final class PlainText {
  /** What mail clients take for the beginning of an address. */
  private static final Pattern ADDRESS = Pattern.compile(
      "(?i)(\\b[a-z][a-z0-9+.-]*(?=://)|\\b(?:mailto|tel|sms)(?=:)|\\bwww(?=[.]))([:.])");

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
   * The text so that no mail client makes a link of what stands in it: an address that somebody put into an application's or alarm's name
   * is read, not clicked. Brackets are the usual way to write such addresses ({@code https[:]//example.com}).
   */
  static String inert(String text) {
    return ADDRESS.matcher(text).replaceAll("$1[$2]");
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
