package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.GuardedSql;
import io.auroraresponder.probe.GuardedSql.While;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.runbook.Probed;
import java.util.ArrayList;
import java.util.List;

/** What a person can do about a session: SQL that does nothing once the trouble has passed. */
final class SessionSql {
  private SessionSql() {}

  /** A statement that waits in the middle goes first: those behind it go on as soon as it is gone. */
  static List<Advice> unblock(Probed probed, LockTree tree) {
    List<Advice> advice = new ArrayList<>();
    for (Backend waiting : tree.amplifiers()) {
      advice.add(
          with("Cancel the statement that waits in the middle (rerun it with a lock_timeout); those behind it go on at once",
              GuardedSql.cancel(waiting, While.BLOCKING, probed.at())));
    }
    advice.add(root(probed, tree.root()));
    return advice;
  }

  private static Advice root(Probed probed, Backend root) {
    if (root.pid() == 0) {
      return with("Roll the prepared transaction back in its own database, after asking its owner",
          GuardedSql.rollbackPrepared(root, probed.at()));
    }
    if (root.backendType().startsWith("autovacuum")) {
      return Advice.of("The blocker is autovacuum: let it finish; where it runs against wraparound it comes back when it is ended.");
    }
    return root.state().startsWith("idle in transaction") ? endIdle(probed, root, While.BLOCKING)
        : with("Cancel the blocker's statement; end the session if that does not help",
        GuardedSql.cancel(root, While.BLOCKING, probed.at()));
  }

  static Advice endIdle(Probed probed, Backend session, While condition) {
    return with("End the session; a cancel does nothing to one that is idle", GuardedSql.terminate(session, condition, probed.at()));
  }

  static Advice cancel(Probed probed, Backend session) {
    return with("Cancel the statement", GuardedSql.cancel(session, While.RUNNING_SAME_STATEMENT, probed.at()));
  }

  /** Without pid and start of the session nothing tells it from the next one, so no command is given. */
  private static Advice with(String text, Phrase sql) {
    return sql.isEmpty()
        ? Advice.of(text + "; the login does not see enough of it to name it safely, so find it by hand.")
        : new Advice(Phrase.of(text + ":"), sql);
  }
}
