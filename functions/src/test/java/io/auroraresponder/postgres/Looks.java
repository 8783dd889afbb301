package io.auroraresponder.postgres;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot;
import java.time.Duration;
import java.time.InstantSource;

/** Looks as the tests take them: the same steps as in earnest, closer together. */
final class Looks {
  private static final Duration ENOUGH = Duration.ofSeconds(12);

  private Looks() {}

  /** In the one database that the request names. */
  static ProbeSettings quick() {
    return settings(Duration.ofSeconds(2), Duration.ofMillis(250), 3, Duration.ofMillis(50));
  }

  static ProbeSettings settings(Duration statementTimeout, Duration lockTimeout, int samples, Duration apart) {
    return settings(statementTimeout, lockTimeout, samples, apart, 1);
  }

  static ProbeSettings settings(Duration statementTimeout, Duration lockTimeout, int samples, Duration apart, int connections) {
    ProbeSettings usual = ProbeSettings.defaults();
    return new ProbeSettings(usual.applicationName(), usual.connectTimeout(), usual.loginTimeout(), Duration.ofMillis(1), statementTimeout,
        lockTimeout, usual.answerTimeout(), usual.idleTimeout(), usual.spare(), samples, apart, apart, apart, usual.topStatements(),
        connections);
  }

  static Look look(ProbeRequest request, ProbeSettings settings, Pause pause) {
    return probe(DatabaseLogin.trusted(), settings, InstantSource.system(), pause).look(request, Deadline.after(ENOUGH));
  }

  /** Its own clock stands still, so that every pause is taken in full and a test can count them. */
  static JdbcProbe probe(DatabaseLogin login, ProbeSettings settings, InstantSource clock, Pause pause) {
    return new JdbcProbe(login, settings, clock, pause, () -> 0);
  }

  static Snapshot seen(ProbeRequest request) {
    return seen(look(request, quick(), Pause.real()));
  }

  static Snapshot seen(Look look) {
    if (look instanceof Look.Seen seen) {
      return seen.snapshot();
    }
    throw new AssertionError("nothing was seen: " + look);
  }

  static <T> T known(Reading<T> reading) {
    if (reading instanceof Reading.Known<T> known) {
      return known.value();
    }
    throw new AssertionError("not read: " + reading);
  }

  static String missing(Reading<?> reading) {
    return switch (reading) {
      case Reading.Unavailable<?> gap -> gap.reason();
      case Reading.Known<?> known -> throw new AssertionError("was read: " + known);
    };
  }
}
