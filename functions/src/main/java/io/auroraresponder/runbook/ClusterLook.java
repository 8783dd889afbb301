package io.auroraresponder.runbook;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import java.time.Instant;
import java.util.List;

/**
 * What every runbook asks of a cluster, and what asking came to.
 *
 * @param at "now" for every check
 * @param metrics of all members, by minute, as far back as the runbook looks
 * @param events of cluster and members, as far back as the runbook looks
 * @param gaps what could not be read, with the reason: the cluster alone where that is what is missing
 * @param calls AWS calls and SQL statements that gathering took
 */
public record ClusterLook(
    Instant at, Incident incident, Reading<ClusterState> cluster, Reading<Metrics> metrics, Reading<List<RdsEvent>> events, List<Gap> gaps,
    int calls) {
  public ClusterLook {
    gaps = List.copyOf(gaps);
  }

  /** The same with more known of the cluster. */
  public ClusterLook of(Reading<ClusterState> other) {
    return new ClusterLook(at, incident, other, metrics, events, gaps, calls);
  }
}
