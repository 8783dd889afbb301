package io.auroraresponder.database;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import java.util.Optional;

/** Most sessions wait for their commits to be stored. */
public final class CommitBound implements CauseRule<DatabaseLook> {
  static final String ADVICE = "Commit in batches; each tiny transaction pays one storage round trip.";

  @Override
  public Cause cause() {
    return Cause.COMMIT_OR_STORAGE_BOUND;
  }

  @Override
  public Optional<Explanation> suspect(DatabaseLook look) {
    return look.profile()
        .filter(profile -> DatabaseLimit.ACTIVE_SESSIONS.reached(profile.active()))
        .filter(profile -> DatabaseLimit.COMMIT_SHARE.reached(profile.share(WaitClass.COMMIT)))
        .map(profile -> told(look, profile));
  }

  static Advice who(DatabaseLook look) {
    return Queries.running("See who commits, and how often", look.at());
  }

  /** Many small commits fill the sessions' time at any latency; somebody is kept waiting where each of them is slow. */
  private static boolean usual(DatabaseLook look) {
    return look.commitMillis() instanceof Reading.Known<Double> known && !DatabaseLimit.COMMIT_LATENCY.reached(known.value());
  }

  private static Explanation told(DatabaseLook look, WaitProfile profile) {
    boolean usual = usual(look);
    Phrase says =
        Phrase.of(
            look.cluster() + " waits for storage: {} of {} active sessions wait for a commit or sync.",
            look.probed().percent("waits for commits", profile.share(WaitClass.COMMIT), DatabaseLimit.COMMIT_SHARE),
            look.probed().judged("active sessions, average", profile.active(), "", DatabaseLimit.ACTIVE_SESSIONS));
    return Explanation.told(
        Cause.COMMIT_OR_STORAGE_BOUND, usual ? Severity.WARNING : Severity.CRITICAL, says,
        usual ? "None seen: a commit takes no longer than usual." : "Writes are slow; reads are not.", who(look), Advice.of(ADVICE),
        Advice.of("Where I/O is the larger part of the bill too, compare Aurora I/O-Optimized storage."));
  }
}
