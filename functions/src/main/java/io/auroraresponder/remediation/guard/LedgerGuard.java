package io.auroraresponder.remediation.guard;

/** What cannot be written down is not done. */
final class LedgerGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.LEDGER;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(
        now.head(),
        head ->
            head.fork().isPresent() && now.plan().remedy().raises()
                ? refuse("the ledger's chain is forked: a person looks first")
                : pass("the ledger was read"));
  }
}
