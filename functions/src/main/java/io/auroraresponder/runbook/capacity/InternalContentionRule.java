package io.auroraresponder.runbook.capacity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.runbook.WaitClass;
import io.auroraresponder.runbook.WaitProfile;
import java.util.Optional;

/** Sessions stand in each other's way inside the server, or on one hot row whose holder changes all the time. */
final class InternalContentionRule implements CauseRule {
  @Override
  public Cause cause() {
    return Cause.INTERNAL_CONTENTION;
  }

  @Override
  public Optional<Suspicion> suspect(CapacityPicture picture) {
    return picture
        .profile()
        .filter(profile -> profile.active() >= picture.thresholds().contentionSessions())
        .flatMap(profile -> internal(picture, profile).or(() -> hotRows(picture, profile)));
  }

  private static Optional<Suspicion> internal(CapacityPicture picture, WaitProfile profile) {
    double share = profile.share(WaitClass.INTERNAL);
    if (share < picture.thresholds().contentionShare()) {
      return Optional.empty();
    }
    String event = top(profile, WaitClass.INTERNAL);
    return Optional.of(
        contention(
            Phrase.of(
                picture.name() + " is busy with itself: {} of {} active sessions wait for internal locks, most for {}.",
                picture.percent("waits for internal locks", share),
                picture.probed("active sessions, average", profile.active(), ""),
                picture.probedWord("largest internal wait", event))));
  }

  /** Lock waits without a root that stays: everybody wants the same row for a moment. */
  private static Optional<Suspicion> hotRows(CapacityPicture picture, WaitProfile profile) {
    if (!picture.evidence().seen(io.auroraresponder.probe.Snapshot::lockTrees).isKnown()) {
      return Optional.empty();
    }
    boolean stableRoot = LockPileupRule.trees(picture).stream().anyMatch(LockTree::stable);
    if (stableRoot || profile.share(WaitClass.LOCK) < picture.thresholds().lockShare()) {
      return Optional.empty();
    }
    return Optional.of(
        contention(
            Phrase.of(
                picture.name() + " has a hot spot: {} of {} active sessions wait for locks that change hands all the time, most for {}.",
                picture.percent("waits for locks", profile.share(WaitClass.LOCK)),
                picture.probed("active sessions, average", profile.active(), ""),
                picture.probedWord("largest lock wait", top(profile, WaitClass.LOCK)))));
  }

  private static String top(WaitProfile profile, WaitClass wanted) {
    return profile.events().stream()
        .map(WaitProfile.EventLoad::event)
        .filter(event -> event.contains(":") && WaitClass.of(event.substring(0, event.indexOf(':')),
        event.substring(event.indexOf(':') + 1)) == wanted)
        .findFirst()
        .orElse(wanted.name());
  }

  private static Suspicion contention(Phrase says) {
    return Suspicion.told(
        Cause.INTERNAL_CONTENTION, Severity.CRITICAL, says, "More sessions make it slower, not faster; so would more CPU.",
        Advice.of("Fewer sessions at once: a smaller pool in front of the database."),
        Advice.of("Fewer partitions and indexes a statement, spread hot rows, shorter transactions."));
  }
}
