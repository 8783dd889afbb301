package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import java.time.Duration;

/** What was true some minutes ago is not proof of now. */
final class EvidenceAgeGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.EVIDENCE_AGE;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    Duration age = Duration.between(now.plan().evidenceAt(), now.now());
    Duration limit = now.limits().evidenceAge();
    Fact shown = Utc.span("evidence age", age, now.now());
    Fact allowed = Utc.span("setting evidenceAge", limit, now.now());
    return age.compareTo(limit) <= 0 ? pass("evidence is {} old, limit {}", shown, allowed)
        : refuse("evidence is {} old, limit {}", shown, allowed);
  }
}
