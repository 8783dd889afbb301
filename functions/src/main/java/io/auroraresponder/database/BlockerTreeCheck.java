package io.auroraresponder.database;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import java.util.ArrayList;
import java.util.List;

/** Who waits behind whom, and who is the root? */
public final class BlockerTreeCheck extends DatabaseCheck<List<LockTree>> {
  private static final int SHOWN = 5;

  public BlockerTreeCheck() {
    super(look -> look.part(Snapshot::lockTrees));
  }

  @Override
  public boolean essential() {
    return true;
  }

  @Override
  public Cause cause(DatabaseLook look) {
    return Cause.LOCK_PILEUP;
  }

  @Override
  List<Finding> judge(DatabaseLook look, Reading.Known<List<LockTree>> known) {
    Phrase limit =
        Phrase.of(
            "{} of waiting behind one root; critical from {} or {}",
            DatabaseLimit.LOCK_WAIT.at(look.at()), DatabaseLimit.LOCK_WAIT_LONG.at(look.at()), DatabaseLimit.LOCK_WAITERS.at(look.at()));
    List<Finding> findings = new ArrayList<>();
    int ordinary = 0;
    for (LockTree tree : known.value()) {
      Severity severity = severity(tree);
      if (severity == Severity.OK) {
        ordinary++;
      } else if (findings.size() < SHOWN) {
        findings.add(found(look.probed(), tree, severity, limit));
      }
    }
    if (!findings.isEmpty()) {
      return findings;
    }
    Phrase seen =
        ordinary == 0
            ? Phrase.of("no session waits for a lock")
            : Phrase.of(
                ordinary == 1 ? "{} short lock wait" : "{} short lock waits",
                look.probed().count("trees of short waits", ordinary, ""));
    return one(Severity.OK, seen, limit, look.at());
  }

  /** A root that was not there in both looks is a hot row that changes hands, not somebody who does not let go. */
  static Severity severity(LockTree tree) {
    boolean many = DatabaseLimit.LOCK_WAITERS.reached(tree.blocked());
    if (tree.stable() && (many || DatabaseLimit.LOCK_WAIT_LONG.reached(tree.longestWait()))) {
      return Severity.CRITICAL;
    }
    return many || DatabaseLimit.LOCK_WAIT.reached(tree.longestWait()) ? Severity.WARNING : Severity.OK;
  }

  private Finding found(Probed probed, LockTree tree, Severity severity, Phrase limit) {
    Phrase seen =
        Phrase.of("{} behind ", SessionWords.waiting(probed, tree.blocked()))
            .and("", SessionWords.of(probed, tree.root()))
            .and("", Phrase.of(", longest wait {}", SessionWords.age(probed, tree.longestWait())))
            .and(", for ", wanted(probed, tree))
            .and("", tree.stable() ? Phrase.EMPTY : Phrase.of(", behind changing blockers"));
    return finding(severity, seen, limit, probed.at().minus(tree.longestWait()), SessionSql.unblock(probed, tree).toArray(Advice[]::new));
  }

  /** What the first of them waits for. */
  private static Phrase wanted(Probed probed, LockTree tree) {
    if (tree.waits().isEmpty()) {
      return Phrase.EMPTY;
    }
    LockWait first = tree.waits().getFirst();
    String what = first.relation().isBlank() ? first.lockType() : first.lockType() + " of " + first.relation();
    return Phrase.of("{}", probed.word("lock waited for", what));
  }
}
