package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.ClusterSurroundings;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.runbook.Gathering;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.LookSource;
import io.auroraresponder.runbook.PauseState;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.function.Function;

/** Gathers the scaling evidence: limits, what stands around the cluster and the ledger. The database is never connected to. */
public final class ScalingSource extends LookSource<ScalingEvidence> {
  private static final Duration METRIC_WINDOW = Duration.ofDays(1);

  /** Of the day that the metrics show: whether it pauses just now, and what woke it. */
  private static final Duration EVENT_WINDOW = Duration.ofDays(1);

  private static final Set<Metric> METRICS =
      EnumSet.of(
          Metric.CAPACITY, Metric.ACU_UTILIZATION, Metric.CPU, Metric.CONNECTIONS, Metric.CONNECTION_ATTEMPTS, Metric.REPLICA_LAG);

  private final Sources sources;

  /**
   * Where the evidence comes from.
   *
   * @param policy reads the policy from the cluster's tags
   */
  public record Sources(
      ControlPlane controlPlane, ClusterSurroundings surroundings, MetricSource metrics, LeaseHistory leases,
      Function<ClusterState, Policy> policy, AcuRate rates) {}

  public ScalingSource(Sources sources, Clock clock) {
    super(sources.controlPlane(), sources.metrics(), clock, new Scope(METRICS, METRIC_WINDOW, EVENT_WINDOW));
    this.sources = sources;
  }

  @Override
  protected ScalingEvidence gather(Gathering gathering) {
    ClusterSurroundings surroundings = sources.surroundings();
    var limits = gathering.ask("rds:DescribeDBEngineVersions", sources.controlPlane()::limits);
    var proxies = gathering.ask("rds:DescribeDBProxies", surroundings::proxies);
    var integrations = gathering.ask("rds:DescribeIntegrations", surroundings::integrations);
    var parameters = gathering.ask("rds:DescribeDBClusterParameters", surroundings::parameters);
    var maintenance = gathering.ask("rds:DescribePendingMaintenanceActions", surroundings::maintenance);
    var support = gathering.ask("rds:DescribeDBMajorEngineVersions", surroundings::support);
    var leased = gathering.ask("the ledger", cluster -> sources.leases().of(cluster, gathering.incident()));

    Reading<ClusterState> cluster = gathering.cluster().map(bare -> bare.withLimits(limits.reading()));
    Reading<LeaseHistory.Situation> lease = leased.reading();
    LinkedHashMap<String, Reading<?>> beside = new LinkedHashMap<>();
    beside.put("Limits", cluster.flatMap(ClusterState::limits));
    beside.put("Tags", cluster.flatMap(ClusterState::tags));
    beside.put("Ledger", lease);
    return new ScalingEvidence(
        gathering.done(beside).of(cluster), cluster.map(sources.policy()),
        new AttachedServices(
            proxies.reading(), integrations.reading(), parameters.reading(), maintenance.reading(), support.reading()),
        paused(gathering), lease,
        cluster.map(sources.rates()::of));
  }

  private boolean paused(Gathering gathering) {
    return gathering.cluster()
        .map(cluster -> cluster.writer().filter(Member::serverless)
            .filter(writer -> PauseState.of(cluster, writer, gathering.incident(), gathering.metrics(), gathering.events(), gathering.at())
            .paused())
            .isPresent())
        .orElse(false);
  }
}
