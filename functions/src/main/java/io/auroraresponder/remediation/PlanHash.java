package io.auroraresponder.remediation;

import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Chain;
import io.auroraresponder.ledger.Remedy;
import java.time.Duration;
import java.time.Instant;

/** The names of plans and leases: hashes, so that the same plan has the same name whoever makes it. */
final class PlanHash {
  private static final int LEASE_ID_LENGTH = 8;

  private PlanHash() {}

  /** The same for the same incident, remedy, ranges and change number: a plan made twice acts once. */
  static String planId(String incident, Remedy remedy, ScalingRange from, ScalingRange to, long changeNo) {
    return Chain.sha256(String.join("\n", incident, remedy.word(), from.toString(), to.toString(), Long.toString(changeNo)));
  }

  /** What an approval names: it must not outlive any of these. */
  static String planHash(String planId, String resourceId, Instant leaseEnd, Duration verifyAfter, String policyDigest, Instant expiry) {
    return Chain.sha256(String.join("\n", planId, resourceId, leaseEnd.toString(), verifyAfter.toString(), policyDigest,
        expiry.toString()));
  }

  /** A lease bears the name of the plan that opened it, short enough to be typed at night. */
  static String leaseId(String planId) {
    return planId.substring(0, LEASE_ID_LENGTH);
  }
}
