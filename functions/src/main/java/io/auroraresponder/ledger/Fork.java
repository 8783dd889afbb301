package io.auroraresponder.ledger;

import java.time.Instant;

/**
 * The chain holds another entry than the head knows: raises are off until a person has looked into it.
 *
 * @param seq the number at which both stand
 * @param found the hash of the entry that was found in the chain
 */
public record Fork(long seq, String found, Instant at) {}
