package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.ClosedLease;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.HeadDraft;
import io.auroraresponder.ledger.Lease;
import java.time.Instant;
import java.util.List;

/** How a lease closes, as head writes. Pure. */
record LeaseEnds(LeaseWords words) {

  Step givenBack(Sight sight, Lease lease) {
    Instant now = sight.now();
    LeaseCharges charges = new LeaseCharges(sight.head(), lease);
    HeadDraft draft = closed(sight, lease, lease.base(), Lease.End.GIVEN_BACK).charges(charge -> charges.settled(charge, now));
    Phrase text = words.givenBack(lease, charges.sum(now), now);
    return move(sight, lease, draft, EntryKind.GIVEN_BACK, Severity.INFO, text, List.of());
  }

  /** Somebody else's range stands: it is theirs now, and nothing of ours will touch it before a new incident. */
  Step yielded(Sight sight, Lease lease, ScalingRange live) {
    Instant now = sight.now();
    ClusterId cluster = sight.head().cluster();
    LeaseCharges charges = new LeaseCharges(sight.head(), lease);
    HeadDraft draft =
        closed(sight, lease, live, Lease.End.YIELDED).oneMoreChange().charges(charge -> charges.settled(charge, now));
    List<Advice> commands =
        List.of(
            words.commands().set("Set the range of before the lease", cluster, lease.base(), now),
            words.commands().set("Set the range of the lease", cluster, lease.current(), now));
    return move(sight, lease, draft, EntryKind.YIELDED, Severity.WARNING, words.yielded(lease, live, now), commands);
  }

  /** The range may stand as it is for ever, so the charge stays whole and people are told what to set. */
  Step abandoned(Sight sight, Lease lease, String why) {
    HeadDraft draft = closed(sight, lease, sight.range().orElse(lease.current()), Lease.End.ABANDONED);
    List<Advice> commands = List.of(words.commands()
        .set("Set the range of before the lease", sight.head().cluster(), lease.base(), sight.now()));
    return move(sight, lease, draft, EntryKind.ABANDONED, Severity.WARNING, words.abandoned(lease, why, sight.now()), commands);
  }

  private static HeadDraft closed(Sight sight, Lease lease, ScalingRange found, Lease.End end) {
    return sight.head()
        .draft()
        .closed(
            new ClosedLease(
                lease.id(), lease.incident(), lease.base(), lease.current(), found, lease.openedAt(), sight.now(), end, ""));
  }

  private Step move(Sight sight, Lease lease, HeadDraft draft, EntryKind kind, Severity severity, Phrase text, List<Advice> commands) {
    return new Step.Move(draft, kind, EntryBody.of(lease).say(words.lease(severity, sight.head().cluster(), lease, text, commands)));
  }
}
