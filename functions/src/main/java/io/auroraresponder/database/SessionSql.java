package io.auroraresponder.database;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.GuardedSql;
import io.auroraresponder.probe.GuardedSql.While;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.LockTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
      return List.of(Advice.of("End nobody: the queue moves, and who stands in front of it changes. " + (tree.isAdvisory()
          ? "Hold the lock for less work, or take a lock for each of what it keeps apart."
          : "Keep the transactions that lock these rows short, and let each lock the row that all want last.")));
    }
    List<Advice> advice = new ArrayList<>();
    for (Backend waiting : tree.amplifiers()) {
      if (waiting.isAutovacuum()) {
        advice.add(letFinish("Autovacuum waits in the middle of the queue"));
      } else if (!comesAndGoes(tree, waiting)) {
        advice.add(with(Phrase.of("Cancel the statement of {}, which waits in the middle, and run it again with a lock_timeout. Those "
            + "behind it go on at once", SessionWords.brief(probed, waiting)), GuardedSql.cancel(waiting, While.BLOCKING, probed.at())));
      }
    }
    advice.add(root(probed, tree.root()));
    return advice;
  }

  /**
   * The same where those that wait may be followers of a leader, who are to be left alone: the first step tells them apart, the second is
   * for requests.
   */
  static List<Advice> unblockRequests(Probed probed, LockTree tree) {
    if (!tree.stable() && tree.root().pid() != 0) {
      return unblock(probed, tree);
    }
    Advice holder = root(probed, tree.root());
    return List.of(
        Queries.advisoryLocks("See holder and waiters. Leave them alone where the application elects a leader: its followers wait by "
            + "design", probed.at()),
        new Advice(Phrase.of("Only where requests wait: ").and("", decapitalized(holder.text())), holder.command(), holder.database()),
        Advice.of("For good, where requests wait: pg_advisory_xact_lock ends with its transaction; a lock of the session stays when a pool "
            + "takes the connection back, until pg_advisory_unlock in the same session."));
  }

  /** One that has waited for a moment has a lock_timeout of its own as a rule, and tries again: the root is what it needs gone. */
  private static boolean comesAndGoes(LockTree tree, Backend waiting) {
    return !DatabaseLimit.LOCK_WAIT.reached(waiting.statementAge()) && !DatabaseLimit.LOCK_WAIT.reached(tree.longestWait());
  }

  private static Phrase decapitalized(Phrase text) {
    return new Phrase(text.text().substring(0, 1).toLowerCase(Locale.ROOT) + text.text().substring(1), text.facts());
  }

  private static Advice root(Probed probed, Backend root) {
    if (root.pid() == 0) {
      return with(Phrase.of("Roll the prepared transaction back in its own database, with its owner's consent"),
          GuardedSql.rollbackPrepared(root, probed.at())).within(root.database());
    }
    if (root.isAutovacuum()) {
      return letFinish("The blocker is autovacuum");
    }
    if (root.isIdle()) {
      return with(Phrase.of("End the session of {}, with its owner's consent: it is idle and keeps the lock for as long as it lives, and a "
          + "cancel does nothing", SessionWords.brief(probed, root)), GuardedSql.terminateIdle(root, While.BLOCKING, probed.at()));
    }
    return root.isIdleInTransaction() ? endIdle(probed, root, While.BLOCKING)
        : with(Phrase.of("Cancel the statement of {}, behind which they wait; end the session only if that does not help",
        SessionWords.brief(probed, root)), GuardedSql.cancel(root, While.BLOCKING, probed.at()));
  }

  /** Ends a session that is idle in transaction, while it still is and {@code condition} still holds. */
  public static Advice endIdle(Probed probed, Backend session, While condition) {
    return session.isAutovacuum() ? letFinish("The session is autovacuum's")
        : with(Phrase.of("End the session of {}; cancelling has no effect on an idle one", SessionWords.brief(probed, session)),
            GuardedSql.terminateIdle(session, condition, probed.at()));
  }

  /** Ends what a session does: its statement, or itself where it is idle in transaction and there is none to cancel. */
  public static Advice end(Probed probed, Backend session) {
    return session.isIdleInTransaction() ? endIdle(probed, session, While.IDLE_IN_TRANSACTION)
        : cancel(probed, session);
  }

  /** Cancels the statement that was seen, not a later one of the same session. */
  public static Advice cancel(Probed probed, Backend session) {
    return session.isAutovacuum() ? letFinish("The work is autovacuum's")
        : with(Phrase.of("Cancel the statement of {}", SessionWords.brief(probed, session)),
            GuardedSql.cancel(session, While.RUNNING_SAME_STATEMENT, probed.at()));
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
  private static Advice with(Phrase text, Phrase sql) {
    return sql.isEmpty()
        ? Advice.of(text.and("", Phrase.of("; this login sees too little of it to name it safely, so find it by hand.")))
        : new Advice(text.and("", Phrase.of(":")), sql);
  }
}
