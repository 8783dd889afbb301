package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;

/** An alarm on a metric that no runbook reads, where nothing else that was looked at is wrong. */
public final class NotJudged {
  private NotJudged() {}

  /**
   * The alarm's own numbers are all that is known of its metric.
   *
   * @param state the state that was found, as a clause
   */
  public static Explanation of(String cluster, Signal alarm, Phrase state) {
    Phrase reason = alarm.reason().isBlank() ? Phrase.EMPTY
        : Phrase.of("{}", Fact.word("alarm " + alarm.source(), alarm.at(), alarm.reason()));
    Phrase says =
        Phrase.of(
                cluster + " has an alarm on {}, a metric that no runbook judges; what was looked at shows nothing wrong ({})",
                Fact.word("alarm " + alarm.source(), alarm.at(), alarm.unjudged()), state)
            .and(". The alarm says: ", reason)
            .sentence();
    return Explanation.told(
        Cause.NOT_JUDGED, Severity.WARNING, says, "Unknown: the metric may say something that is not looked at here.",
        Advice.of("Read the metric's own series in CloudWatch, and what it stands for in the Aurora User Guide."));
  }
}
