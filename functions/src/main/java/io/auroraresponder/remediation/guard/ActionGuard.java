package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;

/** Only remedies that deployment and tag allow. */
final class ActionGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.ACTION;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    Fact remedy = Fact.word("plan remedy", now.now(), now.plan().remedy().word());
    return given(
        now.policy(),
        policy ->
            policy.actions().contains(now.plan().remedy().word())
                ? pass("{} is allowed", remedy)
                : refuse("{} is not among the allowed actions", remedy));
  }
}
