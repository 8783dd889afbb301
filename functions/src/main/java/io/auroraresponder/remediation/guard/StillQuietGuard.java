package io.auroraresponder.remediation.guard;

/** Capacity is taken away only where it is not needed, asked at each sending anew; minutes that are missing are no proof of that. */
final class StillQuietGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.NEED;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.quiet(), quiet -> quiet ? pass("the capacity is not needed any more") : refuse("the capacity is still needed"));
  }
}
