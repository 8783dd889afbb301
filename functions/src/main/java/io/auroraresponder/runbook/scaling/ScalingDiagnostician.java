package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Diagnosis.Strength;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report.RefusedLever;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Diagnostician;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.Refusals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Conditions first, then a min that is too low, then the worst finding. A better range is proposed in words and never set from here. */
final class ScalingDiagnostician implements Diagnostician<ScalingEvidence> {
  /** Without these nobody knows whether the range fits. */
  private static final Set<String> ESSENTIAL = Set.of("Ceiling", "Ramp");

  /** Warnings that nobody feels but who pays. */
  private static final Set<String> ONLY_COST = Set.of("AutoPause");

  private final ScalingThresholds limits;

  ScalingDiagnostician(ScalingThresholds limits) {
    this.limits = limits;
  }

  private record Verdict(Severity severity, Cause cause, Lever lever, Phrase headline, String impact, List<Advice> advice) {}

  @Override
  public Diagnosis diagnose(ScalingEvidence evidence, List<CheckResult> results) {
    List<Condition> conditions = conditions(evidence);
    Verdict verdict = verdict(evidence, conditions, results);
    Severity worst = findings(results).map(Finding::severity).reduce(verdict.severity(), Severity::worse);
    Reading<Double> unmeasured = Reading.unavailable("the scaling runbook changes no range");
    return new Diagnosis(
        worst, verdict.headline(), Phrase.of(verdict.impact()), conditions, verdict.cause(), List.of(), verdict.lever(), Strength.NONE,
        refused(verdict.cause()), verdict.advice(), verdict.headline().facts(), writer(evidence), evidence.at(),
        new Pressure(unmeasured, unmeasured, unmeasured, unmeasured, unmeasured, unmeasured));
  }

