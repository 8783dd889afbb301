package io.auroraresponder.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * What one raise may cost at worst, held against the day's budget for 24 hours.
 *
 * @param at when the intent was written
 * @param acuHours the charge; after a give-back what was really held
 * @param span the time that the charge covers
 */
public record Charge(Instant at, String planId, double acuHours, Duration span) {}
