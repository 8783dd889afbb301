package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.Phrase;

/**
 * Whether rules let packets pass.
 *
 * @param why the rule that opens the way, or what is not known; empty where no rule speaks of it
 */
record Passage(Verdict verdict, Phrase why) {
  enum Verdict {
    OPEN,
    CLOSED,
    /** Some rule may open the way, but what it names is not known. */
    CANNOT_TELL
  }

  static final Passage CLOSED = new Passage(Verdict.CLOSED, Phrase.EMPTY);

  static Passage open(Phrase why) {
    return new Passage(Verdict.OPEN, why);
  }

  static Passage doubt(Phrase why) {
    return new Passage(Verdict.CANNOT_TELL, why);
  }

  boolean is(Verdict wanted) {
    return verdict == wanted;
  }
}
