package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Phrase;
import java.time.Instant;
import java.util.Optional;

/**
 * What one guard answered, with the measured value and the limit.
 *
 * @param ends when what it refuses for is over by itself; empty where nobody knows, and where it passes
 */
public record GuardVerdict(ReasonCode guard, Answer answer, Phrase text, Optional<Instant> ends) {
  /** Of no known end. */
  public GuardVerdict(ReasonCode guard, Answer answer, Phrase text) {
    this(guard, answer, text, Optional.empty());
  }

  /** The same until then. */
  GuardVerdict until(Instant end) {
    return new GuardVerdict(guard, answer, text, Optional.of(end));
  }

  public enum Answer {
    PASS,
    /** It would refuse, but a person asked by hand and is told instead. */
    WARN,
    /** A person has to agree. */
    PROPOSE,
    REFUSE
  }
}
