package io.auroraresponder.ledger;

import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;

/**
 * The lease that closed last on a cluster.
 *
 * @param found the range that was live when it closed
 * @param author who changed the range where that ended the lease; empty where nobody is known
 */
public record ClosedLease(
    String id,
    String incident,
    ScalingRange base,
    ScalingRange current,
    ScalingRange found,
    Instant openedAt,
    Instant closedAt,
    Lease.End end,
    String author) {}
