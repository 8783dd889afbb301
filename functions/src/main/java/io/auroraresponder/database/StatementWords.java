package io.auroraresponder.database;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;

/** A statement's redacted text in a line. */
public final class StatementWords {
  private static final int SHOWN = 80;

  private StatementWords() {}

  /** Empty where there is no text, or it may not be seen. */
  public static Phrase of(Probed probed, String statement) {
    if (statement.isBlank()) {
      return Phrase.EMPTY;
    }
    boolean whole = statement.codePointCount(0, statement.length()) <= SHOWN;
    String shown = whole ? statement : statement.substring(0, statement.offsetByCodePoints(0, SHOWN)) + "…";
    return Phrase.of("{}", probed.word("statement text, redacted", shown).as(Privacy.STATEMENT));
  }
}
