package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.WaitProfile;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.diagnosis.RangeQuestion.Strength;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report.RefusedLever;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Diagnostician;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Conditions first, then every cause rule, then precedence: the order of {@link Cause}. What no rule explains is unknown, and an
 * unknown cause never acts.
 */
final class CapacityDiagnostician implements Diagnostician<CapacityEvidence> {
  private final List<CauseRule<CapacityPicture>> rules;

  CapacityDiagnostician(List<CauseRule<CapacityPicture>> rules) {
    this.rules = rules.stream().sorted(Comparator.comparing(CauseRule::cause)).toList();
  }

  @Override
  public Diagnosis diagnose(CapacityEvidence evidence, List<CheckResult> results) {
    Optional<CapacityPicture> picture = CapacityPicture.of(evidence);
    List<Condition> conditions = new ArrayList<>(new ConditionFinder().find(evidence, picture));
    Optional<Condition> end = conditions.stream().filter(one -> one.effect() == Condition.Effect.ENDS_LOOK).findFirst();
    if (end.isPresent()) {
      return ended(evidence, picture, List.of(end.get()), ConditionWords.of(end.get(), evidence));
    }
    if (picture.isEmpty()) {
      return diagnosis(evidence, picture, conditions, List.of(Unexplained.nothingToLookAt(evidence)));
    }
    List<Explanation> suspicions =
        Explanation.ranked(rules.stream().map(rule -> rule.suspect(picture.get())).flatMap(Optional::stream).toList());
    if (!suspicions.isEmpty()) {
      return diagnosis(evidence, picture, conditions, suspicions);
    }
    Unexplained rest = Unexplained.of(picture.get(), conditions);
    if (rest.condition().isPresent() || rest.suspicion().cause() == Cause.NONE) {
      rest.condition().ifPresent(conditions::addFirst);
      List<Condition> shown = conditions.stream().filter(one -> one.effect() != Condition.Effect.CHANGES_RAISE_LEVER).toList();
      return ended(evidence, picture, shown, rest.suspicion());
    }
    return diagnosis(evidence, picture, conditions, List.of(rest.suspicion()));
  }

  private static Diagnosis ended(CapacityEvidence evidence, Optional<CapacityPicture> picture, List<Condition> conditions,
      Explanation says) {
    RangeQuestion range =
        new RangeQuestion(
            Lever.NONE, Strength.NONE, List.of(), says.says().facts(), evidence.member(), evidence.at(), pressure(picture));
    return new Diagnosis(
        says.severity(), says.says(), says.impact(), conditions, Cause.NONE, List.of(), says.advice(), Optional.of(range));
  }

  private Diagnosis diagnosis(CapacityEvidence evidence, Optional<CapacityPicture> picture, List<Condition> all,
      List<Explanation> suspicions) {
    Explanation lead = suspicions.getFirst();
    List<Condition> conditions = all.stream().filter(one -> one.effect() != Condition.Effect.CHANGES_RAISE_LEVER
        || lead.lever() == Lever.RAISE_MAX).toList();
    List<RefusedLever> refused = new ArrayList<>();
    lead.cause().refused().stream()
        .filter(lever -> lever != lead.lever())
        .sorted()
        .forEach(lever -> refused.add(new RefusedLever(lever.word(), Phrase.of(lead.cause().whyNoRaise()))));
    Lever lever = lead.lever();
    Strength strength = lead.strength();
    for (Condition condition : conditions) {
      switch (condition.effect()) {
        case ENDS_LOOK -> throw new IllegalStateException(condition + " ends the look");
        case CHANGES_RAISE_LEVER -> {
          refused.add(new RefusedLever(Lever.RAISE_MAX.word(), limitReached(evidence, picture, condition)));
          lever = Lever.CHANGE_LIMIT;
          strength = Strength.NONE;
        }
        case FORBIDS_RANGE_CHANGE -> {
          if (lever.changesRange()) {
            refused.add(new RefusedLever(lever.word(), Phrase.of(forbidden(condition))));
            lever = Lever.LOOK_AGAIN;
          }
          strength = Strength.NONE;
        }
      }
    }
    List<Advice> advice = new ArrayList<>(lead.advice());
    conditions.forEach(condition -> LimitAdvice.of(evidence, condition).ifPresent(advice::addFirst));
    List<Cause> others = suspicions.stream().skip(1).map(Explanation::cause).toList();
    RangeQuestion range =
        new RangeQuestion(
            lever, strength, refused, lead.says().facts(), evidence.member(), evidenceAt(evidence, picture), pressure(picture));
    return new Diagnosis(
        worst(suspicions), lead.says(), lead.impact(), conditions, lead.cause(), others, advice, Optional.of(range));
  }

