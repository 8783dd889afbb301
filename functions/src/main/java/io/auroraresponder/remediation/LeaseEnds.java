package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.ClosedLease;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.ForeignRange;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.HeadDraft;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.StandingOrder;
import io.auroraresponder.remediation.guard.Exposure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How a lease closes, as head writes. Pure. */
record LeaseEnds(LeaseWords words) {

  /** The range of before is live, whoever set it; an order to go back has what it asked for. */
  Step givenBack(ClusterSnapshot seen, Lease lease) {
    Instant now = seen.now();
    LeaseCharges charges = new LeaseCharges(seen.head(), lease);
    HeadDraft draft = closed(seen, lease, lease.base(), Lease.End.GIVEN_BACK).charges(charge -> charges.settled(charge, now));
    double held = charges.sum(now) + Exposure.overTime(lease, now);
    return move(seen, lease, draft, EntryKind.GIVEN_BACK, Severity.INFO, words.givenBack(lease, held, seen.price(held), now), List.of());
  }

  /** Somebody else's range stands: it is theirs now, and nothing of ours will touch it before a new incident. */
  Step yielded(ClusterSnapshot seen, Lease lease, ScalingRange live) {
    Instant now = seen.now();
    ClusterId cluster = seen.head().cluster();
    LeaseCharges charges = new LeaseCharges(seen.head(), lease);
    String author = author(seen.head(), live, now);
    HeadDraft draft = closed(seen, closing(lease, live, Lease.End.YIELDED, author, now), lease)
        .charges(charge -> charges.settled(charge, now));
    List<Advice> commands =
        List.of(
            words.commands().set("Set the range of before the lease", cluster, lease.base(), now),
            words.commands().set("Set the range of the lease", cluster, lease.current(), now));
    return move(seen, lease, draft, EntryKind.YIELDED, Severity.WARNING, words.yielded(lease, live, author, now), commands);
  }

  /** A person keeps the raised range: the charge stays whole. */
  Step kept(ClusterSnapshot seen, Lease lease, StandingOrder order) {
    HeadDraft draft = closed(seen, lease, lease.current(), Lease.End.KEPT);
    return move(seen, lease, draft, EntryKind.KEPT, Severity.INFO, words.kept(lease, order, seen.now()),
        List.of(words.commands().set("Set the range of before the lease", seen.head().cluster(), lease.base(), seen.now())));
  }

  /** Who set the range, where CloudTrail has told; empty where nobody is known, and then nobody is named. */
  private static String author(Head head, ScalingRange live, Instant now) {
    return head.foreign()
        .filter(foreign -> foreign.minHalves() == live.minHalves() && foreign.maxHalves() == live.maxHalves())
        .filter(foreign -> foreign.at().isAfter(now.minus(Duration.ofHours(1))))
        .map(ForeignRange::by)
        .orElse("");
  }

  static ClosedLease closing(Lease lease, ScalingRange found, Lease.End end, Instant now) {
    return closing(lease, found, end, "", now);
  }

  private static ClosedLease closing(Lease lease, ScalingRange found, Lease.End end, String author, Instant now) {
    return new ClosedLease(lease.id(), lease.incident(), lease.base(), lease.current(), found, lease.openedAt(), now, end, author);
  }

  /** What was held beyond the lease's end is charged when it closes: the budget of a day must not forget it. */
  private static HeadDraft closed(ClusterSnapshot seen, Lease lease, ScalingRange found, Lease.End end) {
    return closed(seen, closing(lease, found, end, seen.now()), lease);
  }

  private static HeadDraft closed(ClusterSnapshot seen, ClosedLease end, Lease lease) {
    Instant now = seen.now();
    HeadDraft draft = seen.head().draft().closed(end);
    Exposure.overTimeCharge(lease, now).ifPresent(draft::charge);
    return draft;
  }

  private Step move(
      ClusterSnapshot seen, Lease lease, HeadDraft draft, EntryKind kind, Severity severity, Phrase text, List<Advice> commands) {
    return new Step.Move(draft, kind, EntryBody.of(lease).say(words.lease(severity, seen.head().cluster(), lease, text, commands)));
  }
}
