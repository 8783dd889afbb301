package io.auroraresponder.remediation.guard;

/** A guard that a person may overrule: it tells and does not refuse. */
record AsWarning(GuardRail guard) implements GuardRail {
  @Override
  public ReasonCode code() {
    return guard.code();
  }

  @Override
  public GuardVerdict judge(Situation now) {
    GuardVerdict verdict = guard.judge(now);
    return verdict.answer() == GuardVerdict.Answer.PASS
        ? verdict
        : new GuardVerdict(verdict.guard(), GuardVerdict.Answer.WARN, verdict.text());
  }
}
