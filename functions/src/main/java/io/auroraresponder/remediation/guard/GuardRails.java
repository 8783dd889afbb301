package io.auroraresponder.remediation.guard;

import io.auroraresponder.ledger.Remedy;
import io.auroraresponder.policy.Policy;
import java.time.Duration;
import java.util.List;

/** The list of guard rails for each kind of change; all of a list are evaluated, whatever the first of them says. */
public final class GuardRails {
  private final List<GuardRail> raise;
  private final List<GuardRail> giveBack;
  private final List<GuardRail> undo;

  /**
   * The guards under their settings.
   *
   * @param skew how far clocks may disagree
   * @param oscillation how soon after a give-back a raise needs a person
   * @param ceilingRatio capacity over max from which a member is at its ceiling
   */
  public GuardRails(Duration skew, Duration oscillation, double ceilingRatio) {
    GuardRail clock = new ClockGuard(skew);
    raise =
        List.of(
            new KillSwitchGuard(), new ModeGuard(Policy.Mode.ACT), new OptInGuard(), new ActionGuard(), new CauseGuard(),
            new EvidenceStrengthGuard(), new EvidenceAgeGuard(), new EventAgeGuard(skew), new StillPressedGuard(ceilingRatio),
            new AvailableGuard(), new PausedGuard(), new EngineLimitGuard(), new PolicyCeilingGuard(), new StepGuard(),
            new CoolDownGuard(), new RateGuard(), new BudgetGuard(), new FleetBudgetGuard(), new FleetRaisedGuard(), new BurstGuard(),
            new FreezeGuard(), new InFlightGuard(), new PreconditionGuard(),
            new LeaseGuard(), new OscillationGuard(oscillation), new PendingModificationGuard(), new BlueGreenGuard(),
            new LedgerGuard(), clock);
    giveBack =
        List.of(
            new KillSwitchGuard(), new ModeGuard(Policy.Mode.PROPOSE), new OptInGuard(), new AvailableGuard(), new PausedGuard(),
            new FreezeGuard(), new InFlightGuard(), new PreconditionGuard(), new StillQuietGuard(), new ConnectionsGuard(),
            new PendingModificationGuard(), new LedgerGuard(), clock);
    undo =
        List.of(
            new OrderSwitchGuard(), new OptInGuard(), new AvailableGuard(), new AsWarning(new PausedGuard()),
            new AsWarning(new FreezeGuard()), new AsWarning(new ConnectionsGuard()), new AsWarning(new PendingModificationGuard()),
            new InFlightGuard(), new PreconditionGuard(),
            new LedgerGuard(), clock);
  }

  public Judgement judge(Situation now) {
    return new Judgement(guarding(now.plan().remedy()).stream().map(guard -> guard.judge(now)).toList());
  }

  List<GuardRail> guarding(Remedy remedy) {
    return switch (remedy) {
      case RAISE_MAX, RAISE_MIN -> raise;
      case GIVE_BACK -> giveBack;
      case UNDO -> undo;
    };
  }
}
