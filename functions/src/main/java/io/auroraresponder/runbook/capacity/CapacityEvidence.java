package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Policy;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.observation.LoadHistory;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.Evidence;
import java.time.Instant;
import java.util.List;

/**
 * What the capacity runbook knows.
 *
 * @param member the member under pressure as far as the metrics tell: the one that was probed; empty where the cluster is unknown
 * @param policy what may be done to the cluster
 * @param look the probe of that member
 * @param lookBack load by wait event over the time before the signal
 */
public record CapacityEvidence(
    Instant at,
    Incident incident,
    Reading<ClusterState> cluster,
    String member,
    Reading<Policy> policy,
    Reading<Metrics> metrics,
    Reading<List<RdsEvent>> events,
    Reading<List<LoadHistory.WaitLoad>> lookBack,
    Look look,
    Reading<LeaseHistory.Situation> lease,
    List<Gap> gaps,
    int calls)
    implements Evidence {

  public CapacityEvidence {
    gaps = List.copyOf(gaps);
  }

  Reading<Series> series(String instance, Metric metric) {
    return metrics.flatMap(all -> all.of(instance, metric));
  }

  /** A part of the probe's snapshot; unavailable, with the reason, where there was no look. */
  <T> Reading<T> seen(java.util.function.Function<Snapshot, Reading<T>> part) {
    return switch (look) {
      case Look.Seen(Snapshot snapshot) -> part.apply(snapshot);
      case Look.Failed failed -> Reading.unavailable(failed.sentence());
      case Look.NotTried notTried -> Reading.unavailable(notTried.reason());
    };
  }
}
