package io.auroraresponder.remediation.guard;

/** What cannot be written down is not done. */
final class LedgerGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.LEDGER;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.head(), head -> pass("the ledger was read"));
  }
}
