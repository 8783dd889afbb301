package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.database.SessionSql;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot.LockTree;
import java.util.List;
import java.util.Optional;

/** Many wait, or one waits long, behind a root that does not let go. */
final class LockPileupRule implements CauseRule {
  @Override
  public Optional<Suspicion> suspect(SlowQueryEvidence evidence, SlowQueryThresholds limits) {
    return firm(evidence, limits).stream().findFirst().map(tree -> pile(evidence, tree));
  }

  /** Trees whose root is proven, the longest queue first as the probe gives them. */
  static List<LockTree> firm(SlowQueryEvidence evidence, SlowQueryThresholds limits) {
    return evidence.trees().stream().filter(tree -> BlockerTreeCheck.severity(limits, tree) == Severity.CRITICAL).toList();
  }

  private static Suspicion pile(SlowQueryEvidence evidence, LockTree tree) {
    Probed probed = evidence.probed();
    String who = tree.blocked() == 1 ? " queues behind " : " queue behind ";
    Phrase says =
        Phrase.of(
                evidence.name() + " is waiting, not working: {}" + who,
                probed.count("sessions blocked (pg_blocking_pids)", tree.blocked(), tree.blocked() == 1 ? "session" : "sessions"))
            .and("", SessionWords.of(probed, tree.root()))
            .and("", Phrase.of("."));
    return new Suspicion(
        Cause.LOCK_PILEUP, Severity.CRITICAL, says, "Requests that touch the locked rows or tables hang until the blocker ends.",
        SessionSql.unblock(probed, tree));
  }
}
