package io.auroraresponder.remediation;

import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.guard.ReasonCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns a diagnosis into what is asked of whoever may act: a raise, or nothing. Never throws, changes nothing, and asks nobody. */
public record Wishes(HardLimits limits) {

  public Wish of(Incident incident, Reading<ClusterState> cluster, Diagnosis diagnosis) {
    NoChangePlans nothing = NoChangePlans.of(incident, diagnosis, mode(cluster));
    Lever lever = diagnosis.lever();
    if (diagnosis.range().isEmpty() || !lever.changesRange()) {
      return new NoWish(nothing.otherLever());
    }
    if (diagnosis.forbidsRangeChange()) {
      return new NoWish(nothing.refused(ReasonCode.CAUSE, nothing.forbidding()));
    }
    RangeQuestion range = diagnosis.range().get();
    if (range.strength() == RangeQuestion.Strength.NONE) {
      return new NoWish(nothing.refused(ReasonCode.EVIDENCE_STRENGTH, Phrase.of("the evidence does not justify an automatic change")));
    }
    if (!(cluster instanceof Reading.Known<ClusterState>(ClusterState state, Instant a, Instant b))) {
      return new NoWish(nothing.refused(ReasonCode.CLUSTER_STATUS, new Phrase(reason(cluster), List.of())));
    }
    if (!(state.range() instanceof Reading.Known<ScalingRange>(ScalingRange seen, Instant c, Instant d))) {
      return new NoWish(nothing.refused(ReasonCode.PRECONDITION, Phrase.of("the cluster's scaling range is not known")));
    }
    return new RaiseWish(
        incident, state.resourceId(), lever == Lever.RAISE_MAX ? RaiseWish.Side.MAX : RaiseWish.Side.MIN, diagnosis.cause(),
        range.strength(), range.refused(), seen, state.at(), range.evidenceAt(), range.member(), range.pressure(), range.proof(),
        mode(cluster));
  }

  /** Nothing, whatever the diagnosis: for signals that are no evidence by themselves. */
  public Wish onlyTold(Incident incident, Reading<ClusterState> cluster, Diagnosis diagnosis) {
    return new NoWish(
        Plan.none(
            incident, Lever.NONE, NoChangePlans.refused(diagnosis), Optional.empty(), mode(cluster),
            Phrase.of("The signal by itself is no reason to change anything")));
  }

  /** What is wrong with the cluster's tags, a sentence each; nothing where the cluster could not be read. */
  public List<Phrase> troubles(Reading<ClusterState> cluster) {
    return cluster.map(state -> Policy.read(state, limits).troubles()).orElse(List.of());
  }

  private Policy.Mode mode(Reading<ClusterState> cluster) {
    return cluster.map(state -> Policy.read(state, limits).mode()).orElse(Policy.Mode.OBSERVE);
  }

  private static String reason(Reading<ClusterState> cluster) {
    return cluster instanceof Reading.Unavailable<ClusterState>(String reason) ? reason : "";
  }
}
