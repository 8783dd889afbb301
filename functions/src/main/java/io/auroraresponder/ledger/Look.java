package io.auroraresponder.ledger;

import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;
import java.util.Optional;

/**
 * The first of two equal reads, on which alone rests what cannot be taken back.
 *
 * @param range empty where the cluster was gone
 * @param begunAt when the read began
 */
public record Look(Optional<ScalingRange> range, Instant begunAt) {}
