package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.SessionSql;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.runbook.CheckResult;
import java.util.ArrayList;
import java.util.List;

/** Who waits behind whom? */
final class LockWaitsCheck extends PictureCheck {
  private static final int SHOWN = 5;

  LockWaitsCheck(CapacityThresholds thresholds) {
    super(thresholds);
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    return switch (picture.evidence().seen(Snapshot::lockTrees)) {
      case Reading.Unavailable<List<LockTree>> gap -> open(picture, gap);
      case Reading.Known<List<LockTree>> known -> judge(picture, known.value());
    };
  }

  private CheckResult judge(CapacityPicture picture, List<LockTree> trees) {
    CapacityThresholds limits = picture.thresholds();
    Phrase limit =
        Phrase.of(
            "{} waiters or {} behind one root",
            limit(picture, "pileupWaiters", limits.pileupWaiters(), ""),
            CapacityThresholds.limit("pileupWait", picture.evidence().at(), limits.pileupWait()));
    if (trees.isEmpty()) {
      return judged(false, Severity.OK, Phrase.of("nobody waits for a lock"), limit, picture.probedAt());
    }
    List<Finding> findings = new ArrayList<>();
    for (LockTree tree : trees.stream().limit(SHOWN).toList()) {
      Phrase seen =
          Phrase.of("{} behind ", waiters(picture, tree))
              .and("", SessionWords.of(picture.look(), tree.root()))
              .and("", Phrase.of(", longest wait {}", SessionWords.age(picture.look(), tree.longestWait())))
              .and("", tree.stable() ? Phrase.EMPTY : Phrase.of(", root changes"));
      Severity severity = LockPileupRule.isPile(limits, tree) ? Severity.CRITICAL : Severity.WARNING;
      Finding finding = Finding.of(id(), severity, seen, seen, limit, picture.probedAt().minus(tree.longestWait()));
      if (severity == Severity.CRITICAL) {
        for (io.auroraresponder.incident.Advice advice : SessionSql.unblock(picture.look(), tree)) {
          finding = finding.with(advice);
        }
      }
      findings.add(finding);
    }
    return new CheckResult.Found(id(), findings);
  }

  private static Fact waiters(CapacityPicture picture, LockTree tree) {
    return picture.probedCount("sessions blocked (pg_blocking_pids)", tree.blocked(), tree.blocked() == 1 ? "session" : "sessions");
  }
}
