package io.auroraresponder.database;

import io.auroraresponder.database.WaitProfile.EventLoad;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.LockTree;
import java.util.Optional;

/** Sessions stand in each other's way inside the server, or on one hot row whose holder changes all the time. */
public final class InternalContention implements CauseRule<DatabaseLook> {
  static final String ADVICE = "Fewer partitions and indexes a statement, spread hot rows, shorter transactions.";

  @Override
  public Cause cause() {
    return Cause.INTERNAL_CONTENTION;
  }

  @Override
  public Optional<Explanation> suspect(DatabaseLook look) {
    return look.profile()
        .filter(profile -> DatabaseLimit.ACTIVE_SESSIONS.reached(profile.active()))
        .flatMap(profile -> internal(look, profile).or(() -> hotRows(look, profile)));
  }

  private static Optional<Explanation> internal(DatabaseLook look, WaitProfile profile) {
    double share = profile.share(WaitClass.INTERNAL);
    return DatabaseLimit.CONTENTION_SHARE.reached(share)
        ? Optional.of(
            contention(
                Phrase.of(
                    look.cluster() + " is contended inside: {} of {} active sessions wait for internal locks, most for {}.",
                    look.probed().percent("waits for internal locks", share),
                    look.probed().number("active sessions, average", profile.active(), ""),
                    look.probed().word("largest internal wait", top(profile, WaitClass.INTERNAL)))))
        : Optional.empty();
  }

  /** Lock waits without a root that stays: everybody wants the same row for a moment. */
  private static Optional<Explanation> hotRows(DatabaseLook look, WaitProfile profile) {
    boolean rootsKnown = look.part(Snapshot::lockTrees).isKnown();
    double share = profile.share(WaitClass.LOCK);
    if (!rootsKnown || look.trees().stream().anyMatch(LockTree::stable) || !DatabaseLimit.LOCK_SHARE.reached(share)) {
      return Optional.empty();
    }
    return Optional.of(
        contention(
            Phrase.of(
                look.cluster() + " has a hot spot: {} of {} active sessions wait for locks that change hands all the time, most for {}.",
                look.probed().percent("waits for locks", share),
                look.probed().number("active sessions, average", profile.active(), ""),
                look.probed().word("largest lock wait", top(profile, WaitClass.LOCK)))));
  }

  private static String top(WaitProfile profile, WaitClass wanted) {
    return profile.events().stream().map(EventLoad::event).filter(event -> is(event, wanted)).findFirst().orElse(wanted.name());
  }

  private static boolean is(String event, WaitClass wanted) {
    int colon = event.indexOf(':');
    return colon > 0 && WaitClass.of(event.substring(0, colon), event.substring(colon + 1)) == wanted;
  }

  private static Explanation contention(Phrase says) {
    return Explanation.told(
        Cause.INTERNAL_CONTENTION, Severity.CRITICAL, says, "More sessions make it slower, not faster; so would more CPU.",
        Advice.of("Fewer sessions at once: a smaller pool in front of the database."), Advice.of(ADVICE));
  }
}
