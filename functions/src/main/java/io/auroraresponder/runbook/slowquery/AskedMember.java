package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import java.util.Comparator;
import java.util.Optional;

/** Whose database is asked: the member that the signal names, the busiest reader where it speaks of readers, else the writer. */
final class AskedMember {
  private AskedMember() {}

  /** Empty where the cluster has no member at all. */
  static Optional<Member> choose(ClusterState cluster, Incident incident, Reading<Metrics> metrics) {
    Optional<Member> named = cluster.members().stream().filter(member -> member.id().equalsIgnoreCase(incident.member())).findFirst();
    if (named.isPresent()) {
      return named;
    }
    if (incident.role().equals("READER")) {
      Optional<Member> reader =
          cluster.members().stream().filter(member -> !member.writer()).max(Comparator.comparingDouble(member -> cpu(metrics, member)));
      if (reader.isPresent()) {
        return reader;
      }
    }
    return cluster.writer().or(() -> cluster.members().stream().findFirst());
  }

  /** Where it is not known a reader is not preferred for it. */
  private static double cpu(Reading<Metrics> metrics, Member member) {
    return metrics.flatMap(all -> all.of(member.id(), Metric.CPU)).orElse(Series.EMPTY).latest().map(Point::value).orElse(-1.0);
  }
}
