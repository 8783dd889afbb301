package io.auroraresponder.database;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.HeldLock;
import java.time.Duration;
import java.util.List;

/** How a session is named in a sentence: application, pid, state with its age, login, client address, database. */
public final class SessionWords {
  /** Ours: as many as tell what it works on. */
  private static final int SHOWN_LOCKS = 3;

  private static final Duration SHOWN_IN_SECONDS = Duration.ofMinutes(2);

  private SessionWords() {}

  public static Phrase of(Probed probed, Backend session) {
    if (session.pid() == 0) {
      // The probe gives a prepared transaction's gid as its application.
      String gid = session.application().isBlank() ? session.statement() : session.application();
      return Phrase.of("a prepared transaction ({})", probed.name("prepared transaction", gid));
    }
    boolean idle = session.state().startsWith("idle");
    Fact pid = probed.count("pid", session.pid(), "");
    Fact age = age(probed, idle ? session.stateAge() : session.statementAge());
    Phrase state = Phrase.of("{} for {}", probed.word("state of pid " + session.pid(), session.state()), age);
    // The name that people know stands first: a number tells nobody at night who it is.
    Phrase name = name(probed, session);
    return name.isEmpty()
        ? Phrase.of("pid {} ({})", pid, state.and(", ", unnamed(session)).and(", ", from(probed, session)))
        : name.and(" ", Phrase.of("(pid {}, {})", pid, state.and(", ", from(probed, session))));
  }

  /** Application, login, client address and database, as far as they are known. */
  static Phrase client(Probed probed, Backend session) {
    Phrase application = session.isAutovacuum() || session.application().isBlank() ? name(probed, session)
        : Phrase.of("application {}", name(probed, session));
    return (application.isEmpty() ? unnamed(session) : application).and(", ", from(probed, session));
  }

  /** As short as it can be told from others: {@code console}, or {@code pid 7}. */
  public static Phrase brief(Probed probed, Backend session) {
    Phrase name = name(probed, session);
    return name.isEmpty() ? Phrase.of("pid {}", probed.count("pid", session.pid(), "")) : name;
  }

  /** What it calls itself, or what it is; empty where neither is known. */
  private static Phrase name(Probed probed, Backend session) {
    return session.isAutovacuum() ? Phrase.of("autovacuum")
        : session.application().isBlank() ? Phrase.EMPTY
        : Phrase.of("{}", probed.name("application of pid " + session.pid(), session.application()));
  }

  /**
   * A client that gives itself no name, which is worth to know; what the login may not see is not known. Servers' own processes have none.
   */
  private static Phrase unnamed(Backend session) {
    return session.backendStart().isBlank() ? Phrase.of("application and address not visible to the responder's login")
        : session.backendType().equals("client backend") ? Phrase.of("no application name") : Phrase.EMPTY;
  }

  /** Login, client address and database, as far as they are known: {@code app@10.20.3.7, database orders}. */
  private static Phrase from(Probed probed, Backend session) {
    String login = session.user() + (session.clientAddress().isBlank() ? "" : "@" + session.clientAddress());
    Phrase who = login.isBlank() ? Phrase.EMPTY : Phrase.of("{}", probed.name("login of pid " + session.pid(), login));
    return who.and(", ", session.database().isBlank() ? Phrase.EMPTY
        : Phrase.of("database {}", probed.name("database of pid " + session.pid(), session.database())));
  }

  /**
   * The locks that it holds, those that others want before others, then strongest first: {@code RowExclusiveLock on public.stock,
   * RowShareLock on public.prices + 3 more}. Empty where
   * it holds none, or nobody asked.
   */
  public static Phrase locks(Probed probed, Backend session) {
    List<HeldLock> strongest = session.locks().strongest();
    // Relations that nobody could name read alike, and once is enough.
    List<Phrase> shown = strongest.stream().map(lock -> lock(probed, lock)).distinct().limit(SHOWN_LOCKS).toList();
    int more = session.locks().all() - shown.size();
    return Phrase.join(", ", shown).and("", more > 0 ? Phrase.of(" + {} more", probed.count("further locks held", more, ""))
        : Phrase.EMPTY);
  }

  /** What keeps others waiting, as a part of a sentence about a session: its locks, or that nobody could read them. */
  static Phrase inTheWay(Probed probed, Backend session) {
    Phrase locks = locks(probed, session);
    boolean unread = session.pid() > 0 && session.locks().all() < 0;
    return unread ? Phrase.of(", whose locks could not be read") : locks.isEmpty() ? locks : Phrase.of(", which holds ").and("", locks);
  }

  /** Its locks as a part of a sentence about a session that nobody has to wait for; empty as they are. */
  public static Phrase holding(Probed probed, Backend session) {
    Phrase locks = locks(probed, session);
    return locks.isEmpty() ? locks : Phrase.of(", holds ").and("", locks);
  }

  /**
   * Its statement: {@code runs: update …} or, of one that rests, {@code last statement: update …}, which often is not the one that took the
   * lock. Empty where it may not be seen.
   */
  public static Phrase statement(Probed probed, Backend session) {
    if (session.pid() == 0 || session.statement().isBlank()) {
      return Phrase.EMPTY;
    }
    String does = session.state().startsWith("idle") ? "last statement: " : "runs: ";
    return Phrase.of(does).and("", StatementWords.of(probed, session.statement()));
  }

  private static Phrase lock(Probed probed, HeldLock lock) {
    Fact mode = probed.word("lock held", lock.mode());
    if (lock.lockType().equals("advisory")) {
      return Phrase.of("an advisory lock ({})", mode);
    }
    return lock.relation().isBlank() ? Phrase.of("{} on {} of database {}", mode,
        Phrase.of(lock.lockType().equals("relation") ? "a relation" : "an object"), probed.name("database of the lock held",
        lock.database().isBlank() ? "(any)" : lock.database()))
        : Phrase.of("{} on {}", mode, probed.name("relation of the lock held", lock.relation()));
  }

  /** So many sessions that wait for locks: "1 session", "9 sessions". */
  static Fact waiting(Probed probed, int sessions) {
    return probed.count("sessions blocked (pg_blocking_pids)", sessions, sessions == 1 ? "session" : "sessions");
  }

  /** Seconds up to two minutes, whole minutes above. */
  public static Fact age(Probed probed, Duration age) {
    if (age.toSeconds() < 1) {
      return probed.word("age", "less than 1 s");
    }
    return age.compareTo(SHOWN_IN_SECONDS) < 0 ? probed.count("age", age.toSeconds(), "s") : probed.count("age", age.toMinutes(), "min");
  }
}
