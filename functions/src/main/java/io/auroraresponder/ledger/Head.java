package io.auroraresponder.ledger;

import io.auroraresponder.incident.ClusterId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one item that is the truth about a cluster: slot, lease, budget window and the end of the chain.
 *
 * @param ver one more with each write, 0 before the first
 * @param writeId names the write that made this version
 * @param at when it was written; never goes back
 * @param changeNo one more with each change of the range that is known, ours or foreign
 * @param tail the chain's last entry
 * @param change what holds the slot
 * @param window raises of the last 24 hours with their charges
 * @param plans what became of the plans of the last 48 hours
 * @param suspects calls of the last 24 hours that were not seen to land
 * @param last the lease that closed last
 */
public record Head(
    String resourceId,
    ClusterId cluster,
    long ver,
    String writeId,
    Instant at,
    long changeNo,
    Optional<ChainEntry> tail,
    Optional<Change> change,
    Optional<Lease> lease,
    Optional<Pending> pending,
    List<Charge> window,
    Map<String, PlanNote> plans,
    List<Suspect> suspects,
    Optional<ClosedLease> last) {
  public Head {
    window = List.copyOf(window);
    plans = Map.copyOf(plans);
    suspects = List.copyOf(suspects);
  }

  /** A cluster of which nothing is recorded. */
  public static Head first(String resourceId, ClusterId cluster) {
    return new Head(
        resourceId, cluster, 0, "", Instant.EPOCH, 0, ChainEntry.NONE, Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
        Map.of(), List.of(), Optional.empty());
  }

  public long seq() {
    return tail.map(ChainEntry::seq).orElse(0L);
  }

  public String hash() {
    return tail.map(ChainEntry::hash).orElse("");
  }

  /** Whether the sweep has anything to look at. */
  public boolean busy() {
    return change.isPresent() || lease.isPresent() || pending.isPresent() || !suspects.isEmpty();
  }

  public HeadDraft draft() {
    return new HeadDraft(this);
  }
}
