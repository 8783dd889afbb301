package io.auroraresponder.ledger;

import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;

/**
 * A call of ours that was not seen to land, and may: should its range appear within a day, nobody can tell whose it is.
 *
 * @param incident the incident of its plan, with its thread
 * @param to what it asked for
 * @param base what the lease would have gone back to, else the range that the plan was made for
 * @param since when it was begun
 */
public record LateCall(String planId, String incident, String incidentKey, ScalingRange to, ScalingRange base, Instant since) {

  public boolean stands(Instant now) {
    return now.isBefore(since.plus(java.time.Duration.ofDays(1)));
  }
}
