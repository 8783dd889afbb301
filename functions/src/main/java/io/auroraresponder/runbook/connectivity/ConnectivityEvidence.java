package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.observation.Subnet;
import io.auroraresponder.probe.Look;
import io.auroraresponder.runbook.ClusterLook;
import io.auroraresponder.runbook.Evidence;
import io.auroraresponder.runbook.PauseState;
import java.util.List;
import java.util.Map;

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
    ClusterLook asked,
    Reading<ClusterNetwork> network,
    Reading<List<SecurityGroup>> securityGroups,
    Reading<List<Subnet>> subnets,
    Map<String, Reading<List<String>>> prefixLists,
    ConnectionSource source,
    PauseState pause,
    Look look)
    implements Evidence {

  public ConnectivityEvidence {
    prefixLists = Map.copyOf(prefixLists);
  }

  /** The newest datapoint; unavailable where there is none. */
  Reading<Series.Point> latest(String member, Metric metric) {
    Reading<Series> series = metrics().flatMap(all -> all.of(member, metric));
    return series.flatMap(
        points ->
            points
                .latest()
                .map(point -> Reading.known(point, point.minute()))
                .orElseGet(() -> Reading.unavailable("CloudWatch has no " + metric
                .cloudWatchName() + " of " + member + " in the last hour")));
  }

  boolean sessionCameAbout() {
    return look instanceof Look.Seen;
  }
}
