package io.auroraresponder.database;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.GuardedSql;
import io.auroraresponder.probe.Snapshot.Backend;
import java.time.Duration;

/** How a session is named in a sentence: pid, state with its age, application, login, client address, database. */
public final class SessionWords {
  private static final Duration SHOWN_IN_SECONDS = Duration.ofMinutes(2);

  private SessionWords() {}

  public static Phrase of(Probed probed, Backend session) {
    if (session.pid() == 0) {
      // The probe gives a prepared transaction's gid as its application.
      String gid = session.application().isBlank() ? session.statement() : session.application();
      return Phrase.of("a prepared transaction ({})", probed.name("prepared transaction", gid));
    }
    boolean idle = session.state().startsWith("idle in transaction");
    Fact pid = probed.count("pid", session.pid(), "");
    Fact age = age(probed, idle ? session.stateAge() : session.statementAge());
    Phrase state = Phrase.of("{} for {}", probed.word("state of pid " + session.pid(), session.state()), age);
    return Phrase.of("pid {} ({})", pid, state.and(", ", client(probed, session)));
  }

  /** Application, login, client address and database, as far as they are known. */
  static Phrase client(Probed probed, Backend session) {
    Phrase application = GuardedSql.isAutovacuum(session) ? Phrase.of("autovacuum")
        : session.application().isBlank() ? Phrase.EMPTY
        : Phrase.of("application {}", probed.name("application of pid " + session.pid(), session.application()));
    return application.and(", ", from(probed, session));
  }

  /** Login, client address and database, as far as they are known: {@code app@10.20.3.7, database orders}. */
  private static Phrase from(Probed probed, Backend session) {
    String login = session.user() + (session.clientAddress().isBlank() ? "" : "@" + session.clientAddress());
    Phrase who = login.isBlank() ? Phrase.EMPTY : Phrase.of("{}", probed.name("login of pid " + session.pid(), login));
    return who.and(", ", session.database().isBlank() ? Phrase.EMPTY
        : Phrase.of("database {}", probed.name("database of pid " + session.pid(), session.database())));
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
