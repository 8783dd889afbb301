package io.auroraresponder.remediation;

import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.PlanNote;
import io.auroraresponder.remediation.guard.Exposure;
import java.time.Duration;
import java.time.Instant;

/** The charges of a lease, cut to the time that the range was really held once it has ended. */
record LeaseCharges(Head head, Lease lease) {
  /** The intent of the opening raise is older than the lease when the raise was only found by reading back. */
  private static final Duration BEFORE_OPENING = Duration.ofHours(2);

  /** Up to a minute passes between the true change and the sweep that sees it. */
  private static final Duration UNSEEN = Duration.ofMinutes(1);

  Charge settled(Charge charge, Instant now) {
    Duration held = Duration.between(charge.at(), now).plus(UNSEEN);
    if (!mine(charge) || held.compareTo(charge.span()) >= 0) {
      return charge;
    }
    double share = (double) held.toMillis() / charge.span().toMillis();
    return new Charge(charge.at(), charge.planId(), Math.ceil(charge.acuHours() * share * 1000) / 1000, held, charge.raise());
  }

  double sum(Instant now) {
    return head.window().stream().filter(charge -> mine(charge) || charge.planId().equals(Exposure.overTimeId(lease)))
        .map(charge -> settled(charge, now)).mapToDouble(Charge::acuHours).sum();
  }

  /** A call that was not seen to land may still land: its charge stays whole. */
  private boolean mine(Charge charge) {
    if (charge.planId().equals("lease " + lease.id())) {
      return true;
    }
    PlanNote note = head.plans().get(charge.planId());
    return note != null && note.result() == PlanNote.Result.APPLIED && charge.at().isAfter(lease.openedAt().minus(BEFORE_OPENING));
  }
}
