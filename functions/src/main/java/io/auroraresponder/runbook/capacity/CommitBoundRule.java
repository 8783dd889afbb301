package io.auroraresponder.runbook.capacity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.WaitClass;
import java.util.Optional;

/** Most sessions wait for their commits to be stored. */
final class CommitBoundRule implements CauseRule {
  @Override
  public Cause cause() {
    return Cause.COMMIT_OR_STORAGE_BOUND;
  }

  @Override
  public Optional<Suspicion> suspect(CapacityPicture picture) {
    return picture
        .profile()
        .filter(profile -> profile.active() >= picture.thresholds().contentionSessions())
        .filter(profile -> profile.share(WaitClass.COMMIT) >= picture.thresholds().commitShare())
        .map(
            profile ->
                Suspicion.told(
                    Cause.COMMIT_OR_STORAGE_BOUND,
                    Severity.CRITICAL,
                    Phrase.of(
                        picture.name() + " waits for storage: {} of {} active sessions wait for a commit or sync.",
                        picture.percent("waits for commits", profile.share(WaitClass.COMMIT)),
                        picture.probed("active sessions, average", profile.active(), "")),
                    "Writes are slow; reads are not.",
                    Advice.of("Commit in batches; many tiny transactions pay one storage round trip each."),
                    Advice.of("Where I/O is the larger part of the bill too, compare Aurora I/O-Optimized storage.")));
  }
}
