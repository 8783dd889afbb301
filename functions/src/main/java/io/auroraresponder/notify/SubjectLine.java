package io.auroraresponder.notify;

import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Subject lines that SNS takes: printable ASCII, 1 to 99 characters, beginning with a letter, digit or punctuation (SNS Publish; one
 * with other characters is refused as a whole and nothing is sent).
 */
final class SubjectLine {
  static final int MAX_LENGTH = 99;

  private static final Pattern CLAUSE = Pattern.compile("[,;:.] | \\(");

  private SubjectLine() {}

  /** The text in ASCII: accents dropped, dashes and quotes made plain, what has no plain form left out; the full text is the body's. */
  static String of(String text) {
    String ascii = ascii(PlainText.of(text));
    if (ascii.isEmpty()) {
      return "Aurora Responder";
    }
    return ascii.length() <= MAX_LENGTH ? ascii : cut(ascii);
  }

  /** At the end of a clause where one fits, else between words: half a number would be another number. */
  private static String cut(String ascii) {
    Matcher ends = CLAUSE.matcher(ascii);
    int clause = 0;
    while (ends.find() && ends.start() <= MAX_LENGTH) {
      clause = isWhole(ascii.substring(0, ends.start())) ? ends.start() : clause;
    }
    if (clause > MAX_LENGTH / 3) {
      return ascii.substring(0, clause);
    }
    int gap = ascii.lastIndexOf(' ', MAX_LENGTH - 3);
    return ascii.substring(0, gap > MAX_LENGTH / 2 ? gap : MAX_LENGTH - 3).stripTrailing() + "...";
  }

  /** Nothing is left open by a cut inside brackets. */
  private static boolean isWhole(String text) {
    return text.chars().filter(one -> one == '(').count() == text.chars().filter(one -> one == ')').count();
  }

  private static String ascii(String text) {
    StringBuilder plain = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFKD).codePoints().forEach(character -> append(plain, character));
    return plain.toString().replaceAll(" {2,}", " ").strip();
  }

  private static void append(StringBuilder plain, int character) {
    if (character >= ' ' && character <= '~') {
      plain.append((char) character);
      return;
    }
    switch (Character.getType(character)) {
      case Character.DASH_PUNCTUATION -> plain.append('-');
      case Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION -> plain.append('"');
      case Character.START_PUNCTUATION -> plain.append('"');
      default -> plain.append(character == 'ß' ? "ss" : character == '→' ? "->" : "");
    }
  }
}
