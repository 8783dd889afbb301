package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.ledger.KillSwitch;

/** The operator's switch; missing or unreadable means stop. */
final class KillSwitchGuard implements GuardRail {
  @Override
  public ReasonCode code() {
    return ReasonCode.KILL_SWITCH;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.killSwitch(), position -> position.running() ? pass("the switch stands at run") : stopped(position, now));
  }

  /** A stop has its giver; where none stands, nobody has allowed changes, or for another table. */
  private GuardVerdict stopped(KillSwitch position, Situation now) {
    if (position.stop().isEmpty() && !position.why().isBlank()) {
      return refuse("all changes are stopped: {}", Fact.word("ledger SWITCH why", now.now(), position.why()));
    }
    String by = position.by().isBlank() ? "somebody" : position.by();
    return refuse(
        "all changes are stopped by {} since {}", Fact.word("ledger SWITCH by", position.at(), by),
        Utc.moment("ledger SWITCH at", position.at(), now.now()));
  }
}
