package io.auroraresponder.ledger;

import java.time.Instant;

/** A plan that waits for approval. */
public record Pending(PlannedChange plan, Instant since) {}
