package io.auroraresponder.database;

import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a queue for an advisory lock alone is. The server knows the lock, and not what the application keeps apart with it: for how long
 * they have waited, who came of late, and what they were doing when they asked for it have to tell.
 */
enum AdvisoryQueue {
  /** No such queue, or one with somebody in its middle, who holds up more than the application chose. */
  NONE,
  /** Followers of an elected leader wait by design: longer than any request, and hardly anybody has come since. */
  FOLLOWERS,
  /** Requests in the midst of their work, most of all clients. */
  REQUESTS,
  /** Followers that began a short while ago, or requests behind a lock that was never given back: nothing tells them apart. */
  EITHER;

  /** A call that takes the lock and does nothing else. */
  private static final Pattern LOCK_CALL = Pattern.compile(
      "(?is)\\s*(?:SELECT|PERFORM)\\s+(?:pg_catalog\\.)?pg_advisory(_xact)?_lock(?:_shared)?\\s*\\([^()]*\\)\\s*;?\\s*");

  /** Ours: a round trip of the client between two statements of a transaction. */
  private static final Duration BEFORE_IT = Duration.ofMillis(500);

  /** Which of them the tree is. */
  static AdvisoryQueue of(Probed look, LockTree tree) {
    if (!tree.isAdvisory() || !tree.amplifiers().isEmpty()) {
      return NONE;
    }
    boolean forLong = DatabaseLimit.ELECTION_WAIT.reached(tree.longestWait());
    if (forLong && !DatabaseLimit.LOCK_WAITERS.reached(late(tree))) {
      return FOLLOWERS;
    }
    return !forLong && DatabaseLimit.LOCK_WAITERS.reached(tree.blocked()) && areMostClients(look, tree) && request(look, tree) ? REQUESTS
        : EITHER;
  }

  /** Those of the listed waits that no follower has to have had: the probe lists the last who came, too. */
  private static int late(LockTree tree) {
    return (int) tree.waits().stream().filter(wait -> !DatabaseLimit.ELECTION_WAIT.reached(wait.waited())).count();
  }

  private static boolean areMostClients(Probed look, LockTree tree) {
    int clients = look.part(Snapshot::connections).map(Snapshot.Connections::clients).orElse(0);
    return clients > 0 && DatabaseLimit.LOCK_SHARE.reached((double) tree.blocked() / clients);
  }

  /** Most of those whose statement was seen wait in the midst of a transaction that does more than to wait for its turn. */
  private static boolean request(Probed look, LockTree tree) {
    Set<Integer> waiting = tree.waits().stream().map(LockWait::session).collect(Collectors.toSet());
    List<Backend> seen = look.part(Snapshot::running).orElse(List.of()).stream()
        .filter(one -> waiting.contains(one.pid()) && !one.statement().isBlank()).toList();
    long requests = seen.stream().filter(one -> works(tree.root(), one)).count();
    return !seen.isEmpty() && 2 * requests > seen.size();
  }

  private static boolean works(Backend holder, Backend waiter) {
    var call = LOCK_CALL.matcher(waiter.statement());
    return waiter.hasWritten() || waiter.transactionAge().minus(waiter.statementAge()).compareTo(BEFORE_IT) > 0 || !call.matches()
        || (call.group(1) != null && works(holder));
  }

  /** A lock for a transaction, before a transaction that does something under it. */
  private static boolean works(Backend holder) {
    return holder.hasWritten() || (!holder.isIdle() && !holder.isIdleInTransaction())
        || holder.locks().strongest().stream().anyMatch(lock -> !lock.lockType().equals("advisory"));
  }
}
