package io.auroraresponder.postgres;

/** What PostgreSQL's lexer takes single characters for, and which words are no names to people. */
final class SqlLetters {
  /** PostgreSQL cuts names at 63 bytes; something longer in double quotes is no name. */
  static final int LONGEST_NAME = 63;

  /** Unquoted runs of this length with digits are keys and hashes rather than names (own). */
  private static final int LONGEST_PIECE = 20;

  /** Quotation marks of word processors, which PostgreSQL takes for letters: whoever wrote them meant a literal. */
  private static final String PRINTED_QUOTES = "\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F\u00AB\u00BB\u2039\u203A\u00B4\uFF07\uFF02";

  private SqlLetters() {}

  static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** What an identifier may begin with: letters, underscore and, as in PostgreSQL, every character beyond ASCII. */
  static boolean startsWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  static boolean hasPrintedQuote(String word) {
    for (int i = 0; i < word.length(); i++) {
      // All of them are beyond ASCII.
      if (word.charAt(i) >= 0x80 && PRINTED_QUOTES.indexOf(word.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  static boolean looksLikeKey(String word) {
    int length = 0;
    boolean digits = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean ends = c == '_' || c == '$';
      length = ends ? 0 : length + 1;
      digits = !ends && (digits || isDigit(c));
      if (digits && length >= LONGEST_PIECE) {
        return true;
      }
    }
    return false;
  }
}
