package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.runbook.MemberMinutes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which member is in trouble: the one that the signal names, unless the metrics point at another. */
final class PressedMember {
  private PressedMember() {}

  /** Empty where the cluster has no serverless member, or none under pressure beside a provisioned one that the signal names. */
  static Optional<Member> choose(
      ClusterState cluster, Incident incident, Reading<Metrics> metrics, Instant now) {
    List<Member> members = cluster.serverlessMembers();
    if (members.isEmpty()) {
      return Optional.empty();
    }
    ScalingRange range = cluster.range().orElse(ScalingRange.of(0.5, 1));
    Metrics all = metrics.orElse(new Metrics(java.util.Map.of(), now, now));
    List<MemberMetrics> measured = members.stream().map(member -> new MemberMetrics(member, range, all, now)).toList();
    MemberMetrics expected = expected(measured, incident);
    if (expected.pressed()) {
      return Optional.of(expected.member());
    }
    Optional<MemberMetrics> other = measured.stream().filter(MemberMetrics::pressed).max(Comparator.comparingDouble(PressedMember::cpu));
    if (other.isPresent()) {
      return Optional.of(other.get().member());
    }
    if (provisioned(cluster, incident, metrics, now).isPresent()) {
      return Optional.empty();
    }
    // An idle reader that follows the writer mirrors its capacity: the writer is the one to ask.
    return Optional.of(expected.member().followsWriter() ? writerOr(measured, expected).member() : expected.member());
  }

  /**
   * The member without Serverless v2 capacity that the signal speaks of: by its name or as the writer, else the one that is short of CPU
   * while it may be meant. Empty where the signal can only mean a serverless one.
   */
  static Optional<Member> provisioned(
      ClusterState cluster, Incident incident, Reading<Metrics> metrics, Instant now) {
    List<Member> all = cluster.members().stream().filter(member -> !member.serverless() && !member.instanceClass().isBlank()).toList();
    Optional<Member> named = all.stream().filter(member -> member.id().equalsIgnoreCase(incident.member())).findFirst();
    if (named.isPresent() || !incident.member().isEmpty()) {
      return named;
    }
    if (incident.role().equals("WRITER") || cluster.serverlessMembers().isEmpty()) {
      return all.stream().filter(Member::writer).findFirst();
    }
    Metrics known = metrics.orElse(new Metrics(java.util.Map.of(), now, now));
    return all.stream()
        .filter(member -> incident.role().isEmpty() || !member.writer())
        .filter(member -> provisionedCpu(member, known, now).filter(cpu -> cpu >= CapacityLimit.CPU_LIMIT.value()).isPresent())
        .max(Comparator.comparingDouble(member -> provisionedCpu(member, known, now).orElse(0.0)));
  }

  private static Optional<Double> provisionedCpu(Member member, Metrics metrics, Instant now) {
    MemberMinutes minutes = new MemberMinutes(member.id(), metrics, now);
    return minutes.recent(Metric.CPU, CapacityLimit.PRESENT_MINUTES.count()) instanceof Reading.Known<Double> cpu ? Optional.of(cpu.value())
        : Optional.empty();
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
