package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.WaitClass;
import io.auroraresponder.runbook.WaitProfile;
import java.util.List;
import java.util.Optional;

/** Most of the active sessions are in each other's way inside the server, or wait for their commits to be stored. */
final class DominantWaitRule implements CauseRule {
  @Override
  public Optional<Suspicion> suspect(SlowQueryEvidence evidence, SlowQueryThresholds limits) {
    if (!(evidence.waits(limits) instanceof Reading.Known<WaitProfile> known)) {
      return Optional.empty();
    }
    return WaitProfileCheck.dominant(known.value(), limits)
        .flatMap(
            wait ->
                switch (wait) {
                  case INTERNAL -> Optional.of(
                      told(evidence, known.value(), wait, Cause.INTERNAL_CONTENTION, "wait for each other inside the server",
                          "Run fewer sessions at a time, spread hot rows, touch fewer partitions and indexes a query."));
                  case COMMIT -> Optional.of(
                      told(evidence, known.value(), wait, Cause.COMMIT_OR_STORAGE_BOUND, "wait for their commits to be stored",
                          "Put more rows into a transaction; I/O-Optimized storage for what has to be many."));
                  case CPU, LOCK, READ, CLIENT, OTHER, IDLE -> Optional.empty();
                });
  }

  private static Suspicion told(SlowQueryEvidence evidence, WaitProfile profile, WaitClass wait, Cause cause, String what, String advice) {
    Probed probed = evidence.probed();
    Phrase says =
        Phrase.of(
            evidence.name() + ": {} of {} active sessions " + what + ".",
            probed.percent("share of the active sessions", profile.share(wait)),
            probed.number("active sessions, average", profile.active(), ""));
    return new Suspicion(cause, Severity.CRITICAL, says, "Every statement takes longer, more capacity does not help.",
        List.of(Advice.of(advice)));
  }
}