  private List<Condition> conditions(ScalingEvidence evidence) {
    List<Condition> found = new ArrayList<>();
    if (evidence.cluster().map(cluster -> cluster.status().startsWith("stop")).orElse(false)) {
      found.add(Condition.STOPPED);
    } else if (evidence.paused()) {
      found.add(Condition.PAUSED);
    }
    if (evidence.cluster().isKnown() && ScalingPicture.of(evidence, limits).isEmpty()) {
      found.add(Condition.NOT_SERVERLESS);
    }
    if (evidence.lease() instanceof Reading.Known<LeaseHistory.Situation> lease && lease.value() == LeaseHistory.Situation.RESET) {
      found.add(Condition.RANGE_RESET);
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private Verdict verdict(ScalingEvidence evidence, List<Condition> conditions, List<CheckResult> results) {
    String name = evidence.incident().cluster().value();
    if (evidence.cluster() instanceof Reading.Unavailable<ClusterState> gap) {
      return unknown(Phrase.quoting("Cluster", evidence.at(), name + " was not judged: " + gap.reason() + "."));
    }
    Optional<ScalingPicture> picture = ScalingPicture.of(evidence, limits);
    if (picture.isEmpty()) {
      return quiet(Phrase.of(name + " has no Serverless v2 capacity; nothing is changed."), "Not judged by this runbook.");
    }
    Optional<Condition> end = conditions.stream().filter(one -> one.effect() == Condition.Effect.ENDS_LOOK).findFirst();
    if (end.isPresent()) {
      Phrase range = Phrase.of(", range {#} to {}.", picture.get().min(), picture.get().max());
      return quiet(Phrase.of(name + " is " + end.get().word()).and("", range), "No user is connected.");
    }
    return tooLow(picture.get(), results).or(() -> worst(name, results)).orElseGet(() -> inOrder(picture.get(), results));
  }

  /** Capacity climbs after the load, or a reader that scales alone cannot follow: both start from a min that is too low. */
  private static Optional<Verdict> tooLow(ScalingPicture picture, List<CheckResult> results) {
    boolean alone = picture.members().stream().anyMatch(ScalingPicture::scalesAlone);
    return findings(results)
        .filter(one -> one.severity() == Severity.WARNING)
        .filter(one -> one.check().equals("Ramp") || (alone && one.check().equals("ReplicaLag")))
        .filter(one -> findings(results).noneMatch(other -> other.severity() == Severity.CRITICAL))
        .findFirst()
        .map(
            one ->
                new Verdict(
                    Severity.WARNING, Cause.RAMP_LIMITED, Lever.RAISE_MIN,
                    Phrase.of(picture.name() + " scales up too slowly from min {}: {}", picture.min(), one.summary()).sentence(),
                    "Queries are slow until capacity catches up.", one.advice()));
  }

  private static Optional<Verdict> worst(String name, List<CheckResult> results) {
    return findings(results)
        .filter(one -> one.severity().compareTo(Severity.WARNING) <= 0)
        .min(Comparator.comparing(Finding::severity))
        .map(
            one -> {
              boolean critical = one.severity() == Severity.CRITICAL;
              Phrase says = Phrase.of(name + ": {}", one.summary()).sentence();
              // Why capacity is short is the capacity runbook's to say.
              boolean open = critical || one.check().equals("Ceiling");
              return new Verdict(
                  one.severity(), open ? Cause.UNKNOWN : Cause.NONE, open ? Lever.LOOK_AGAIN : Lever.NONE, says,
                  impact(one), one.advice());
            });
  }

  private static String impact(Finding one) {
    if (one.severity() == Severity.CRITICAL) {
      return "The instance cannot work.";
    }
    return ONLY_COST.contains(one.check()) ? "No user impact; it costs money." : "Users may notice slower requests.";
  }

  private static Verdict inOrder(ScalingPicture picture, List<CheckResult> results) {
    List<String> open =
        results.stream().filter(CheckResult.Inconclusive.class::isInstance).map(CheckResult::check).filter(ESSENTIAL::contains).toList();
    if (!open.isEmpty()) {
      String names = String.join(", ", open.stream().map(Finding::spoken).toList());
      return unknown(Phrase.of(picture.name() + " was not judged: " + names + " could not be checked."));
    }
    Phrase range = Phrase.of("{#} to {}", picture.min(), picture.max());
    Optional<Finding> waste = findings(results).filter(one -> one.check().equals("Waste") && one.severity() == Severity.INFO).findFirst();
    if (waste.isPresent()) {
      Phrase says = Phrase.of(picture.name() + " pays for more than it uses ({}): {}", range, waste.get().summary());
      return new Verdict(Severity.INFO, Cause.NONE, Lever.RIGHT_SIZE, says.sentence(), "No user impact; it costs money.",
          waste.get().advice());
    }
    Phrase cost =
        results.stream()
            .filter(result -> result.check().equals("CostBound"))
            .map(result -> result instanceof CheckResult.Clear clear ? clear.seen().summary() : Phrase.EMPTY)
            .findFirst()
            .orElse(Phrase.EMPTY);
    Phrase says = Phrase.of(picture.name() + " has a range that fits, {}", range).and("; ", cost)
        .sentence();
    return new Verdict(Severity.OK, Cause.NONE, Lever.NONE, says, "None.", List.of());
  }

  private static Verdict unknown(Phrase says) {
    return new Verdict(Severity.WARNING, Cause.UNKNOWN, Lever.LOOK_AGAIN, says, "Unknown until the checks succeed.", List.of());
  }

  private static Verdict quiet(Phrase says, String impact) {
    return new Verdict(Severity.INFO, Cause.NONE, Lever.NONE, says, impact, List.of());
  }

  private static List<RefusedLever> refused(Cause cause) {
    return cause == Cause.UNKNOWN
        ? List.of()
        : cause.refused().stream().sorted().map(lever -> new RefusedLever(lever.word(), Phrase.of(Refusals.reason(cause)))).toList();
  }

  private static Stream<Finding> findings(List<CheckResult> results) {
    return results.stream().filter(CheckResult.Found.class::isInstance).flatMap(result -> ((CheckResult.Found) result).findings().stream());
  }

  private static String writer(ScalingEvidence evidence) {
    return evidence.cluster().map(cluster -> cluster.writer().map(member -> member.id()).orElse("")).orElse("");
  }
}
