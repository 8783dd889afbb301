package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.observation.Subnet;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.Evidence;
import io.auroraresponder.runbook.PauseState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the connectivity runbook knows.
 *
 * @param securityGroups those of the cluster and those of the source
 * @param prefixLists CIDR blocks of the prefix lists that rules for the cluster's port name
 * @param source from where the way is evaluated
 * @param pause of the writer
 * @param look the probe through the cluster endpoint
 */
public record ConnectivityEvidence(
    Instant at,
    Incident incident,
    Reading<ClusterState> cluster,
    Reading<ClusterNetwork> network,
    Reading<List<SecurityGroup>> securityGroups,
    Reading<List<Subnet>> subnets,
    Map<String, Reading<List<String>>> prefixLists,
    ConnectionSource source,
    Reading<Metrics> metrics,
    Reading<List<RdsEvent>> events,
    PauseState pause,
    Look look,
    List<Gap> gaps,
    int calls)
    implements Evidence {

  public ConnectivityEvidence {
    prefixLists = Map.copyOf(prefixLists);
    gaps = List.copyOf(gaps);
  }

  /** The newest datapoint; unavailable where there is none. */
  Reading<Series.Point> latest(String member, Metric metric) {
    Reading<Series> series = metrics.flatMap(all -> all.of(member, metric));
    return series.flatMap(
        points ->
            points
                .latest()
                .map(point -> Reading.known(point, point.minute()))
                .orElseGet(() -> Reading.unavailable("CloudWatch has no " + metric
                .cloudWatchName() + " of " + member + " in the last hour")));
  }

  /** A part of the probe's snapshot; unavailable, with the reason, where there was no look. */
  <T> Reading<T> seen(Function<Snapshot, Reading<T>> part) {
    return switch (look) {
      case Look.Seen(Snapshot snapshot) -> part.apply(snapshot);
      case Look.Failed failed -> Reading.unavailable(failed.sentence());
      case Look.NotTried notTried -> Reading.unavailable(notTried.reason());
    };
  }

  boolean sessionCameAbout() {
    return look instanceof Look.Seen;
  }
}
