package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.SessionSql;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot.LockTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Transactions left open and idle hold locks that others wait for.
 *
 * <p>It goes before the pile-up, which then is the runner-up: who left the transaction open is the more useful answer. Where a DDL waits in
 * the middle and everybody queues behind that, the pile-up is the story.
 */
final class IdleTransactionLeakRule implements CauseRule {
  @Override
  public Cause cause() {
    return Cause.IDLE_TRANSACTION_LEAK;
  }

  @Override
  public Optional<Suspicion> suspect(CapacityPicture picture) {
    CapacityThresholds limits = picture.thresholds();
    List<LockTree> idle =
        LockPileupRule.trees(picture).stream()
            .filter(LockTree::stable)
            .filter(tree -> tree.root().state().startsWith("idle in transaction"))
            .filter(tree -> tree.blocked() > 0)
            .toList();
    if (idle.isEmpty() || !isTheStory(idle, LockPileupRule.trees(picture)) || idle.stream().noneMatch(tree -> longEnough(limits, tree))) {
      return Optional.empty();
    }
    int waiters = idle.stream().mapToInt(LockTree::blocked).sum();
    Fact roots = picture.probedCount("transactions idle with waiters", idle.size(), idle.size() == 1 ? "idle transaction"
        : "idle transactions");
    Phrase says =
        Phrase.of(
                picture.name() + " has {} that hold locks: {} wait, first behind ",
                roots, picture.probedCount("sessions waiting behind them", waiters, waiters == 1 ? "session" : "sessions"))
            .and("", SessionWords.of(picture.look(), idle.getFirst().root()))
            .and("", Phrase.of("."));
    List<Advice> advice = new ArrayList<>();
    idle.stream().limit(3).forEach(tree -> advice.addAll(SessionSql.unblock(picture.look(), tree)));
    advice.add(
        new Advice(
            Phrase.of("Lasting: bound idle transactions for the application's role, and do no remote calls inside a transaction:"),
            Phrase.of("ALTER ROLE <application role> SET idle_in_transaction_session_timeout = '{}s';", limits(picture))));
    return Optional.of(
        Suspicion.told(
            Cause.IDLE_TRANSACTION_LEAK, Severity.CRITICAL, says, "Requests that need the same rows hang.", advice.toArray(Advice[]::new)));
  }

  private static Fact limits(CapacityPicture picture) {
    return Fact.count("setting capacity.idleTransactionAge", picture.evidence().at(), picture.thresholds().idleTransactionAge().toSeconds(),
        "");
  }

  /** Ordinary client round trips hold locks for moments; these have waiters that were there in both looks and a real wait. */
  private static boolean longEnough(CapacityThresholds limits, LockTree tree) {
    return tree.longestWait().compareTo(limits.pileupWait()) >= 0
        || tree.root().stateAge().compareTo(limits.idleTransactionAge()) >= 0
        || tree.blocked() >= limits.leakWaiters();
  }

  /** Most waiters stand directly behind idle transactions, and no strong lock request in the middle has made a pile of its own. */
  private static boolean isTheStory(List<LockTree> idle, List<LockTree> all) {
    int behindIdle = idle.stream().mapToInt(LockTree::blocked).sum();
    int waiters = all.stream().mapToInt(LockTree::blocked).sum();
    return 2 * behindIdle >= waiters && idle.stream().allMatch(tree -> tree.amplifiers().isEmpty());
  }
}
