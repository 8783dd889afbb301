package io.auroraresponder.ledger;

import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;
import java.util.Optional;

/** What a runbook may know of a cluster's lease. */
public sealed interface LeaseNote {
  /** The range that somebody else set last, as CloudTrail told. */
  Optional<ForeignRange> foreign();

  /** No lease was ever opened, as far as the ledger remembers. */
  record None(Optional<ForeignRange> foreign) implements LeaseNote {}

  /**
   * A lease is open. A live range other than {@code current} is somebody else's change, unless {@code changing}: then a call of
   * ours may be under way.
   */
  record Open(
      String id,
      Lease.Phase phase,
      Lease.Verdict verdict,
      ScalingRange base,
      ScalingRange current,
      Instant openedAt,
      Instant changedAt,
      Instant until,
      String incident,
      boolean changing,
      boolean overdue,
      Optional<ForeignRange> foreign)
      implements LeaseNote {}

  /** None is open; the last one closed like this. */
  record Closed(ClosedLease lease, Optional<ForeignRange> foreign) implements LeaseNote {}
}
