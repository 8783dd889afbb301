package io.auroraresponder.postgres;

import java.time.Duration;

/**
 * The probe's measures. Sources: "own" is a choice of this project, the others name theirs.
 *
 * @param applicationName how the probe's session is named in pg_stat_activity; sessions of that name are left out of what it reports
 * @param connectTimeout for the TCP connection, whole seconds (own: 3 s)
 * @param loginTimeout for TCP, TLS and authentication together, whole seconds (own: 5 s)
 * @param retryAfter pause before the one second attempt to connect (own: 1 s)
 * @param statementTimeout server-side limit of one statement; must stay below {@code answerTimeout} (own: 2 s)
 * @param lockTimeout server-side limit of waiting for a lock (own: 250 ms)
 * @param answerTimeout how long the socket waits for an answer (own: 5 s)
 * @param idleTimeout after which the server ends a transaction that the probe left open by mistake (own: 5 s)
 * @param spare no statement is begun when less is left of the deadline (own: 1.5 s)
 * @param waitSamples how many samples of waits (five are the least that prove anything; own: 6)
 * @param sampleSpacing from the start of one wait sample to the next (own: 200 ms)
 * @param lockLooksApart least time between the two looks at the blocker tree (own: 500 ms)
 * @param counterWindow least time between the two samples of counters; a backend reports its counters at most once a second
 *     (PostgreSQL manual, the cumulative statistics system; own: 2 s)
 * @param topStatements how many statements are brought home (own: 20)
 * @param connections how many connections one look may open, one after the other (design: at most four a look)
 */
public record ProbeSettings(
    String applicationName,
    Duration connectTimeout,
    Duration loginTimeout,
    Duration retryAfter,
    Duration statementTimeout,
    Duration lockTimeout,
    Duration answerTimeout,
    Duration idleTimeout,
    Duration spare,
    int waitSamples,
    Duration sampleSpacing,
    Duration lockLooksApart,
    Duration counterWindow,
    int topStatements,
    int connections) {

  public ProbeSettings {
    if (answerTimeout.compareTo(statementTimeout) <= 0) {
      throw new IllegalArgumentException("the answer timeout must be longer than the statement timeout, else the server goes on alone");
    }
    if (waitSamples < 1 || topStatements < 1 || connections < 1) {
      throw new IllegalArgumentException("at least one wait sample, one statement and one connection");
    }
  }

  public static ProbeSettings defaults() {
    return new ProbeSettings(
        "aurora-responder",
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofMillis(250),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofMillis(1500),
        6,
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        20,
        4);
  }
}
