package io.auroraresponder.runbook;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;

/** What asked for this look, in its sender's words: they are quoted, not believed. */
public final class SignalCheck<E extends Evidence> implements Check<E> {
  @Override
  public CheckResult examine(E evidence) {
    return result(Severity.INFO, quoted(evidence.incident().signal()), Phrase.EMPTY, evidence.incident().signal().at());
  }

  /** A signal in one line. */
  public static Phrase quoted(Signal signal) {
    String call = "signal " + (signal.shape().isBlank() ? "of unknown shape" : signal.shape());
    Phrase who = Phrase.of("{}", Fact.word(call, signal.at(), signal.source().isBlank() ? "unnamed sender" : signal.source()));
    return signal.reason().isBlank() ? who : who.and(": ", Phrase.of("{}", Fact.word(call, signal.at(), signal.reason())));
  }
}
