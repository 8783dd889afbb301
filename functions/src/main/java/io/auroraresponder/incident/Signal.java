package io.auroraresponder.incident;

import java.time.Instant;

/**
 * The event that woke us, reduced to what a person needs to recognise it.
 *
 * @param shape which of the known shapes it had, for example {@code eventbridge-alarm}
 * @param id the key of the event itself, the same however often and however wrapped it arrives
 * @param source what sent it: alarm name, event id, operator
 * @param reason the sender's own words, control characters removed; empty where it gave none
 * @param at when the state changed or the event happened, by the sender's clock
 * @param unjudged the metric of an alarm that no runbook judges, by CloudWatch's name; empty for every other signal
 */
public record Signal(String shape, String id, String source, String reason, Instant at, String unjudged) {
  /** A signal that some runbook judges. */
  public Signal(String shape, String id, String source, String reason, Instant at) {
    this(shape, id, source, reason, at, "");
  }

  /** The same under another id and time. */
  public Signal as(String otherId, Instant otherTime) {
    return new Signal(shape, otherId, source, reason, otherTime, unjudged);
  }

  /** The same, of an alarm on this metric. */
  public Signal unjudged(String metric) {
    return new Signal(shape, id, source, reason, at, metric);
  }
}
