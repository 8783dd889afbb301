package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.guard.GuardVerdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was decided about a wish and done.
 *
 * @param plan what was made of the wish where it was decided; of nothing where nothing was planned, or no answer came
 * @param wouldBe what mode act would have given; empty where the mode is act, and where nothing was planned
 * @param reasons every guard's answer, in the order of the list; empty where nothing was planned
 * @param summary one line
 * @param commands undo, kill switch, what would allow it
 * @param chainSeq the ledger chain's last number, 0 where nothing is recorded
 * @param chainHash its hash, empty where nothing is recorded
 */
public record Decision(
    Plan plan,
    Policy.Mode mode,
    Result result,
    Optional<Result> wouldBe,
    List<GuardVerdict> reasons,
    Phrase summary,
    List<Advice> commands,
    long chainSeq,
    String chainHash)
    implements Report.Decided {

  public enum Result {
    APPLIED,
    PROPOSED,
    REFUSED,
    NOT_NEEDED,
    DEFERRED,
    /** It may have been applied; reading back will tell. */
    UNCERTAIN,
    FAILED,
    DRY_RUN;

    /** As it stands in reports. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Decision {
    reasons = List.copyOf(reasons);
    commands = List.copyOf(commands);
  }

  /** About a plan that changes nothing. A raise that was refused by name is a refusal to people; a quiet end needs no decision. */
  public static Decision ofNothing(Plan plan) {
    List<GuardVerdict> reasons =
        plan.against().stream()
            .flatMap(code -> plan.refused().stream().map(refused -> new GuardVerdict(code, GuardVerdict.Answer.REFUSE, refused.reason())))
            .distinct()
            .toList();
    return of(plan, plan.against().isPresent() ? Result.REFUSED : Result.NOT_NEEDED, reasons, plan.summary());
  }

  /** About a wish that never reached whoever decides, or whose answer never came. */
  public static Decision unheard(RaiseWish wish, Result result, Phrase why) {
    return of(Plan.none(wish.incident(), wish.lever(), wish.refused(), Optional.empty(), wish.mode(), why), result, List.of(), why);
  }

  private static Decision of(Plan plan, Result result, List<GuardVerdict> reasons, Phrase summary) {
    return new Decision(plan, plan.mode(), result, Optional.empty(), reasons, summary, List.of(), 0, "");
  }

  @Override
  public Report.Decision reported() {
    List<Report.GuardAnswer> answers = reasons.stream().map(Decision::answer).toList();
    return new Report.Decision(
        mode.word(), result.word(), wouldBe.map(Result::word).orElse(""), answers, summary, commands, chainSeq, chainHash);
  }

  /** To a report a guard passes or refuses: what a person overruled passes, what a person must agree to does not. */
  private static Report.GuardAnswer answer(GuardVerdict verdict) {
    return switch (verdict.answer()) {
      case PASS -> new Report.GuardAnswer(verdict.guard().word(), "pass", verdict.text());
      case WARN -> new Report.GuardAnswer(verdict.guard().word(), "pass", Phrase.of("warning: ").and("", verdict.text()));
      case PROPOSE, REFUSE -> new Report.GuardAnswer(verdict.guard().word(), "refuse", verdict.text());
    };
  }
}
