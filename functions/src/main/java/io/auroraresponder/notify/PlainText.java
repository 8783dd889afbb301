package io.auroraresponder.notify;

import io.auroraresponder.incident.Secrets;
import java.util.regex.Matcher;
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

  /**
   * Endings of names that mail clients take for an address without anything before it: two letters are a country's, others stand here, and
   * whatever is no ASCII is taken for one. Of some 1,400 generic ones (IANA, root zone database) those under which most names are
   * registered. No name of a host has an underscore, so {@code order_line.id} is none.
   */
  private static final Pattern DOMAIN = Pattern.compile(
      "(?i)(?<![\\p{L}\\p{N}_.-])(?:[\\p{L}\\p{N}-]+[.])+(?:[a-z]{2}|[^\\p{ASCII}\\s]\\p{L}+|xn--[a-z0-9-]+|com|net|org|edu|gov"
      + "|mil|int|info|biz|name|pro|mobi|aero|xyz|top|site|online|store|shop|app|dev|cloud|club|live|life|link|click|page|web|website"
      + "|space|tech|icu|vip|work|world|today|news|agency|email|zip|mov|win|bid|loan|men|party|review|trade|date|racing|stream"
      + "|download|science|host|fun|bond|cfd|sbs|lol|wang|asia|one|blog|art|ltd|group|digital|network|systems|services|solutions"
      + "|media|company|support|help)"
      + "(?![\\p{L}\\p{N}_-]|[.][\\p{L}\\p{N}])");

  /** Names of databases on RDS: nothing answers a browser there, and people copy them. */
  private static final Pattern DATABASE = Pattern.compile("(?i).+[.]rds[.]amazonaws[.]com([.]cn)?");

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
   * is read, not clicked. Brackets are the usual way to write such addresses ({@code https[:]//example[.]com}).
   */
  public static String inert(String text) {
    String bare = DOMAIN.matcher(text).replaceAll(found -> Matcher.quoteReplacement(
        DATABASE.matcher(found.group()).matches() ? found.group() : found.group().replace(".", "[.]")));
    return ADDRESS.matcher(bare).replaceAll("$1[$2]");
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
