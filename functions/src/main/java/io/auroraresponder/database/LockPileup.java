package io.auroraresponder.database;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.LockTree;
import java.util.List;
import java.util.Optional;

/** Many wait, or one waits long, behind a root that does not let go. */
public final class LockPileup implements CauseRule<DatabaseLook> {
  @Override
  public Cause cause() {
    return Cause.LOCK_PILEUP;
  }

  @Override
  public Optional<Explanation> suspect(DatabaseLook look) {
    return firm(look.probed()).stream().findFirst().map(tree -> pile(look, tree));
  }

  /** Trees whose root is proven, the longest queue first as the probe gives them. */
  static List<LockTree> firm(Probed look) {
    return look.part(Snapshot::lockTrees).orElse(List.of()).stream()
        .filter(tree -> BlockerTreeCheck.firm(look, tree)).toList();
  }

  /**
   * The queue that matters: one that is proven before one that is not, one for the server's own locks before one that the application may
   * have chosen, then the longest; those who wait by design are in none.
   */
  public static Optional<LockTree> queue(Probed look) {
    return firm(look).stream().findFirst().or(() -> first(look, AdvisoryQueue.NONE)).or(() -> first(look, AdvisoryQueue.EITHER));
  }

  private static Optional<LockTree> first(Probed look, AdvisoryQueue kind) {
    return look.part(Snapshot::lockTrees).orElse(List.of()).stream().filter(tree -> AdvisoryQueue.of(look, tree) == kind).findFirst();
  }

  /**
   * Whether requests queue for an advisory lock. The samples count such a wait as nobody's load, since an application may queue by design;
   * where it does not, the queue holds most of its clients.
   */
  public static boolean ofRequests(DatabaseLook look) {
    return firm(look.probed()).stream().anyMatch(LockTree::isAdvisory);
  }

  /** Whether somebody holds a lock over both looks that others want, followers of a leader aside, who are as they should be. */
  public static boolean isHeld(DatabaseLook look) {
    return look.trees().stream().anyMatch(tree -> tree.stable() && AdvisoryQueue.of(look.probed(), tree) != AdvisoryQueue.FOLLOWERS);
  }

  /** Whether anybody waits behind a root that is proven. */
  public static boolean stands(DatabaseLook look) {
    return !firm(look.probed()).isEmpty();
  }

  /** So many waiting sessions as part of all active ones; all of the pressure where the active ones were not counted. */
  static double share(DatabaseLook look, int waiting) {
    double active = look.profile().map(WaitProfile::active).orElse(0.0);
    return active <= 0 ? 1 : Math.min(1, waiting / active);
  }

  /** Of the queue that wakes somebody, where one does. */
  static Severity severity(Probed look, List<LockTree> trees) {
    return trees.stream().anyMatch(tree -> BlockerTreeCheck.severity(look, tree) == Severity.CRITICAL) ? Severity.CRITICAL
        : Severity.WARNING;
  }

  private static Explanation pile(DatabaseLook look, LockTree tree) {
    Phrase says =
        Phrase.of(
                look.cluster() + " is waiting, not working: {} " + (tree.blocked() == 1 ? "queues" : "queue") + " behind ",
                SessionWords.waiting(look.probed(), tree.blocked()))
            .and("", SessionWords.of(look.probed(), tree.root()))
            .and("", Phrase.of("."));
    return Explanation.told(
        Cause.LOCK_PILEUP, severity(look.probed(), firm(look.probed())), share(look, tree.blocked()), says,
        "Requests for the locked rows or tables hang until the blocker ends.", SessionSql.unblock(look.probed(), tree));
  }
}
