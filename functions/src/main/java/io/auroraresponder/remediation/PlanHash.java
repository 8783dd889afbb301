package io.auroraresponder.remediation;

import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Sha256;
import io.auroraresponder.ledger.Remedy;
import java.time.Duration;
import java.time.Instant;

/** The names of plans and leases: hashes, so that the same plan has the same name whoever makes it. */
final class PlanHash {
  private static final int LEASE_ID_LENGTH = 8;

  private PlanHash() {}

  /** The same for the same incident, remedy, ranges, change number and look: a plan made twice acts once, a new look is a new plan. */
  static String planId(String incidentKey, Remedy remedy, ScalingRange from, ScalingRange to, long changeNo, Instant lookedAt) {
    return Sha256.of(
        String.join("\n", incidentKey, remedy.word(), from.toString(), to.toString(), Long.toString(changeNo), lookedAt.toString()));
  }

  /** The same for the same wish delivered again, whatever range it finds by then. */
  static String wishId(RaiseWish wish) {
    return Sha256.of(
        String.join("\n", wish.incident().key(), wish.resourceId(), wish.side().name(), wish.lookedAt().toString()));
  }

  /** What an approval names: it must not outlive any of these. */
  static String planHash(String planId, String resourceId, Instant leaseEnd, Duration verifyAfter, String policyDigest) {
    return Sha256.of(String.join("\n", planId, resourceId, leaseEnd.toString(), verifyAfter.toString(), policyDigest));
  }

  /** A lease bears the name of the plan that opened it, short enough to be typed at night. */
  static String leaseId(String planId) {
    return planId.substring(0, LEASE_ID_LENGTH);
  }
}
