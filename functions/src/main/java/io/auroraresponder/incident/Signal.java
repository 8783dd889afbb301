package io.auroraresponder.incident;

import java.time.Instant;
import java.util.Optional;

/**
 * The event that woke us, reduced to what a person needs to recognise it.
 *
 * @param shape which of the known shapes it had, for example {@code eventbridge-alarm}
 * @param id the key of the event itself, the same however often and however wrapped it arrives
 * @param source what sent it: alarm name, event id, operator
 * @param reason the sender's own words, control characters removed; empty where it gave none
 * @param at when the state changed or the event happened, by the sender's clock
 * @param metric what the alarm watches; empty where it is no alarm's, a composite alarm's, or the event does not say
 */
public record Signal(String shape, String id, String source, String reason, Instant at, Optional<AlarmMetric> metric) {

  /** No alarm's, or of an alarm that does not say what it watches. */
  public Signal(String shape, String id, String source, String reason, Instant at) {
    this(shape, id, source, reason, at, Optional.empty());
  }
}
