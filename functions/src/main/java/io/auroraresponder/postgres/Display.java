package io.auroraresponder.postgres;

/** Makes text that strangers chose safe to show: names of applications, users, tables and statements alike. */
final class Display {
  private Display() {}

  /** Control characters become blanks; bidirectional, zero-width and unpaired surrogate characters vanish. */
  static String clean(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(out, point));
    return out.toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) >= 0x7F) {
        return false;
      }
    }
    return true;
  }

  /** At most {@code limit} characters, cut between code points, with an ellipsis where something was cut. */
  static String cut(String text, int limit) {
    if (text.codePointCount(0, text.length()) <= limit) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, limit - 1)) + "…";
  }

  private static void append(StringBuilder out, int point) {
    if (point < 0x20 || point == 0x7F) {
      out.append(' ');
      return;
    }
    boolean hidden =
        (point >= 0x80 && point <= 0x9F)
            || Character.getType(point) == Character.FORMAT
            || Character.getType(point) == Character.SURROGATE
            || Character.getType(point) == Character.LINE_SEPARATOR
            || Character.getType(point) == Character.PARAGRAPH_SEPARATOR;
    if (!hidden) {
      out.appendCodePoint(point);
    }
  }
}
