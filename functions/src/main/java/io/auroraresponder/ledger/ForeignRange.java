package io.auroraresponder.ledger;

import java.time.Instant;

/**
 * A range that somebody else set, as CloudTrail recorded the call.
 *
 * @param minHalves min in halves of an ACU
 * @param maxHalves max in halves of an ACU
 * @param by whose call it was
 * @param at by AWS's clock, to the second
 */
public record ForeignRange(int minHalves, int maxHalves, String by, Instant at) {}
