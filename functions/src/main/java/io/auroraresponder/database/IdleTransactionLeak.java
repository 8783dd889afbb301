package io.auroraresponder.database;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.Snapshot;
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
public final class IdleTransactionLeak implements CauseRule<DatabaseLook> {
  private static final int ADVISED = 3;

  @Override
  public Cause cause() {
    return Cause.IDLE_TRANSACTION_LEAK;
  }

  @Override
  public Optional<Explanation> suspect(DatabaseLook look) {
    List<LockTree> idle = leaking(look.probed());
    return idle.isEmpty() ? Optional.empty() : Optional.of(leak(look, idle));
  }

  /** The trees behind idle transactions, the longest queue first, where they are the story; empty where they are not. */
  static List<LockTree> leaking(Probed look) {
    // Followers of a leader wait by design: what may be theirs is no queue that anything has to explain.
    List<LockTree> all = look.part(Snapshot::lockTrees).orElse(List.of()).stream().filter(tree -> explains(look, tree)).toList();
    List<LockTree> idle = all.stream().filter(IdleTransactionLeak::leaks).toList();
    return idle.stream().anyMatch(tree -> lasts(look, tree)) && isTheStory(idle, all) ? idle : List.of();
  }

  private static boolean explains(Probed look, LockTree tree) {
    return switch (AdvisoryQueue.of(look, tree)) {
      case NONE, REQUESTS -> true;
      case FOLLOWERS, EITHER -> false;
    };
  }

  /** The root was there in both looks. */
  private static boolean leaks(LockTree tree) {
    return tree.stable() && tree.blocked() > 0 && tree.root().isIdleInTransaction();
  }

  /** Ordinary round trips of clients hold locks for moments; these have a real wait, a long rest, or many behind them. */
  private static boolean lasts(Probed look, LockTree tree) {
    return BlockerTreeCheck.firm(look, tree) || DatabaseLimit.IDLE_TRANSACTION.reached(tree.root().stateAge());
  }

  /** Most waiters stand directly behind idle transactions, and no strong lock request in the middle has made a pile of its own. */
  private static boolean isTheStory(List<LockTree> idle, List<LockTree> all) {
    return 2 * waiters(idle) >= waiters(all) && idle.stream().allMatch(tree -> tree.amplifiers().isEmpty());
  }

  /** Whoever waits for two of them at once, as for a row that both have locked for share, is one session. */
  private static int waiters(List<LockTree> trees) {
    long listed = trees.stream().flatMap(tree -> tree.blockedPids().stream()).distinct().count();
    int most = trees.stream().mapToInt(LockTree::blocked).max().orElse(0);
    return (int) Math.max(listed, most);
  }

  private static Explanation leak(DatabaseLook look, List<LockTree> idle) {
    Probed probed = look.probed();
    int waiters = waiters(idle);
    String hold = idle.size() == 1 ? " that holds locks: {} " : " that hold locks: {} ";
    Phrase says =
        Phrase.of(
                look.cluster() + " has {}" + hold + (waiters == 1 ? "waits" : "wait") + ", first behind ",
                probed.count("transactions idle with waiters", idle.size(), idle.size() == 1 ? "idle transaction" : "idle transactions"),
                probed.count("sessions waiting behind them", waiters, waiters == 1 ? "session" : "sessions"))
            .and("", SessionWords.of(probed, idle.getFirst().root()))
            .and("", Phrase.of("."));
    List<Advice> advice = new ArrayList<>();
    idle.stream().limit(ADVISED).forEach(tree -> advice.addAll(SessionSql.unblock(probed, tree)));
    advice.add(SessionSql.boundIdle(probed, idle.getFirst().root()));
    return Explanation.told(
        Cause.IDLE_TRANSACTION_LEAK, LockPileup.severity(probed, idle), LockPileup.share(look, waiters), says,
        "Requests for the same rows hang.", advice);
  }
}
