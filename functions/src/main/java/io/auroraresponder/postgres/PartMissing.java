package io.auroraresponder.postgres;

/** A part of the look that could not be read; the sentence is for a person and becomes the reading's reason. */
final class PartMissing extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sqlState;
  private final String sentence;

  PartMissing(String sentence) {
    this("", sentence);
  }

  /** {@code sqlState} is empty where it was not the server that refused. */
  PartMissing(String sqlState, String sentence) {
    super(sentence, null, false, false);
    this.sqlState = sqlState;
    this.sentence = sentence;
  }

  String sqlState() {
    return sqlState;
  }

  String sentence() {
    return sentence;
  }
}
