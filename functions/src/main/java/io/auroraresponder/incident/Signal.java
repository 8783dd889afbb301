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
 */
public record Signal(String shape, String id, String source, String reason, Instant at) {}
