package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.runbook.Evidence;
import io.auroraresponder.runbook.LeaseHistory;
import java.time.Instant;
import java.util.List;

/**
 * What the scaling runbook knows.
 *
 * @param cluster with its limits looked up
 * @param policy what the responder may do to it
 * @param metrics of all members by minute, over a day
 * @param events of cluster and members, over a day
 * @param around what stands around the cluster
 * @param paused whether the writer is paused or just about to be
 * @param rate price of an ACU hour
 */
public record ScalingEvidence(
    Instant at,
    Incident incident,
    Reading<ClusterState> cluster,
    Reading<Policy> policy,
    Reading<Metrics> metrics,
    Reading<List<RdsEvent>> events,
    AttachedServices around,
    boolean paused,
    Reading<LeaseHistory.Situation> lease,
    Reading<AcuRate.Rate> rate,
    List<Gap> gaps,
    int calls)
    implements Evidence {

  public ScalingEvidence {
    gaps = List.copyOf(gaps);
  }
}
