package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.Snapshot.Backend;

/** What a person can do about a session: SQL that does nothing when the pid belongs to somebody else by now. */
final class SessionAdvice {
  private SessionAdvice() {}

  static Advice endBlocker(CapacityPicture picture, Backend root) {
    if (root.pid() == 0) {
      return new Advice(
          Phrase.of("Roll the prepared transaction back in its own database, after asking its owner:"),
          Phrase.of("ROLLBACK PREPARED '{}';", picture.probedWord("prepared transaction", root.application().replace("'", "''"))));
    }
    boolean idle = root.state().startsWith("idle in transaction");
    String what = idle ? "End the blocker; a cancel does nothing to an idle session:"
        : "Cancel the blocker's statement, end it if that does not help:";
    return guardedAdvice(picture, what, idle ? "pg_terminate_backend" : "pg_cancel_backend", root, " AND state = '{}'");
  }

  static Advice cancelWaiting(CapacityPicture picture, Backend ddl) {
    return guardedAdvice(
        picture, "First cancel the waiting statement in the middle of the queue (rerun it later with a lock_timeout); those behind it go "
        + "on at once:",
        "pg_cancel_backend", ddl, " AND wait_event_type = '{}'");
  }

  static Advice cancel(CapacityPicture picture, Backend session) {
    return guardedAdvice(picture, "Cancel the statement:", "pg_cancel_backend", session, "");
  }

  /** Without backend_start nothing tells this session from the next one with its pid, so no command is given. */
  private static Advice guardedAdvice(CapacityPicture picture, String text, String function, Backend session, String condition) {
    return session.backendStart().isBlank()
        ? Advice.of(Phrase.of(text + " its backend_start is not visible to this login, so find the session by hand."))
        : new Advice(Phrase.of(text), guarded(picture, function, session, condition));
  }

  /** The extra condition, where given, is filled with the session's state or wait type: still the same trouble. */
  private static Phrase guarded(CapacityPicture picture, String function, Backend session, String condition) {
    Fact pid = picture.probedCount("pid", session.pid(), "");
    Fact start = Fact.word("probe " + picture.member().id() + " backend_start of pid " + session.pid(), picture.probedAt(),
        session.backendStart());
    Phrase base = Phrase.of("SELECT " + function + "(pid) FROM pg_stat_activity WHERE pid = {} AND backend_start = '{}'", pid, start);
    if (condition.isEmpty()) {
      return base.and("", Phrase.of(";"));
    }
    String value = condition.contains("wait_event_type") ? session.waitEventType() : session.state();
    return base.and("", Phrase.of(condition + ";", picture.probedWord("state of pid " + session.pid(), value)));
  }
}
