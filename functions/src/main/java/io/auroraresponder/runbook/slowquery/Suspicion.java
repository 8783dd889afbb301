package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import java.util.List;

/**
 * A cause that holds.
 *
 * @param says what is wrong with its numbers, the cluster's name first
 * @param impact what users notice
 * @param advice best first
 */
record Suspicion(Cause cause, Severity severity, Phrase says, String impact, List<Advice> advice) {
  Suspicion {
    advice = List.copyOf(advice);
  }
}
