package io.auroraresponder.probe;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.probe.Snapshot.Backend;
import java.time.Instant;

/**
 * SQL for a person to paste, that does nothing once the trouble has passed: a pid is reused, so the session's start and what is wrong
 * with it stand in the condition.
 *
 * <p>It is made of numbers and of one time that PostgreSQL printed, never of a name or a statement's text. Where those are not known
 * (hidden from the login) there is no SQL: {@link Phrase#EMPTY}. There is none for autovacuum either: cancelled against wraparound it
 * starts over, and otherwise PostgreSQL itself cancels it for whoever waits behind it (PostgreSQL manual, Routine Vacuuming).
 */
public final class GuardedSql {

  /** What must still be wrong when the SQL runs. */
  public enum While {
    /** Others wait for a lock that the session holds or queues for. */
    BLOCKING("sql/blocking_sessions.sql"),
    IDLE_IN_TRANSACTION("sql/idle_in_transaction.sql"),
    /** The statement that was seen is still the one that runs. */
    RUNNING_SAME_STATEMENT("sql/running.sql");

    private final String source;

    While(String source) {
      this.source = source;
    }
  }

  private static final String TARGET = "(a.pid) FROM pg_stat_activity a WHERE a.pid = {#} AND a.backend_start = '{#}' AND ";
  private static final String IDLE = "a.state LIKE 'idle in transaction%'";

  private GuardedSql() {}

  /**
   * Ends a session that is idle in transaction, while it is idle and {@code condition} holds: one that works again would lose its work.
   *
   * @param at the time of the snapshot that {@code backend} is from
   */
  public static Phrase terminateIdle(Backend backend, While condition, Instant at) {
    return condition == While.IDLE_IN_TRANSACTION ? guarded("pg_terminate_backend", "", backend, condition, at)
        : guarded("pg_terminate_backend", (backend.isIdle() ? "a.state = 'idle'" : IDLE) + " AND ", backend, condition, at);
  }

  /** Ends a session that holds a temporary table, while it does nothing. Empty where it is not known. */
  public static Phrase terminateIdleOwner(Hygiene.Temporary owner, Instant at) {
    return owner.pid() <= 0 || !isTimestamp(owner.backendStart()) ? Phrase.EMPTY
        : Phrase.of("SELECT pg_terminate_backend" + TARGET + "a.state LIKE 'idle%';", Fact.count("sql/table_ages.sql", at, owner.pid(), ""),
            Fact.word("sql/table_ages.sql", at, owner.backendStart()));
  }

  /** Cancels the session's statement; the session stays. Does nothing to a session that is idle in transaction. */
  public static Phrase cancel(Backend backend, While condition, Instant at) {
    return guarded("pg_cancel_backend", "", backend, condition, at);
  }

  /**
   * Rolls back a prepared transaction (a root with pid 0, its gid as the application); to be run in its database. Empty where the gid
   * holds a character that a command should not be pasted with.
   */
  public static Phrase rollbackPrepared(Backend root, Instant at) {
    return root.pid() == 0 ? rollbackPrepared(root.application(), at) : Phrase.EMPTY;
  }

  /** The same by its gid alone. */
  public static Phrase rollbackPrepared(String gid, Instant at) {
    if (gid.isBlank() || !gid.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != '\\')) {
      return Phrase.EMPTY;
    }
    return Phrase.of("ROLLBACK PREPARED '{#}';", Fact.word("sql/prepared_blockers.sql", at, gid.replace("'", "''")).as(Privacy.NAME));
  }

  /**
   * Ends every session that has done nothing for half an hour, outside of any transaction: its client connects again. Holders of advisory
   * locks are left alone, since they may wait for nothing but their turn to lead.
   */
  public static Phrase terminateLongIdle(Instant at) {
    return Phrase.quoting("advice", at,
        "SELECT count(pg_terminate_backend(a.pid)) FROM pg_stat_activity a WHERE a.backend_type = 'client backend' AND a.state = 'idle' "
            + "AND a.state_change < clock_timestamp() - interval '30 minutes' AND a.pid <> pg_backend_pid() "
            + "AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory');");
  }

  private static Phrase guarded(String function, String first, Backend backend, While condition, Instant at) {
    if (backend.pid() <= 0 || !isTimestamp(backend.backendStart()) || backend.isAutovacuum()) {
      return Phrase.EMPTY;
    }
    Fact pid = Fact.count(condition.source, at, backend.pid(), "");
    Fact start = Fact.word(condition.source, at, backend.backendStart());
    String target = "SELECT " + function + TARGET + first;
    return switch (condition) {
      case BLOCKING ->
          Phrase.of(target + "EXISTS (SELECT FROM pg_stat_activity w WHERE w.wait_event_type = 'Lock' AND a.pid = ANY "
              + "(pg_blocking_pids(w.pid)));",
              pid, start);
      case IDLE_IN_TRANSACTION -> Phrase.of(target + IDLE + ";", pid, start);
      case RUNNING_SAME_STATEMENT -> {
        // A later statement of the same session is younger than this one was when it was seen.
        Fact age = Fact.count(condition.source, at, backend.statementAge().toSeconds(), "");
        yield Phrase.of(target + "a.state = 'active' AND clock_timestamp() - a.query_start >= interval '{#} seconds';", pid, start, age);
      }
    };
  }

  /** Digits and the signs of a time, nothing that could end the literal. */
  private static boolean isTimestamp(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> (c >= '0' && c <= '9') || " -:.+".indexOf(c) >= 0);
  }
}
