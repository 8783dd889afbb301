package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which member is in trouble: the one that the signal names, unless the metrics point at another. */
final class PressedMember {
  private PressedMember() {}

  /** Empty where the cluster has no serverless member, or none under pressure beside a provisioned one that the signal names. */
  static Optional<Member> choose(
      ClusterState cluster, Incident incident, Reading<Metrics> metrics, Instant now, CapacityThresholds limits) {
    List<Member> members = cluster.serverlessMembers();
    if (members.isEmpty()) {
      return Optional.empty();
    }
    ScalingRange range = cluster.range().orElse(ScalingRange.of(0.5, 1));
    Metrics all = metrics.orElse(new Metrics(java.util.Map.of(), now, now));
    List<MemberMetrics> measured = members.stream().map(member -> new MemberMetrics(member, range, all, now, limits)).toList();
    MemberMetrics expected = expected(measured, incident);
    if (expected.pressed()) {
      return Optional.of(expected.member());
    }
    Optional<MemberMetrics> other = measured.stream().filter(MemberMetrics::pressed).max(Comparator.comparingDouble(PressedMember::cpu));
    if (other.isPresent()) {
      return Optional.of(other.get().member());
    }
    if (namesProvisioned(cluster, incident)) {
      return Optional.empty();
    }
    // An idle reader that follows the writer mirrors its capacity: the writer is the one to ask.
    return Optional.of(expected.member().followsWriter() ? writerOr(measured, expected).member() : expected.member());
  }

  /** In a mixed cluster a signal may speak of a member that has no Serverless v2 capacity. */
  static boolean namesProvisioned(ClusterState cluster, Incident incident) {
    return cluster.members().stream().anyMatch(member -> member.id().equalsIgnoreCase(incident.member()) && !member.serverless());
  }

  private static MemberMetrics expected(List<MemberMetrics> measured, Incident incident) {
    for (MemberMetrics one : measured) {
      if (one.member().id().equalsIgnoreCase(incident.member())) {
        return one;
      }
    }
    if (incident.role().equals("READER")) {
      Optional<MemberMetrics> busiest =
          measured.stream().filter(one -> !one.member().writer()).max(Comparator.comparingDouble(PressedMember::cpu));
      if (busiest.isPresent()) {
        return busiest.get();
      }
    }
    return writerOr(measured, measured.getFirst());
  }

  private static MemberMetrics writerOr(List<MemberMetrics> measured, MemberMetrics other) {
    return measured.stream().filter(one -> one.member().writer()).findFirst().orElse(other);
  }

  private static double cpu(MemberMetrics metrics) {
    return metrics.recent(Metric.CPU, 1).orElse(0.0);
  }
}
