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
    return word.chars().anyMatch(c -> PRINTED_QUOTES.indexOf(c) >= 0);
  }

  static boolean looksLikeKey(String word) {
    for (String piece : word.split("[_$]", -1)) {
      if (piece.length() >= LONGEST_PIECE && piece.chars().anyMatch(c -> isDigit((char) c))) {
        return true;
      }
    }
    return false;
  }
}
