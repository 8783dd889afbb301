package io.auroraresponder.incident;

/**
 * What a person can do, and the exact command or SQL for it.
 *
 * @param text one sentence with its facts
 * @param command ready to paste, empty where there is none; identifiers quoted, no statement text, no literals of users
 */
public record Advice(Phrase text, Phrase command) {
  public static Advice of(Phrase text) {
    return new Advice(text, Phrase.EMPTY);
  }

  public static Advice of(String text) {
    return of(Phrase.of(text));
  }
}
