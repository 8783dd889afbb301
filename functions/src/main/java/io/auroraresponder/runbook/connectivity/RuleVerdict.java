package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.Phrase;

/**
 * Whether rules let packets pass.
 *
 * @param why the rule that opens the way, or what is not known; empty where no rule speaks of it
 */
record RuleVerdict(Verdict verdict, Phrase why) {
  enum Verdict {
    OPEN,
    CLOSED,
    /** Some rule may open the way, but what it names is not known. */
    CANNOT_TELL
  }

  static final RuleVerdict CLOSED = new RuleVerdict(Verdict.CLOSED, Phrase.EMPTY);

  static RuleVerdict open(Phrase why) {
    return new RuleVerdict(Verdict.OPEN, why);
  }

  static RuleVerdict doubt(Phrase why) {
    return new RuleVerdict(Verdict.CANNOT_TELL, why);
  }

  boolean is(Verdict wanted) {
    return verdict == wanted;
  }
}
