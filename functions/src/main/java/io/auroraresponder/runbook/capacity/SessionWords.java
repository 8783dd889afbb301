package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.probe.Snapshot.Backend;
import java.time.Duration;

/** How a session is named in a sentence: pid, state with its age, application. */
final class SessionWords {
  private SessionWords() {}

  static Phrase of(CapacityPicture picture, Backend session) {
    if (session.pid() == 0) {
      return Phrase.of("a prepared transaction ({})", picture.probedWord("prepared transaction", session.statement()));
    }
    boolean idle = session.state().startsWith("idle in transaction");
    Fact pid = picture.probedCount("pid", session.pid(), "");
    Fact age = age(picture, idle ? session.stateAge() : session.statementAge());
    Phrase who = Phrase.of("pid {} ({} for {}", pid, picture.probedWord("state of pid " + session.pid(), session.state()), age);
    if (session.application().isBlank()) {
      return who.and("", Phrase.of(")"));
    }
    return who.and("", Phrase.of(", application {})", picture.probedWord("application of pid " + session.pid(), session.application())));
  }

  /** Seconds up to two minutes, whole minutes above. */
  static Fact age(CapacityPicture picture, Duration age) {
    return age.toSeconds() < 120
        ? picture.probedCount("age", age.toSeconds(), "s")
        : picture.probedCount("age", age.toMinutes(), "min");
  }
}
