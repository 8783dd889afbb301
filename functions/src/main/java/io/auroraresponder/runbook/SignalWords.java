package io.auroraresponder.runbook;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Signal;

/** A signal in one line, its sender's words as facts: they are quoted, not believed. */
public final class SignalWords {
  private SignalWords() {}

  public static Phrase of(Signal signal) {
    String call = "signal " + (signal.shape().isBlank() ? "of unknown shape" : signal.shape());
    Phrase who = Phrase.of("{}", Fact.word(call, signal.at(), signal.source().isBlank() ? "unnamed sender" : signal.source()));
    return signal.reason().isBlank() ? who : who.and(": ", Phrase.of("{}", Fact.word(call, signal.at(), signal.reason())));
  }
}
