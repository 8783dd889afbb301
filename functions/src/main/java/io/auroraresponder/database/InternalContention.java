package io.auroraresponder.database;

import io.auroraresponder.database.WaitProfile.EventLoad;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import java.util.Optional;

/** Sessions stand in each other's way inside the server, or on one hot row whose holder changes all the time. */
public final class InternalContention implements CauseRule<DatabaseLook> {
  private static final String NOTIFY =
      "Each commit after NOTIFY holds one lock of the whole server until it is through: notify once for a batch, or through a queue table.";
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
    return DatabaseLimit.CONTENTION_SHARE.reached(share) && !perhapsQueued(look, profile)
        ? Optional.of(
            contention(look,
                Phrase.of(
                    look.cluster() + " is contended inside: {} of {} active sessions wait for internal locks, most for {}.",
                    look.probed().percent("waits for internal locks", share, DatabaseLimit.CONTENTION_SHARE),
                    look.probed().judged("active sessions, average", profile.active(), "", DatabaseLimit.ACTIVE_SESSIONS),
                    look.probed().word("largest internal wait", top(profile, WaitClass.INTERNAL)))))
        : Optional.empty();
  }

  /** Sessions wait for heavyweight locks too, and nobody could look who is in that queue: it may be the queue that makes the contention. */
  private static boolean perhapsQueued(DatabaseLook look, WaitProfile profile) {
    return !look.part(Snapshot::lockTrees).isKnown() && profile.of(WaitClass.LOCK) >= 1;
  }

  /** Lock waits without a root that stays: everybody wants the same row for a moment. */
  private static Optional<Explanation> hotRows(DatabaseLook look, WaitProfile profile) {
    if (!locksChangeHands(look)) {
      return Optional.empty();
    }
    double share = profile.share(WaitClass.LOCK);
    boolean notify = look.trees().stream().flatMap(tree -> tree.waits().stream()).anyMatch(wait -> wait.lockType().equals("notify"));
    return Optional.of(notify ? notifying(look, profile, share) :
        contention(look,
            Phrase.of(
                look.cluster() + " has a hot spot: {} of {} active sessions wait for locks that change hands all the time, most for {}.",
                look.probed().percent("waits for locks", share, DatabaseLimit.LOCK_SHARE),
                look.probed().judged("active sessions, average", profile.active(), "", DatabaseLimit.ACTIVE_SESSIONS),
                look.probed().word("largest lock wait", top(profile, WaitClass.LOCK)))));
  }

  private static Explanation notifying(DatabaseLook look, WaitProfile profile, double share) {
    Phrase says =
        Phrase.of(
            look.cluster() + " commits one transaction at a time: {} of {} active sessions wait for the lock that NOTIFY holds until its "
                + "commit is through.",
            look.probed().percent("waits for locks", share, DatabaseLimit.LOCK_SHARE),
            look.probed().judged("active sessions, average", profile.active(), "", DatabaseLimit.ACTIVE_SESSIONS));
    return Explanation.told(
        Cause.INTERNAL_CONTENTION, Severity.CRITICAL, says, "Transactions that notify queue behind each other, at any size.",
        who(look), Advice.of(NOTIFY), Advice.of("Fewer sessions at once: a smaller pool in front of the database."));
  }

  static Advice who(DatabaseLook look) {
    return Queries.running("See which statements meet, and for what", look.at());
  }

  /** Most active sessions wait for locks, and nobody holds one over both looks. */
  public static boolean locksChangeHands(DatabaseLook look) {
    return look.part(Snapshot::lockTrees).isKnown()
        && !LockPileup.isHeld(look)
        && look.profile()
            .filter(profile -> DatabaseLimit.ACTIVE_SESSIONS.reached(profile.active()))
            .filter(profile -> DatabaseLimit.LOCK_SHARE.reached(profile.share(WaitClass.LOCK)))
            .isPresent();
  }

  private static String top(WaitProfile profile, WaitClass wanted) {
    return profile.events().stream().map(EventLoad::event).filter(event -> is(event, wanted)).findFirst().orElse(wanted.name());
  }

  private static boolean is(String event, WaitClass wanted) {
    int colon = event.indexOf(':');
    return colon > 0 && WaitClass.of(event.substring(0, colon), event.substring(colon + 1)) == wanted;
  }

  private static Explanation contention(DatabaseLook look, Phrase says) {
    return Explanation.told(
        Cause.INTERNAL_CONTENTION, Severity.CRITICAL, says, "More sessions make it slower, not faster; so would more CPU.",
        who(look), Advice.of("Fewer sessions at once: a smaller pool in front of the database."), Advice.of(ADVICE));
  }
}
