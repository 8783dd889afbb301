package io.auroraresponder.ledger;

import java.time.Instant;

/** A call of ours whose effect was not seen: should its range appear within a day, it is our own late call and nobody else's. */
public record Suspect(PlannedChange plan, Instant since) {}
