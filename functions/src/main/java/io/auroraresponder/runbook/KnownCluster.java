package io.auroraresponder.runbook;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.ControlPlane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The first question of every runbook, and the gaps of all others. */
public final class KnownCluster {
  private KnownCluster() {}

  /** The incident's cluster; unavailable where RDS knows none of that name. */
  public static Reading<ClusterState> of(ControlPlane controlPlane, Incident incident) {
    return controlPlane
        .cluster(incident.cluster())
        .map(cluster -> Reading.known(cluster, cluster.at()))
        .orElseGet(
            () ->
                Reading.unavailable(
                    "RDS knows no cluster " + incident.cluster() + " in account " + incident.account() + ", " + incident.region()));
  }

  /** A gap for each source that gave nothing, in the order given. */
  public static List<Gap> gaps(Instant at, SequencedMap<String, Reading<?>> sources) {
    List<Gap> gaps = new ArrayList<>();
    for (Map.Entry<String, Reading<?>> source : sources.entrySet()) {
      if (source.getValue() instanceof Reading.Unavailable<?> missing) {
        gaps.add(Gap.of(source.getKey(), at, missing.reason()));
      }
    }
    return gaps;
  }
}
