package io.auroraresponder.remediation;

import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.guard.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a plan is about, and the plans that change nothing. */
record Subject(Incident incident, Diagnosis diagnosis, Policy.Mode mode) {

  /** Something else than the range helps; where a raise would look right, it is refused by name. */
  Plan otherLever() {
    boolean raiseRefused = diagnosis.refused().stream().anyMatch(Subject::changesRange);
    Optional<ReasonCode> against = raiseRefused && !endsLook() ? Optional.of(limit().orElse(ReasonCode.CAUSE)) : Optional.empty();
    Phrase helps = Phrase.of(diagnosis.lever() == Lever.NONE ? "The scaling range is not the problem"
        : "Not the scaling range: " + diagnosis.lever().phrase() + " helps");
    Phrase summary = against.isPresent() ? whyNot() : helps;
    return Plan.none(incident, diagnosis.lever(), diagnosis.refused(), against, mode, summary);
  }

  /** The first lever that looks right and is not, and why. */
  private Phrase whyNot() {
    Report.RefusedLever refused = diagnosis.refused().stream().filter(Subject::changesRange).findFirst().orElseThrow();
    return Phrase.of("Not raised: {}", refused.reason());
  }

  Plan refused(ReasonCode against, Phrase reason) {
    Phrase summary = Phrase.of("Not raised: {}", reason);
    return Plan.none(incident, diagnosis.lever(), with(reason), endsLook() ? Optional.empty() : Optional.of(against), mode, summary);
  }

  Plan atLimit(ReasonCode limit, Phrase reason) {
    Phrase summary = Phrase.of("Not raised: {}", reason);
    return Plan.none(incident, Lever.CHANGE_LIMIT, with(reason), Optional.of(limit), mode, summary);
  }

  Phrase forbidding() {
    List<Phrase> words =
        diagnosis.conditions().stream()
            .filter(condition -> condition.effect() != Condition.Effect.CHANGES_RAISE_LEVER)
            .map(condition -> Phrase.of(condition.word()))
            .toList();
    return Phrase.of("the range may not be changed now ({})", Phrase.join(", ", words));
  }

  private Optional<ReasonCode> limit() {
    if (diagnosis.lever() != Lever.CHANGE_LIMIT) {
      return Optional.empty();
    }
    return Optional.of(diagnosis.conditions().contains(Condition.AT_ENGINE_LIMIT) ? ReasonCode.ENGINE_LIMIT : ReasonCode.POLICY_CEILING);
  }

  private List<Report.RefusedLever> with(Phrase reason) {
    String lever = diagnosis.lever().word();
    List<Report.RefusedLever> all = new ArrayList<>();
    all.add(new Report.RefusedLever(lever, reason));
    diagnosis.refused().stream().filter(other -> !other.lever().equals(lever)).forEach(all::add);
    return all;
  }

  private boolean endsLook() {
    return diagnosis.conditions().stream().anyMatch(condition -> condition.effect() == Condition.Effect.ENDS_LOOK);
  }

  private static boolean changesRange(Report.RefusedLever refused) {
    return refused.lever().equals(Lever.RAISE_MAX.word()) || refused.lever().equals(Lever.RAISE_MIN.word());
  }
}
