package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.diagnosis.RangeQuestion.Strength;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report.RefusedLever;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.Check.Weight;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Diagnostician;
import io.auroraresponder.runbook.Leading;
import io.auroraresponder.runbook.Leading.Lead;
import io.auroraresponder.runbook.LeaseHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Conditions first, then a min that is too low, then the worst finding. A better range is proposed in words and never set from here. */
final class ScalingDiagnostician implements Diagnostician<ScalingEvidence> {
  private final List<Check<ScalingEvidence>> checks;

  ScalingDiagnostician(List<Check<ScalingEvidence>> checks) {
    this.checks = List.copyOf(checks);
  }

  @Override
  public Diagnosis diagnose(ScalingEvidence evidence, List<CheckResult> results) {
    List<Condition> conditions = conditions(evidence);
    Leading leading = Leading.of(checks, results);
    Explanation why = explain(evidence, conditions, leading);
    Lever lever = lever(evidence, why.cause());
    RangeQuestion range =
        new RangeQuestion(
            lever, Strength.NONE, refused(why.cause(), lever), why.says().facts(), writer(evidence), evidence.at(),
            Pressure.none("the scaling runbook changes no range"));
    return why.leading(leading.severity(why.severity()), conditions, leading.others(why.cause()), Optional.of(range));
  }

  /** A reader that scales alone follows the load with a higher min; any other is relieved. */
  private Lever lever(ScalingEvidence evidence, Cause cause) {
    boolean alone = ScalingPicture.of(evidence).map(ScalingDiagnostician::scalesAlone).orElse(false);
    return cause == Cause.READER_LAGS && alone ? Lever.RAISE_MIN : cause.lever();
  }

  private static boolean scalesAlone(ScalingPicture picture) {
    return picture.members().stream().anyMatch(ScalingPicture::scalesAlone);
  }

