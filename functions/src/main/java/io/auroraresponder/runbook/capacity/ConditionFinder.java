package io.auroraresponder.runbook.capacity;

import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.PauseState;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what limits or ends the look, before any cause. */
final class ConditionFinder {
  private static final Set<String> STOPPED = Set.of("stopped", "stopping");

  /** In the order of the enum. */
  List<Condition> find(CapacityEvidence evidence, Optional<CapacityPicture> picture) {
    EnumSet<Condition> found = EnumSet.noneOf(Condition.class);
    if (evidence.cluster() instanceof Reading.Known<ClusterState> known) {
      ClusterState cluster = known.value();
      add(found, Condition.STOPPED, STOPPED.contains(cluster.status()));
      add(found, Condition.NOT_SERVERLESS, notServerless(cluster) || provisionedMember(evidence, cluster));
      add(found, Condition.PAUSED, !found.contains(Condition.NOT_SERVERLESS) && paused(evidence, cluster));
    }
    add(found, Condition.RANGE_RESET, evidence.lease().map(LeaseHistory.Situation::reset).orElse(false));
    picture.ifPresent(
        seen -> {
          add(found, Condition.AT_ENGINE_LIMIT, atEngineLimit(seen));
          add(found, Condition.AT_POLICY_CEILING, atPolicyCeiling(seen));
          add(found, Condition.CONTRADICTORY, contradictory(seen));
        });
    return List.copyOf(found);
  }

  private static void add(Set<Condition> found, Condition condition, boolean holds) {
    if (holds) {
      found.add(condition);
    }
  }

  private static boolean notServerless(ClusterState cluster) {
    return cluster.engineMode().equals("serverless") || (!cluster.members().isEmpty() && cluster.serverlessMembers().isEmpty())
        || !cluster.range().isKnown();
  }

  /** The signal speaks of a provisioned member, and no serverless one is under pressure. */
  private static boolean provisionedMember(CapacityEvidence evidence, ClusterState cluster) {
    return cluster.members().stream()
        .anyMatch(member -> member.id().equals(evidence.member()) && !member.serverless() && !member.instanceClass().isBlank());
  }

  private boolean paused(CapacityEvidence evidence, ClusterState cluster) {
    Optional<Member> member = cluster.members().stream().filter(one -> one.id().equals(evidence.member())).findFirst();
    return member
        .filter(one -> PauseState.of(cluster, one, evidence.incident(), evidence.metrics(), evidence.events(), evidence.at()).paused())
        .isPresent();
  }

  private static boolean atEngineLimit(CapacityPicture picture) {
    return picture.cluster().limits() instanceof Reading.Known<ClusterState.RangeLimits> limits
        && picture.range().maxAcu() >= limits.value().maxAcu();
  }

  private static boolean atPolicyCeiling(CapacityPicture picture) {
    return picture.evidence().policy() instanceof Reading.Known<Policy> policy && picture.range().maxAcu() >= policy.value().maxAcu();
  }

  /** Both are parts of what max brings, and CPU cannot be used that was not there (Aurora User Guide, metric definitions). */
  private boolean contradictory(CapacityPicture picture) {
    int minutes = CapacityLimit.PRESENT_MINUTES.count();
    return picture.metrics().recent(Metric.CPU, minutes) instanceof Reading.Known<Double> cpu
        && picture.metrics().utilisation(minutes) instanceof Reading.Known<Double> utilisation
        && cpu.value() - utilisation.value() >= CapacityLimit.CONTRADICTION_POINTS.value();
  }
}
