package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Phrase;
import java.time.Instant;
import java.util.Optional;

/**
 * What one guard answered, with the measured value and the limit.
 *
 * @param ends when what it refuses for is over by itself; empty where nobody knows, and where it passes
 * @param passing whether that is over by itself within minutes, at a moment that nobody can name: it is looked at again soon
 */
public record GuardVerdict(ReasonCode guard, Answer answer, Phrase text, Optional<Instant> ends, boolean passing) {
  /** Of no known end. */
  public GuardVerdict(ReasonCode guard, Answer answer, Phrase text) {
    this(guard, answer, text, Optional.empty(), false);
  }

  /** The same until then. */
  GuardVerdict until(Instant end) {
    return new GuardVerdict(guard, answer, text, Optional.of(end), false);
  }

  /** The same until then; of no known end where there is none. */
  GuardVerdict until(Optional<Instant> end) {
    return new GuardVerdict(guard, answer, text, end, false);
  }

  /** The same, and soon over. */
  GuardVerdict passingSoon() {
    return new GuardVerdict(guard, answer, text, Optional.empty(), true);
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
