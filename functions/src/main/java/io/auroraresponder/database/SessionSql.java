package io.auroraresponder.database;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.GuardedSql;
import io.auroraresponder.probe.GuardedSql.While;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.LockTree;
import java.util.ArrayList;
import java.util.List;

/**
 * Advice about a session, with SQL that does nothing once the trouble has passed.
 *
 * <p>Every command comes from {@link GuardedSql}. A session that cannot be named safely, and autovacuum, get advice without a command.
 */
public final class SessionSql {
  private SessionSql() {}

  /**
   * How the sessions of {@code tree} get on, in the order in which to try it: a statement that waits in the middle goes first, since those
   * behind it go on as soon as it is gone, then the root.
   */
  public static List<Advice> unblock(Probed probed, LockTree tree) {
    if (!tree.stable() && tree.root().pid() != 0) {
      return List.of(Advice.of("End nobody: the queue moves, and who stands in front of it changes. Keep the transactions that lock "
          + "these rows short, and let each lock the row that all want last."));
    }
    List<Advice> advice = new ArrayList<>();
    for (Backend waiting : tree.amplifiers()) {
      advice.add(
          GuardedSql.isAutovacuum(waiting) ? letFinish("Autovacuum waits in the middle of the queue")
              : with("Cancel the statement that waits in the middle, and run it again with a lock_timeout. Those behind it go on at once",
              GuardedSql.cancel(waiting, While.BLOCKING, probed.at())));
    }
    advice.add(root(probed, tree.root()));
    return advice;
  }

  private static Advice root(Probed probed, Backend root) {
    if (root.pid() == 0) {
      return with("Roll the prepared transaction back in its own database, with its owner's consent",
          GuardedSql.rollbackPrepared(root, probed.at())).within(root.database());
    }
    if (GuardedSql.isAutovacuum(root)) {
      return letFinish("The blocker is autovacuum");
    }
    if (root.state().equals("idle")) {
      return with("End the session, with its owner's consent: it is idle and holds the lock for the whole session; a cancel does nothing",
          GuardedSql.terminateIdle(root, While.BLOCKING, probed.at()));
    }
    return root.state().startsWith("idle in transaction") ? endIdle(probed, root, While.BLOCKING)
        : with("Cancel the statement of the blocker; end the session only if that does not help",
        GuardedSql.cancel(root, While.BLOCKING, probed.at()));
  }

  /** Ends a session that is idle in transaction, while it still is and {@code condition} still holds. */
  public static Advice endIdle(Probed probed, Backend session, While condition) {
    return GuardedSql.isAutovacuum(session) ? letFinish("The session is autovacuum's")
        : with("End the session; cancelling has no effect on an idle one", GuardedSql.terminateIdle(session, condition, probed.at()));
  }

  /** Ends what a session does: its statement, or itself where it is idle in transaction and there is none to cancel. */
  public static Advice end(Probed probed, Backend session) {
    return session.state().startsWith("idle in transaction") ? endIdle(probed, session, While.IDLE_IN_TRANSACTION)
        : cancel(probed, session);
  }

  /** Cancels the statement that was seen, not a later one of the same session. */
  public static Advice cancel(Probed probed, Backend session) {
    return GuardedSql.isAutovacuum(session) ? letFinish("The work is autovacuum's")
        : with("Cancel the statement", GuardedSql.cancel(session, While.RUNNING_SAME_STATEMENT, probed.at()));
  }

  /** What lasts against transactions that are left open. */
  static Advice boundIdle(Probed probed, Backend session) {
    boolean plain = session.user().matches("[a-z_][a-z0-9_]{0,62}");
    String text = "For good: limit idle transactions of the application's role, and make no remote calls inside a "
        + "transaction";
    return plain
        ? new Advice(
            Phrase.of(text + ":"),
            Phrase.of("ALTER ROLE \"{#}\" SET idle_in_transaction_session_timeout = '{#}s';", probed.name("login", session.user()),
                DatabaseLimit.IDLE_TRANSACTION.at(probed.at())))
        : Advice.of(text + ".");
  }

  private static Advice letFinish(String what) {
    return Advice.of(what + ": let it finish; if it runs to prevent wraparound, it starts again as soon as it is cancelled.");
  }

  /** Without pid and start of the session nothing tells it from the next one, so no command is given. */
  private static Advice with(String text, Phrase sql) {
    return sql.isEmpty()
        ? Advice.of(text + "; this login sees too little of it to name it safely, so find it by hand.")
        : new Advice(Phrase.of(text + ":"), sql);
  }
}
