package io.auroraresponder.notify.slack;

import io.auroraresponder.notify.PlainText;
import java.util.List;

/**
 * Text in Slack's own markup. What others set (names, statements, reasons) is shown as it is: it makes no link, no mention, no heading.
 *
 * <p>{@code &}, {@code <} and {@code >} are the only characters that Slack wants escaped, each once (Slack API, "Formatting text for app
 * surfaces"); what would only format has no escape, so it is replaced by a character that looks the same. Limits count what is sent.
 */
final class SlackText {
  private static final String CUT = "…";
  private static final String FENCE = "```";

  private SlackText() {}

  /** At most {@code limit} characters as sent, never cut inside an entity or a surrogate pair. */
  static String of(String raw, int limit) {
    String plain = PlainText.of(raw);
    StringBuilder escaped = new StringBuilder(plain.length());
    int at = 0;
    while (at < plain.length()) {
      int character = plain.codePointAt(at);
      String next = escaped(character);
      boolean last = at + Character.charCount(character) == plain.length();
      if (escaped.length() + next.length() + (last ? 0 : CUT.length()) > limit) {
        return escaped.append(CUT).toString();
      }
      escaped.append(next);
      at += Character.charCount(character);
    }
    return escaped.toString();
  }

  private static String escaped(int character) {
    return switch (character) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '*' -> "∗";
      case '~' -> "∼";
      case '`' -> "ˋ";
      default -> Character.toString(character);
    };
  }

  static String bold(String raw, int limit) {
    return "*" + of(raw, limit - 2) + "*";
  }

  /** Ready to copy, on lines of its own; empty where it does not fit, since half a command is another command. */
  static String command(String raw, int limit) {
    String plain = PlainText.of(raw);
    String block = FENCE + plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + FENCE;
    return plain.contains(FENCE) || block.length() > limit ? "" : block;
  }

  /** A link under words of ours; empty where the address could end the markup. */
  static String link(String title, String url) {
    return url.startsWith("https://") && url.chars().noneMatch(one -> one == '<' || one == '>' || one == '|' || one <= ' ')
        ? "<" + url.replace("&", "&amp;") + "|" + of(title, 75) + ">" : "";
  }

  /** Pieces on lines of their own, as many whole ones as fit, with a word where some do not. */
  static String lines(List<String> pieces, int limit) {
    StringBuilder all = new StringBuilder();
    String rest = "\n" + CUT;
    for (int i = 0; i < pieces.size(); i++) {
      String next = (all.isEmpty() ? "" : "\n") + pieces.get(i);
      int reserve = i == pieces.size() - 1 ? 0 : rest.length();
      if (all.length() + next.length() + reserve > limit) {
        return all.append(all.isEmpty() ? CUT : rest).toString();
      }
      all.append(next);
    }
    return all.toString();
  }
}
