package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reports for tests of what only looks at their words. */
public final class Reports {
  private static final Instant AT = Instant.parse("2026-11-24T10:15:30Z");

  private Reports() {}

  /** One of which somebody is told a command. */
  public static Report report(String cause, List<String> others, String lever, String result, List<String> refused) {
    return report(cause, others, lever, result, refused, List.of(new Advice(Phrase.of("Look again"), Phrase.of("./responder invoke"))));
  }

  static Report report(String cause, List<String> others, String lever, String result, List<String> refused, List<Advice> commands) {
    Incident incident =
        new Incident("i1", "orders-db", new ClusterId("orders-db"), "111122223333", "eu-west-1", "capacity", "", "", AT,
            new Signal("eventbridge-alarm", "e1", "acu-high", "", AT));
    Phrase words = Phrase.of("{}", Fact.count("test", AT, 1, ""));
    Report.Plan plan =
        new Report.Plan("", "", "none", Optional.empty(), Optional.empty(), lever,
            refused.stream().map(word -> new Report.RefusedLever(word, words)).toList(), Optional.empty(), Optional.empty(), words);
    return new Report(
        incident, Report.State.OPEN, Reading.unavailable("not asked"), new Report.Verdict(words, words, Severity.CRITICAL, cause, others),
        List.of(), List.of(), List.of(), Optional.of(plan), new Report.Decision("act", result, "", List.of(), words, commands, 0, ""),
        Optional.empty(), List.of(), new Report.Timing(AT, Duration.ofMillis(10), 3));
  }
}
