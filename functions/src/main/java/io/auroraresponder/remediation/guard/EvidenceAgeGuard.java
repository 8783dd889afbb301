package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.PlannedChange;
import java.time.Duration;
import java.time.Instant;

/** What was true some minutes ago is not proof of now: neither a metric nor the look that read the cluster may be older. */
final class EvidenceAgeGuard implements GuardRail {
  /** Two machines whose clocks are sound differ by no more; the ledger refuses to write on a clock that is off by more. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  @Override
  public ReasonCode code() {
    return ReasonCode.EVIDENCE_AGE;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    PlannedChange plan = now.plan();
    Instant oldest = plan.lookedAt().isBefore(plan.evidenceAt()) ? plan.lookedAt() : plan.evidenceAt();
    Instant newest = plan.lookedAt().isBefore(plan.evidenceAt()) ? plan.evidenceAt() : plan.lookedAt();
    if (newest.isAfter(now.now().plus(AHEAD))) {
      return refuse("evidence of a time to come ({})", Utc.moment("evidence", newest, now.now()));
    }
    Duration age = Duration.between(oldest, now.now());
    Duration limit = now.limits().evidenceAge();
    Fact shown = Utc.span("evidence age", age, now.now());
    Fact allowed = Utc.span("setting evidenceAge", limit, now.now());
    return age.compareTo(limit) <= 0 ? pass("evidence is {} old, limit {}", shown, allowed)
        : refuse("evidence is {} old, limit {}", shown, allowed);
  }
}