  private List<Condition> conditions(ScalingEvidence evidence) {
    List<Condition> found = new ArrayList<>();
    if (evidence.cluster().map(cluster -> cluster.status().startsWith("stop")).orElse(false)) {
      found.add(Condition.STOPPED);
    } else if (evidence.paused()) {
      found.add(Condition.PAUSED);
    }
    if (ScalingPicture.of(evidence).isEmpty()) {
      found.add(Condition.NOT_SERVERLESS);
    }
    if (evidence.lease().map(LeaseHistory.Situation::reset).orElse(false)) {
      found.add(Condition.RANGE_RESET);
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private Explanation explain(ScalingEvidence evidence, List<Condition> conditions, Leading leading) {
    String name = evidence.incident().cluster().value();
    Optional<ScalingPicture> picture = ScalingPicture.of(evidence);
    if (picture.isEmpty()) {
      return quiet(Phrase.of(name + " has no Serverless v2 capacity; nothing is changed."), "Not judged by this runbook.");
    }
    Optional<Condition> end = conditions.stream().filter(one -> one.effect() == Condition.Effect.ENDS_LOOK).findFirst();
    if (end.isPresent()) {
      Phrase range = Phrase.of(", range {#} to {}.", picture.get().min(), picture.get().max());
      return quiet(Phrase.of(name + " is " + end.get().word()).and("", range), "No user is connected.");
    }
    boolean critical = leading.worst().filter(Lead::critical).isPresent();
    if (critical) {
      return trouble(name, leading.worst().get());
    }
    return changed(name, leading)
        .or(() -> tooLow(picture.get(), leading))
        .or(() -> leading.worst().map(worst -> trouble(name, worst)))
        .or(() -> unsure(picture.get(), leading))
        .or(() -> leading.costNote().map(note -> wasted(picture.get(), note)))
        .orElseGet(() -> inOrder(picture.get(), leading));
  }

  /** A change that woke this look is the first thing to know, and explains a ceiling that is reached since. */
  private static Optional<Explanation> changed(String name, Leading leading) {
    return leading.of(Cause.RANGE_CHANGED)
        .map(
            change -> {
              Phrase says = Phrase.of(name + ": {}", change.finding().summary());
              Optional<Lead> worst = leading.worst().filter(other -> other.cause() != Cause.RANGE_CHANGED);
              Phrase since = worst.map(other -> other.finding().summary()).orElse(Phrase.EMPTY);
              List<Advice> advice = new ArrayList<>(change.finding().advice());
              worst.ifPresent(other -> advice.addAll(other.finding().advice()));
              return Explanation.told(
                  Cause.RANGE_CHANGED, leading.severity(Severity.INFO), says.and("; ", since).sentence(),
                  worst.map(ScalingDiagnostician::impact).orElse("None seen."), advice);
            });
  }

  /** Capacity climbs after the load, or a reader that scales alone cannot follow: both start from a min that is too low. */
  private static Optional<Explanation> tooLow(ScalingPicture picture, Leading leading) {
    boolean alone = scalesAlone(picture);
    return leading.troubles().stream()
        .filter(one -> one.cause() == Cause.MINIMUM_TOO_LOW || (alone && one.cause() == Cause.READER_LAGS))
        .findFirst()
        .map(
            one ->
                Explanation.told(
                    one.cause(), Severity.WARNING,
                    Phrase.of(picture.name() + " scales up too slowly from min {}: {}", picture.min(), one.finding().summary()).sentence(),
                    "Queries are slow until capacity catches up.", one.finding().advice()));
  }

  private static Explanation trouble(String name, Lead one) {
    Phrase says = Phrase.of(name + ": {}", one.finding().summary()).sentence();
    return Explanation.told(one.cause(), one.finding().severity(), says, impact(one), one.finding().advice());
  }

  private static String impact(Lead one) {
    if (one.critical()) {
      return "The instance cannot work.";
    }
    return one.weight() == Weight.COST_ONLY ? "No user impact; it costs money." : "Some requests may be slow.";
  }

  private static Optional<Explanation> unsure(ScalingPicture picture, Leading leading) {
    List<String> open = leading.essentialOpen();
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Explanation.unknown(
                Phrase.of(picture.name() + " was not judged: " + String.join(", ", open.stream().map(Finding::spoken).toList())
                    + " could not be checked.")));
  }

  private static Explanation wasted(ScalingPicture picture, Lead note) {
    Phrase range = Phrase.of("{#} to {}", picture.min(), picture.max());
    boolean paid = note.cause() != Cause.MAX_UNUSED;
    Phrase says = Phrase.of(picture.name() + (paid ? " pays for more than it uses ({}): {}" : " has more room than it uses ({}): {}"),
        range, note.finding().summary()).sentence();
    return Explanation.told(note.cause(), Severity.INFO, says, paid ? "No user impact; it costs money."
        : "None; room that is not used costs nothing.",
        note.finding().advice());
  }

  private static Explanation inOrder(ScalingPicture picture, Leading leading) {
    Phrase range = Phrase.of("{#} to {}", picture.min(), picture.max());
    Phrase says = Phrase.of(picture.name() + " has a range that fits, {}", range).and("; ", leading.inOrder()).sentence();
    return Explanation.told(Cause.NONE, Severity.OK, says, "None.", List.of());
  }

  private static Explanation quiet(Phrase says, String impact) {
    return Explanation.told(Cause.NONE, Severity.INFO, says, impact, List.of());
  }

  /** Raising max looks right only where something scales too slowly. */
  private static List<RefusedLever> refused(Cause cause, Lever lever) {
    return lever.changesRange()
        ? cause.refused().stream().sorted().map(other -> new RefusedLever(other.word(), Phrase.of(cause.whyNoRaise()))).toList()
        : List.of();
  }

  private static String writer(ScalingEvidence evidence) {
    return evidence.cluster().map(cluster -> cluster.writer().map(member -> member.id()).orElse("")).orElse("");
  }
}
