package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.ClusterSurroundings;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.runbook.EvidenceSource;
import io.auroraresponder.runbook.Gathering;
import io.auroraresponder.runbook.KnownCluster;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.PauseState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Gathers the scaling evidence: the cluster first, then limits, a day of metrics, events and the ledger at the same time. The database
 * is never connected to.
 */
public final class ScalingSource implements EvidenceSource<ScalingEvidence> {
  private static final Duration METRIC_WINDOW = Duration.ofDays(1);

  /** Of the day that the metrics show: whether it pauses just now, and what woke it. */
  private static final Duration EVENT_WINDOW = Duration.ofDays(1);

  /** Part of the deadline that is kept for thinking and telling. */
  private static final Duration RESERVE = Duration.ofSeconds(1);

  private static final Set<Metric> METRICS =
      EnumSet.of(
          Metric.CAPACITY, Metric.ACU_UTILIZATION, Metric.CPU, Metric.CONNECTIONS, Metric.CONNECTION_ATTEMPTS, Metric.REPLICA_LAG);

  private final Sources sources;
  private final ScalingThresholds thresholds;
  private final Clock clock;

  /**
   * Where the evidence comes from.
   *
   * @param policy reads the policy from the cluster's tags
   */
  public record Sources(
      ControlPlane controlPlane, ClusterSurroundings surroundings, MetricSource metrics, LeaseHistory leases,
      Function<ClusterState, Policy> policy, AcuRate rates) {}

  public ScalingSource(Sources sources, ScalingThresholds thresholds, Clock clock) {
    this.sources = sources;
    this.thresholds = thresholds;
    this.clock = clock;
  }

  @Override
  public ScalingEvidence gather(Incident incident, Deadline deadline) {
    Instant at = clock.instant();
    try (Gathering gathering = new Gathering(deadline.atMost(deadline.left().minus(RESERVE)))) {
      Reading<ClusterState> found =
          gathering.ask("rds:DescribeDBClusters", () -> KnownCluster.of(sources.controlPlane(), incident)).reading();
      return switch (found) {
        case Reading.Known<ClusterState> known -> gather(incident, known.value(), gathering, at);
        case Reading.Unavailable<ClusterState> gap -> nothing(incident, gap, at, gathering.asked());
      };
    }
  }

  private ScalingEvidence gather(Incident incident, ClusterState bare, Gathering gathering, Instant at) {
    Instant end = at.truncatedTo(ChronoUnit.MINUTES);
    Instant begin = end.minus(METRIC_WINDOW);
    Instant since = at.minus(EVENT_WINDOW);
    List<String> members = bare.members().stream().map(Member::id).toList();
    var limits = gathering.ask("rds:DescribeDBEngineVersions", () -> Reading.known(sources.controlPlane().limits(bare), at));
    var happened = gathering.ask("rds:DescribeEvents", () -> Reading.known(sources.controlPlane().events(bare, since, at), since, at));
    var measured =
        gathering.ask("cloudwatch:GetMetricData", () ->
        Reading.known(sources.metrics().read(members, METRICS, incident.signal().metric(), begin, end), begin, end));
    var proxies = gathering.ask("rds:DescribeDBProxies", () -> Reading.known(sources.surroundings().proxies(bare), at));
    var integrations = gathering.ask("rds:DescribeIntegrations", () -> Reading.known(sources.surroundings().integrations(bare), at));
    var parameters = gathering.ask("rds:DescribeDBClusterParameters", () -> Reading.known(sources.surroundings().parameters(bare), at));
    var leased = gathering.ask("the ledger", () -> Reading.known(sources.leases().of(bare, incident), at));

    ClusterState cluster = bare.withLimits(limits.reading());
    Reading<Metrics> metrics = measured.reading();
    Reading<List<RdsEvent>> events = happened.reading();
    Reading<LeaseHistory.Situation> lease = leased.reading();
    AttachedServices around = new AttachedServices(proxies.reading(), integrations.reading(), parameters.reading());
    boolean paused =
        cluster
            .writer()
            .filter(Member::serverless)
            .filter(writer -> PauseState.of(cluster, writer, incident, metrics, events, at, thresholds.freshness()).paused())
            .isPresent();
    return new ScalingEvidence(
        at, incident, Reading.known(cluster, cluster.at()), Reading.known(sources.policy().apply(cluster), cluster.at()), metrics, events,
        around, paused, lease,
        Reading.known(sources.rates().of(cluster), at), gaps(at, cluster, metrics, events, lease), gathering.asked());
  }

  private static List<Gap> gaps(
      Instant at, ClusterState cluster, Reading<Metrics> metrics, Reading<List<RdsEvent>> events, Reading<LeaseHistory.Situation> lease) {
    LinkedHashMap<String, Reading<?>> asked = new LinkedHashMap<>();
    asked.put("Limits", cluster.limits());
    asked.put("Tags", cluster.tags());
    asked.put("Metrics", metrics);
    asked.put("Events", events);
    asked.put("Ledger", lease);
    return KnownCluster.gaps(at, asked);
  }

  private static ScalingEvidence nothing(Incident incident, Reading.Unavailable<ClusterState> cluster, Instant at, int asked) {
    String reason = cluster.reason();
    return new ScalingEvidence(
        at, incident, cluster, Reading.unavailable(reason), Reading.unavailable(reason), Reading.unavailable(reason),
        AttachedServices.unavailable(reason), false, Reading.unavailable(reason),
        Reading.unavailable(reason), List.of(Gap.of("Cluster", at, reason)), asked);
  }
}