  /** A cause that leads by precedence makes what else holds no smaller. */
  private static Severity worst(List<Explanation> suspicions) {
    return suspicions.stream().map(Explanation::severity).reduce(Severity.OK, Severity::worse);
  }

  private static String forbidden(Condition condition) {
    return condition == Condition.RANGE_RESET
        ? "the range was put back from outside under a lease of this incident; the responder leaves it until the next incident"
        : "the numbers contradict each other";
  }

  private static Phrase limitReached(CapacityEvidence evidence, Optional<CapacityPicture> picture, Condition condition) {
    if (picture.isEmpty()) {
      return Phrase.of("max cannot go higher");
    }
    CapacityPicture seen = picture.get();
    if (condition == Condition.AT_ENGINE_LIMIT && seen.cluster()
        .limits() instanceof Reading.Known<io.auroraresponder.incident.ClusterState.RangeLimits> limits) {
      return Phrase.of(
          "max is {}, the most that this engine and platform version allow ({})",
          seen.max(), Fact.of("rds:DescribeDBEngineVersions ServerlessV2FeaturesSupport", limits.to(), limits.value().maxAcu(), "ACU"));
    }
    double ceiling = evidence.policy().map(io.auroraresponder.policy.Policy::maxAcu).orElse(seen.range().maxAcu());
    return Phrase.of(
        "max is {}, the ceiling of the policy ({})",
        seen.max(), Fact.of("policy aurora-responder:max-acu", seen.cluster().at(), ceiling, "ACU"));
  }

  /** The oldest of what speaks of now: the newest complete minute and the probe. */
  private static Instant evidenceAt(CapacityEvidence evidence, Optional<CapacityPicture> picture) {
    if (picture.isEmpty()) {
      return evidence.at();
    }
    Instant probed = picture.get().probedAt();
    return picture.get().metrics().end(Metric.CAPACITY) instanceof Reading.Known<Instant> end && end.value().isBefore(probed) ? end.value()
        : probed;
  }

  private static Pressure pressure(Optional<CapacityPicture> picture) {
    if (picture.isEmpty()) {
      return Pressure.none("no member to measure");
    }
    CapacityPicture seen = picture.get();
    MemberMetrics metrics = seen.metrics();
    Reading<Double> load = metrics.recent(Metric.DB_LOAD, 1);
    return new Pressure(
        metrics.recent(Metric.CAPACITY, 1),
        metrics.recent(Metric.CPU, 1).map(percent -> percent / 100 * seen.range().maxAcu()),
        load.isKnown() ? load : seen.database().waits().map(WaitProfile::active),
        Reading.known(seen.vcpu(), seen.evidence().at()),
        metrics.recent(Metric.COMMIT_LATENCY, 1),
        seen.evidence().seen(Snapshot::connections).map(connections -> (double) connections.lockWaiting()));
  }

  /** For tests and documentation: the causes that have a rule. */
  List<Cause> causes() {
    return rules.stream().map(CauseRule::cause).toList();
  }

  static Explanation quiet(Severity severity, Phrase says, String impact) {
    return Explanation.told(Cause.NONE, severity, says, impact);
  }
}
