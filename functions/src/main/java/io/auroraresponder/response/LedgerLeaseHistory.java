package io.auroraresponder.response;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.ClosedLease;
import io.auroraresponder.ledger.ForeignRange;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.LeaseNote;
import io.auroraresponder.ledger.LeaseReader;
import io.auroraresponder.runbook.LeaseHistory;
import java.time.Instant;
import java.util.Optional;

/** The lease in force as the capacity runbook asks for it. */
public final class LedgerLeaseHistory implements LeaseHistory {
  private final LeaseReader leases;

  public LedgerLeaseHistory(LeaseReader leases) {
    this.leases = leases;
  }

  @Override
  public Situation of(ClusterState live, Incident incident) {
    return switch (leases.lease(live.resourceId())) {
      case Reading.Known<LeaseNote> known -> situation(known.value(), live, incident);
      case Reading.Unavailable<LeaseNote> gap -> throw new DependencyException("ledger", "read", "", true, gap.reason(), null);
    };
  }

  private static Situation situation(LeaseNote note, ClusterState live, Incident incident) {
    Situation situation = switch (note) {
      case LeaseNote.None none -> Situation.FREE;
      case LeaseNote.Open open -> open(open, live);
      case LeaseNote.Closed closed ->
          endedByOthers(closed.lease()) && closed.lease().incident().equals(incident.id()) ? Situation.RESET : Situation.FREE;
    };
    return situation.inForce() ? situation : situation.by(changer(note, live));
  }

  /** Whom CloudTrail named for exactly this range, now or when it ended the last lease. */
  private static String changer(LeaseNote note, ClusterState live) {
    if (!(live.range() instanceof Reading.Known<ScalingRange>(ScalingRange range, Instant from, Instant to))) {
      return "";
    }
    Optional<String> heard = note.foreign()
        .filter(foreign -> foreign.minHalves() == range.minHalves() && foreign.maxHalves() == range.maxHalves())
        .map(ForeignRange::by);
    return heard.orElseGet(() -> note instanceof LeaseNote.Closed closed && closed.lease().found().equals(range)
        ? closed.lease().author() : "");
  }

  /** Somebody set another range, or the old one: then the lease closed before it had set that itself. */
  private static boolean endedByOthers(ClosedLease lease) {
    boolean setBack = lease.end() == Lease.End.GIVEN_BACK && !lease.current().equals(lease.base());
    return lease.end() == Lease.End.YIELDED || setBack;
  }

  private static Situation open(LeaseNote.Open open, ClusterState live) {
    boolean foreign = !open.changing() && live.range() instanceof Reading.Known<ScalingRange> range
        && !range.value().equals(open.current());
    return foreign ? Situation.RESET : Situation.IN_FORCE;
  }
}
