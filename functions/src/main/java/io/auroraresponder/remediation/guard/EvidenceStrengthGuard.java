package io.auroraresponder.remediation.guard;

/** Present proof acts, weaker evidence asks. */
final class EvidenceStrengthGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.EVIDENCE_STRENGTH;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    if (now.plan().proof().isEmpty()) {
      return refuse("the plan carries no fact that proves its cause");
    }
    return switch (now.plan().strength()) {
      case ACT -> pass("the evidence is present proof");
      case PROPOSE -> propose("the evidence justifies a proposal, not an automatic change");
      case NONE -> refuse("the evidence does not justify an automatic change");
    };
  }
}
