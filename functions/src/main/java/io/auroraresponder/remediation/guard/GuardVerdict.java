package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Phrase;

/** What one guard answered, with the measured value and the limit. */
public record GuardVerdict(ReasonCode guard, Answer answer, Phrase text) {
  public enum Answer {
    PASS,
    /** It would refuse, but a person asked by hand and is told instead. */
    WARN,
    /** A person has to agree. */
    PROPOSE,
    REFUSE
  }
}
