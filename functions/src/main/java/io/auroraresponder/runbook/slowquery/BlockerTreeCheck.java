package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.database.SessionSql;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import io.auroraresponder.runbook.CheckResult;
import java.util.ArrayList;
import java.util.List;

/** Who waits behind whom, and who is the root? */
final class BlockerTreeCheck extends SlowQueryCheck<List<LockTree>> {
  private static final int SHOWN = 5;

  BlockerTreeCheck(SlowQueryThresholds limits) {
    super(limits, (evidence, unused) -> evidence.seen(Snapshot::lockTrees));
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<List<LockTree>> known) {
    Phrase limit =
        Phrase.of(
            "{} of waiting behind one root; critical from {} or {} sessions",
            limit(evidence, "waitWarning", limits().waitWarning()),
            limit(evidence, "waitCritical", limits().waitCritical()),
            limit(evidence, "waitersCritical", limits().waitersCritical(), ""));
    List<Finding> findings = new ArrayList<>();
    int ordinary = 0;
    for (LockTree tree : known.value()) {
      Severity severity = severity(limits(), tree);
      if (severity == Severity.OK) {
        ordinary++;
      } else if (findings.size() < SHOWN) {
        findings.add(found(evidence, tree, severity, limit));
      }
    }
    if (!findings.isEmpty()) {
      return new CheckResult.Found(id(), findings);
    }
    Phrase seen =
        ordinary == 0 ? Phrase.of("nobody waits for a lock")
        : Phrase.of("{} short lock waits", evidence.probed().count("trees of short waits", ordinary, ""));
    return result(Severity.OK, seen, limit, evidence.probed().at());
  }

  /** A root that was not there in both looks is a hot row that changes hands, not somebody who does not let go. */
  static Severity severity(SlowQueryThresholds limits, LockTree tree) {
    boolean many = tree.blocked() >= limits.waitersCritical();
    if (tree.stable() && (many || tree.longestWait().compareTo(limits.waitCritical()) >= 0)) {
      return Severity.CRITICAL;
    }
    return many || tree.longestWait().compareTo(limits.waitWarning()) >= 0 ? Severity.WARNING : Severity.OK;
  }

  private Finding found(SlowQueryEvidence evidence, LockTree tree, Severity severity, Phrase limit) {
    Probed probed = evidence.probed();
    Phrase seen =
        Phrase.of("{} behind ", probed.count("sessions blocked (pg_blocking_pids)", tree.blocked(), tree.blocked() == 1 ? "session"
        : "sessions"))
            .and("", SessionWords.of(probed, tree.root()))
            .and("", Phrase.of(", longest wait {}", SessionWords.age(probed, tree.longestWait())))
            .and(", for ", wanted(probed, tree))
            .and("", tree.stable() ? Phrase.EMPTY : Phrase.of(", root changes"));
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
