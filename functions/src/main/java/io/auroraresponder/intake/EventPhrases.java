package io.auroraresponder.intake;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Secrets;
import io.auroraresponder.incident.Signal;
import java.util.Arrays;

/** Makes sentences about one signal, every name in them a fact of that signal. */
record EventPhrases(Signal signal) {

  /** Each {@code {}} is filled with the next name. */
  Phrase say(String template, String... names) {
    Fact[] facts = Arrays.stream(names).map(this::fact).toArray(Fact[]::new);
    return Phrase.of(template, facts);
  }

  Resolved.Refused refused(IntakeReason reason, String template, String... names) {
    Phrase sentence = say(template, names);
    Phrase told = say("Nothing was looked into after {}: ", signal.source()).and("", sentence);
    return new Resolved.Refused(reason, Secrets.masked(sentence.text()), told);
  }

  private Fact fact(String name) {
    String clean = CleanText.name(name);
    return Fact.word("event " + signal.shape(), signal.at(), clean.isEmpty() ? "(unnamed)" : clean);
  }
}
