package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.DatabaseLook;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.observation.LoadHistory;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.probe.Look;
import io.auroraresponder.runbook.ClusterLook;
import io.auroraresponder.runbook.Evidence;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.MemberMinutes;
import io.auroraresponder.runbook.Vcpu;
import java.util.List;
import java.util.Optional;

/**
 * What the capacity runbook knows.
 *
 * @param member the member under pressure as far as the metrics tell: the one that was probed; empty where the cluster is unknown
 * @param policy what may be done to the cluster
 * @param look the probe of that member
 * @param lookBack load by wait event over the time before the signal
 * @param applications load by application over the same time
 * @param healthy what the cluster was like when it was last found healthy
 * @param lastWeek commits and load of that member at this hour seven days ago; asked for only where it stands at its ceiling
 */
public record CapacityEvidence(
    ClusterLook asked,
    String member,
    Reading<Policy> policy,
    Reading<List<LoadHistory.WaitLoad>> lookBack,
    Reading<List<LoadHistory.ApplicationLoad>> applications,
    Look look,
    Reading<LeaseHistory.Situation> lease,
    Reading<HealthyLook> healthy,
    Reading<Metrics> lastWeek)
    implements Evidence {

  @Override
  public Optional<Reading<HealthyLook>> healthyBefore() {
    return Optional.of(healthy);
  }

  Reading<Series> series(String instance, Metric metric) {
    return metrics().flatMap(all -> all.of(instance, metric));
  }

  MemberMinutes minutes() {
    return MemberMinutes.of(member, this);
  }

  /** The look into the database, added up. */
  DatabaseLook database() {
    Reading<Double> size = cluster().map(ClusterState::members).orElse(List.of()).stream()
        .filter(one -> one.id().equals(member))
        .findFirst()
        .map(one -> Vcpu.of(one, minutes())).orElseGet(() -> Reading.unavailable("the size of the member is not known"));
    return DatabaseLook.of(incident().cluster().value(), probed(), answering(), healthy)
        .measured(size, minutes().recent(Metric.COMMIT_LATENCY, 1));
  }
}
