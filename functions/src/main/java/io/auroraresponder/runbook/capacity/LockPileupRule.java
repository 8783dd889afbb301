package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.SessionSql;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.LockTree;
import java.util.List;
import java.util.Optional;

/** Many wait behind one who does not let go. */
final class LockPileupRule implements CauseRule {
  @Override
  public Cause cause() {
    return Cause.LOCK_PILEUP;
  }

  @Override
  public Optional<Suspicion> suspect(CapacityPicture picture) {
    if (picture.profile().isEmpty() || !picture.lockBound()) {
      return Optional.empty();
    }
    return trees(picture).stream().filter(tree -> isPile(picture.thresholds(), tree)).findFirst().map(tree -> pile(picture, tree));
  }

  static List<LockTree> trees(CapacityPicture picture) {
    return picture.evidence().seen(Snapshot::lockTrees).orElse(List.of());
  }

  static boolean isPile(CapacityThresholds limits, LockTree tree) {
    return tree.stable() && (tree.blocked() >= limits.pileupWaiters() || tree.longestWait().compareTo(limits.pileupWait()) >= 0);
  }

  private Suspicion pile(CapacityPicture picture, LockTree tree) {
    Fact blocked = picture.probedCount("sessions blocked (pg_blocking_pids)", tree.blocked(), "sessions");
    Phrase says =
        Phrase.of(picture.name() + " is waiting, not working: {} queue behind ", blocked)
            .and("", SessionWords.of(picture.look(), tree.root()))
            .and("", Phrase.of("."));
    return Suspicion.told(
        Cause.LOCK_PILEUP, Severity.CRITICAL, says, "Requests that touch the locked rows or tables hang until the blocker ends.",
        SessionSql.unblock(picture.look(), tree).toArray(Advice[]::new));
  }
}
