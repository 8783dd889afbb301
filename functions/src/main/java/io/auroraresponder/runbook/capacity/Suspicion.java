package io.auroraresponder.runbook.capacity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Diagnosis.Strength;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import java.util.List;

/**
 * A cause that holds, with its words and its proof.
 *
 * @param says what is wrong with its numbers, the cluster's name first
 * @param impact what users notice
 * @param lever what helps here; usually the cause's own
 */
record Suspicion(Cause cause, Severity severity, Strength strength, Lever lever, Phrase says, Phrase impact, List<Advice> advice) {
  Suspicion {
    advice = List.copyOf(advice);
  }

  /** A cause that we only name: its own lever, nothing to change by us. */
  static Suspicion told(Cause cause, Severity severity, Phrase says, String impact, Advice... advice) {
    return new Suspicion(cause, severity, Strength.NONE, cause.lever(), says, Phrase.of(impact), List.of(advice));
  }
}
