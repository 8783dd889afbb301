package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.database.SessionSql;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot.LockTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Transactions left open and idle hold locks that others wait for.
 *
 * <p>It goes before the pile-up, which then is the runner-up: who left the transaction open is the more useful answer. Where a statement
 * waits in the middle and everybody queues behind that, the pile-up is the story.
 */
final class IdleTransactionLeakRule implements CauseRule {
  private static final int ADVISED = 3;

  @Override
  public Optional<Suspicion> suspect(SlowQueryEvidence evidence, SlowQueryThresholds limits) {
    List<LockTree> idle = idle(evidence);
    boolean lasts =
        LockPileupRule.firm(evidence, limits).stream().anyMatch(IdleTransactionLeakRule::idleRoot)
            || idle.stream().anyMatch(tree -> tree.root().stateAge().compareTo(limits.idleWarning()) >= 0);
    return lasts && isTheStory(idle, evidence.trees()) ? Optional.of(leak(evidence, limits, idle)) : Optional.empty();
  }

  private static boolean idleRoot(LockTree tree) {
    return tree.root().state().startsWith("idle in transaction");
  }

  /** Ordinary round trips of clients hold locks for moments: these roots were there in both looks. */
  private static List<LockTree> idle(SlowQueryEvidence evidence) {
    return evidence.trees().stream().filter(LockTree::stable).filter(tree -> tree.blocked() > 0).filter(IdleTransactionLeakRule::idleRoot)
        .toList();
  }

  private static Suspicion leak(SlowQueryEvidence evidence, SlowQueryThresholds limits, List<LockTree> idle) {
    Probed probed = evidence.probed();
    int waiters = idle.stream().mapToInt(LockTree::blocked).sum();
    Phrase says =
        Phrase.of(
                evidence.name() + " has {} that hold locks: {} wait, first behind ",
                probed.count("transactions idle with waiters", idle.size(), idle.size() == 1 ? "idle transaction" : "idle transactions"),
                probed.count("sessions waiting behind them", waiters, waiters == 1 ? "session" : "sessions"))
            .and("", SessionWords.of(probed, idle.getFirst().root()))
            .and("", Phrase.of("."));
    List<Advice> advice = new ArrayList<>();
    idle.stream().limit(ADVISED).forEach(tree -> advice.addAll(SessionSql.unblock(probed, tree)));
    advice.add(
        new Advice(
            Phrase.of("Lasting: bound idle transactions for the application's role, and call nothing remote inside a transaction:"),
            Phrase.of(
                "ALTER ROLE <application role> SET idle_in_transaction_session_timeout = '{#}s';",
                SlowQueryThresholds.limit("idleWarning", evidence.at(), limits.idleWarning()))));
    return new Suspicion(Cause.IDLE_TRANSACTION_LEAK, Severity.CRITICAL, says, "Requests that need the same rows hang.", advice);
  }

  /** Most waiters stand directly behind idle transactions, and no strong lock request in the middle has made a pile of its own. */
  private static boolean isTheStory(List<LockTree> idle, List<LockTree> all) {
    int behindIdle = idle.stream().mapToInt(LockTree::blocked).sum();
    int waiters = all.stream().mapToInt(LockTree::blocked).sum();
    return !idle.isEmpty() && 2 * behindIdle >= waiters && idle.stream().allMatch(tree -> tree.amplifiers().isEmpty());
  }
}
