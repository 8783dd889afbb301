package io.auroraresponder.ledger;

import java.time.Instant;

/** The range of a late call is live, and it is not known who set it: a person adopts it or leaves it. */
public record Unclaimed(LateCall call, Instant since) {
  private static final int ID = 8;

  /** As orders name it. */
  public String id() {
    return call.planId().substring(0, ID);
  }
}
