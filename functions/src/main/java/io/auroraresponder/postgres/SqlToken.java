package io.auroraresponder.postgres;

/**
 * A piece of a statement that may be shown.
 *
 * @param text what is shown of it; never a literal or comment
 * @param spaced whether blanks or a comment stood before it
 */
record SqlToken(Kind kind, String text, boolean spaced) {

  enum Kind {
    /** Keyword or unquoted identifier. */
    WORD,
    /** Identifier in double quotes. */
    NAME,
    /** Where a literal stood. */
    VALUE,
    /** A parameter, {@code $1}. */
    PARAMETER,
    SYMBOL,
    /** Where reading stopped, because the text ended inside something or could be read in two ways. */
    CUT
  }

  boolean is(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean standsForValue() {
    return kind == Kind.VALUE || kind == Kind.PARAMETER;
  }
}
