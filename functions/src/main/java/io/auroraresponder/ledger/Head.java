package io.auroraresponder.ledger;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one item that is the truth about a cluster: slot, lease, standing order, budget window and the end of the chain.
 *
 * @param resourceId the cluster itself: it keeps this id when it is renamed
 * @param cluster its name as it was read last
 * @param ver one more with each transition, 0 before the first
 * @param writeId names the write that made this version
 * @param upkeepId names the last write of any kind, {@link #look} and {@link #tendedAt} included
 * @param tableId the table under which it was written: one of another table is taken over before anything else
 * @param at when it was written, by the table's clock; never goes back
 * @param changeNo one more with each change of the range of ours
 * @param tail the chain's last entry
 * @param fork the chain holds another entry than this head knows
 * @param change what holds the slot
 * @param order what a person ordered
 * @param answered orders of the last hour that were taken or answered, by id
 * @param pending what waits for approval
 * @param unclaimed a late call's range is live: raises are off while it stands
 * @param window charges of the last day, or of the cool-down where that is longer
 * @param plans what became of the plans of the last 48 hours
 * @param lateCalls calls of the last 24 hours that were not seen to land
 * @param last the lease that closed last
 * @param lastSend until when the call of the last intent may have been on its way; the epoch where there was none
 * @param look the first of two reads, where one was made
 * @param tendedAt when a sweep looked at it last
 * @param switchedAt since when its former name leads to another cluster: production may have moved there, and it is raised no more
 * @param foreign the range that somebody else set last, as CloudTrail told
 */
public record Head(
    String resourceId,
    ClusterId cluster,
    long ver,
    String writeId,
    String upkeepId,
    String tableId,
    Instant at,
    long changeNo,
    Optional<ChainEntry> tail,
    Optional<Fork> fork,
    Optional<Change> change,
    Optional<Lease> lease,
    Optional<StandingOrder> order,
    Map<String, Instant> answered,
    Optional<Pending> pending,
    Optional<Unclaimed> unclaimed,
    List<Charge> window,
    Map<String, PlanNote> plans,
    List<LateCall> lateCalls,
    Optional<ClosedLease> last,
    Instant lastSend,
    Optional<Look> look,
    Instant tendedAt,
    Optional<Instant> switchedAt,
    Optional<ForeignRange> foreign) {
  public Head {
    answered = Map.copyOf(answered);
    window = List.copyOf(window);
    plans = Map.copyOf(plans);
    lateCalls = List.copyOf(lateCalls);
  }

  /** A cluster of which nothing is recorded. */
  public static Head first(String resourceId, ClusterId cluster, String tableId) {
    return new Head(
        resourceId, cluster, 0, "", "", tableId, Instant.EPOCH, 0, ChainEntry.NONE, Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), List.of(), Map.of(), List.of(), Optional.empty(),
        Instant.EPOCH, Optional.empty(), Instant.EPOCH, Optional.empty(), Optional.empty());
  }

  public long seq() {
    return tail.map(ChainEntry::seq).orElse(0L);
  }

  public String hash() {
    return tail.map(ChainEntry::hash).orElse("");
  }

  /** Whether the sweep has anything to look at. */
  public boolean busy(Instant now) {
    return isOpen() || unclaimed.isPresent() || pending.isPresent() || lateCalls.stream().anyMatch(call -> call.stands(now));
  }

  /** Whether something of ours, or of a person's order, is not at its end. */
  public boolean isOpen() {
    return change.isPresent() || lease.isPresent() || order.isPresent();
  }

  /** The late call whose range this is. */
  public Optional<LateCall> lateCall(ScalingRange range, Instant now) {
    return lateCalls.stream().filter(call -> call.stands(now) && call.to().equals(range)).findFirst();
  }

  public HeadDraft draft() {
    return new HeadDraft(this);
  }

  /** The same with what needs no transition. */
  Head kept(String upkeepId, Optional<Look> look, Instant tendedAt) {
    return new Head(
        resourceId, cluster, ver, writeId, upkeepId, tableId, at, changeNo, tail, fork, change, lease, order, answered, pending, unclaimed,
        window, plans, lateCalls, last, lastSend, look, tendedAt, switchedAt, foreign);
  }
}
