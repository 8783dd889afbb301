package io.auroraresponder.notify;

import java.util.regex.Pattern;

/**
 * Makes text that others set (alarm names, application names, reasons) fit for one line of a message.
 *
 * <p>Control characters and line breaks become spaces, so that nobody can forge a line; format characters (bidirectional overrides,
 * zero-width marks) vanish, so that a name reads as it is stored; half surrogate pairs become {@code ?}. What looks like a credential
 * is masked: the last fence, behind the rule that literals and secrets never enter a phrase.
 */
public final class PlainText {
  private static final String MASK = "***";

  /** {@code password=…}, {@code "password": "…"}, {@code Authorization: Bearer …}: the value goes, the name stays. */
  private static final Pattern NAMED_SECRET =
      Pattern.compile(
          "(?i)((?:password|passwd|pwd|authorization|secret_?access_?key|session_?token|security-token|x-amz-signature)"
              + "[\"']?\\s*[:=]\\s*[\"']?|(?:token|secret|api[_-]?key)[\"']?=[\"']?|\\bpassword\\s+')"
              + "(?:(?:bearer|basic)\\s+)?[^\\s\"'&,;]+");

  private static final Pattern URL_USER = Pattern.compile("://[^\\s/@:]*:[^\\s/@]+@");

  /** Access key ids: IAM User Guide, "IAM identifiers", unique identifier prefixes. */
  private static final Pattern ACCESS_KEY = Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b");

  private PlainText() {}

  /** The text on one line, without hidden characters and without anything that looks like a credential. */
  public static String of(String raw) {
    return masked(visible(raw));
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

  private static String masked(String text) {
    String named = NAMED_SECRET.matcher(text).replaceAll("$1" + MASK.replace("*", "\\*"));
    String addressed = URL_USER.matcher(named).replaceAll("://" + MASK + "@");
    return ACCESS_KEY.matcher(addressed).replaceAll(MASK);
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
