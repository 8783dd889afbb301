package io.auroraresponder.remediation;

import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.guard.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a plan is about, and the plans that change nothing. */
record NoChangePlans(
    Incident incident, Lever lever, List<Condition> conditions, List<Report.RefusedLever> refused, String helps, Policy.Mode mode) {

  static NoChangePlans of(Incident incident, Diagnosis diagnosis, Policy.Mode mode) {
    return new NoChangePlans(incident, diagnosis.lever(), diagnosis.conditions(), refused(diagnosis), helps(diagnosis), mode);
  }

  /** About a raise that is asked for and cannot be planned. */
  static NoChangePlans of(RaiseWish wish, Policy.Mode mode) {
    return new NoChangePlans(wish.incident(), wish.lever(), List.of(), wish.refused(), "", mode);
  }

  /** Something else than the range helps; where a raise would look right, it is refused by name. */
  Plan otherLever() {
    boolean raiseRefused = refused.stream().anyMatch(NoChangePlans::changesRange);
    Optional<ReasonCode> against = raiseRefused && !endsLook() ? Optional.of(limit().orElse(ReasonCode.CAUSE)) : Optional.empty();
    return Plan.none(incident, lever, refused, against, mode, against.isPresent() ? whyNot() : Phrase.of(helps));
  }

  /** Nothing about the range where that was not asked. */
  private static String helps(Diagnosis diagnosis) {
    String helps = diagnosis.lever().phrase() + " helps";
    if (diagnosis.range().isPresent()) {
      return diagnosis.lever() == Lever.NONE ? "The scaling range is not the problem" : "Not the scaling range: " + helps;
    }
    if (diagnosis.lever() == Lever.NONE) {
      return diagnosis.advice().isEmpty() ? "Nothing needs to be changed" : "This is for a person to do";
    }
    return Character.toUpperCase(helps.charAt(0)) + helps.substring(1);
  }

  /** The first lever that looks right and is not, and why. */
  private Phrase whyNot() {
    Report.RefusedLever first = refused.stream().filter(NoChangePlans::changesRange).findFirst().orElseThrow();
    return Phrase.of("Not raised: {}", first.reason());
  }

  Plan refused(ReasonCode against, Phrase reason) {
    Phrase summary = Phrase.of("Not raised: {}", reason);
    return Plan.none(incident, lever, with(reason), endsLook() ? Optional.empty() : Optional.of(against), mode, summary);
  }

  Plan atLimit(ReasonCode limit, Phrase reason) {
    Phrase summary = Phrase.of("Not raised: {}", reason);
    return Plan.none(incident, Lever.CHANGE_LIMIT, with(reason), Optional.of(limit), mode, summary);
  }

  Phrase forbidding() {
    List<Phrase> words =
        conditions.stream()
            .filter(condition -> condition.effect() != Condition.Effect.CHANGES_RAISE_LEVER)
            .map(condition -> Phrase.of(condition.word()))
            .toList();
    return Phrase.of("the range may not be changed now ({})", Phrase.join(", ", words));
  }

  private Optional<ReasonCode> limit() {
    if (lever != Lever.CHANGE_LIMIT) {
      return Optional.empty();
    }
    return Optional.of(conditions.contains(Condition.AT_ENGINE_LIMIT) ? ReasonCode.ENGINE_LIMIT : ReasonCode.POLICY_CEILING);
  }

  private List<Report.RefusedLever> with(Phrase reason) {
    String raise = lever.word();
    List<Report.RefusedLever> all = new ArrayList<>();
    all.add(new Report.RefusedLever(raise, reason));
    refused.stream().filter(other -> !other.lever().equals(raise)).forEach(all::add);
    return all;
  }

  /** Levers that look right and are not; none where the question of the range was not asked. */
  static List<Report.RefusedLever> refused(Diagnosis diagnosis) {
    return diagnosis.range().map(RangeQuestion::refused).orElse(List.of());
  }

  private boolean endsLook() {
    return conditions.stream().anyMatch(condition -> condition.effect() == Condition.Effect.ENDS_LOOK);
  }

  private static boolean changesRange(Report.RefusedLever refused) {
    return refused.lever().equals(Lever.RAISE_MAX.word()) || refused.lever().equals(Lever.RAISE_MIN.word());
  }
}
