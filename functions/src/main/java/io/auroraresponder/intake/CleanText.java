package io.auroraresponder.intake;

import io.auroraresponder.incident.Secrets;

/** Makes a sender's words safe to print on one line: no control or direction characters, no half surrogates, bounded length. */
final class CleanText {
  /** CloudWatch's own limit for a state reason is 1023 characters (PutMetricAlarm, SetAlarmState). */
  static final int LONGEST_REASON = 1024;

  /** Longer than any alarm name (255) or RDS identifier (255). */
  static final int LONGEST_NAME = 300;

  /** Enough to recognise what was written, too little to repeat it. */
  private static final int LONGEST_EXCERPT = 80;

  private CleanText() {}

  /** Words for people; what looks like a credential is masked. */
  static String reason(String text) {
    return Secrets.masked(of(text, LONGEST_REASON));
  }

  /** The beginning of something that could not be used, credentials masked. */
  static String excerpt(String text) {
    return of(Secrets.masked(of(text, LONGEST_REASON)), LONGEST_EXCERPT);
  }

  static String name(String text) {
    return of(text, LONGEST_NAME);
  }

  private static String of(String text, int longest) {
    if (isClean(text, longest)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(Math.min(text.length(), longest));
    boolean blank = true;
    int at = 0;
    while (at < text.length() && clean.length() < longest) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      boolean space = Character.isWhitespace(point) || Character.isSpaceChar(point) || Character.isISOControl(point);
      if (space && !blank) {
        clean.append(' ');
      } else if (!space && printable(point)) {
        clean.appendCodePoint(point);
      }
      blank = space || (blank && !printable(point));
    }
    String cut = clean.toString().strip();
    return at < text.length() && !text.substring(at).isBlank() ? cut + "…" : cut;
  }

  /** As most texts are: printable ASCII, single blanks between words, short enough. */
  private static boolean isClean(String text, int longest) {
    if (text.length() > longest) {
      return false;
    }
    char before = ' ';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7F || (c == ' ' && before == ' ')) {
        return false;
      }
      before = c;
    }
    return text.isEmpty() || before != ' ';
  }

  private static boolean printable(int point) {
    int type = Character.getType(point);
    return type != Character.FORMAT && type != Character.SURROGATE && type != Character.UNASSIGNED && type != Character.PRIVATE_USE;
  }
}
