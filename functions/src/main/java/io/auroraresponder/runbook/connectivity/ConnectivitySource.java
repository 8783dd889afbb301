package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.ClusterPlacement;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.observation.Subnet;
import io.auroraresponder.observation.VirtualNetwork;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.runbook.EvidenceSource;
import io.auroraresponder.runbook.Gathering;
import io.auroraresponder.runbook.KnownCluster;
import io.auroraresponder.runbook.PauseState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Gathers the connectivity evidence: the cluster first; then its place in the network, events and metrics at the same time; then the
 * rules around it, and, when the metrics have said that the writer is awake, a session through the cluster endpoint.
 */
public final class ConnectivitySource implements EvidenceSource<ConnectivityEvidence> {
  private static final Duration METRIC_WINDOW = Duration.ofHours(1);

  /** Part of the deadline that is kept for thinking and telling. */
  private static final Duration RESERVE = Duration.ofSeconds(1);

  private static final Set<Metric> METRICS = EnumSet.of(Metric.CAPACITY, Metric.CONNECTIONS, Metric.CONNECTION_ATTEMPTS, Metric.UPTIME);

  private final Sources sources;
  private final ConnectivityThresholds thresholds;
  private final Clock clock;

  /**
   * Where the evidence comes from.
   *
   * @param requests makes the probe's request for a member; host and port are then those of the cluster endpoint
   * @param source from where the way is evaluated, by the id of the cluster's VPC; that id is empty where it is not known
   */
  public record Sources(
      ControlPlane controlPlane,
      ClusterPlacement placement,
      VirtualNetwork network,
      MetricSource metrics,
      DatabaseProbe probe,
      BiFunction<ClusterState, Member, ProbeRequest> requests,
      Function<String, ConnectionSource> source) {}

  public ConnectivitySource(Sources sources, ConnectivityThresholds thresholds, Clock clock) {
    this.sources = sources;
    this.thresholds = thresholds;
    this.clock = clock;
  }

  @Override
  public ConnectivityEvidence gather(Incident incident, Deadline deadline) {
    Instant at = clock.instant();
    Deadline enough = deadline.atMost(deadline.left().minus(RESERVE));
    try (Gathering gathering = new Gathering(enough)) {
      Reading<ClusterState> found =
          gathering.ask("rds:DescribeDBClusters", () -> KnownCluster.of(sources.controlPlane(), incident)).reading();
      return switch (found) {
        case Reading.Known<ClusterState> known -> gather(incident, known.value(), gathering, enough, at);
        case Reading.Unavailable<ClusterState> gap -> nothing(incident, gap, at, gathering.asked());
      };
    }
  }

  private ConnectivityEvidence gather(Incident incident, ClusterState cluster, Gathering gathering, Deadline enough, Instant at) {
    Instant since = at.minus(thresholds.eventWindow());
    Instant end = at.truncatedTo(ChronoUnit.MINUTES);
    Instant begin = end.minus(METRIC_WINDOW);
    List<String> members = cluster.members().stream().map(Member::id).toList();
    var placed = gathering.ask("rds:DescribeDBInstances", () -> Reading.known(sources.placement().of(cluster), at));
    var happened = gathering.ask("rds:DescribeEvents", () -> Reading.known(sources.controlPlane().events(cluster, since, at), since, at));
    var measured =
        gathering.ask("cloudwatch:GetMetricData", () ->
        Reading.known(sources.metrics().read(members, METRICS, incident.signal().metric(), begin, end), begin, end));

    Reading<Metrics> metrics = measured.reading();
    Reading<List<RdsEvent>> events = happened.reading();
    PauseState pause = pause(cluster, incident, metrics, events, at);
    var looking = gathering.ask("the probe", () -> Reading.known(look(cluster, pause, enough), at));
    Reading<ClusterNetwork> network = placed.reading();
    ConnectionSource source = sources.source().apply(vpc(cluster));
    Surroundings around = surroundings(cluster, network, source, gathering, at);
    Look look = seen(looking.reading());
    int statements = look instanceof Look.Seen(var snapshot) ? snapshot.cost().statements() : 0;
    return new ConnectivityEvidence(
        at, incident, Reading.known(cluster, cluster.at()), network, around.groups(), around.subnets(), around.prefixLists(), source,
        metrics, events, pause, look, gaps(at, network, around, metrics, events, look), gathering.asked() + statements);
  }

  private record Surroundings(
      Reading<List<SecurityGroup>> groups, Reading<List<Subnet>> subnets, Map<String, Reading<List<String>>> prefixLists) {}

  /** All members of a cluster stand in one VPC. */
  private static String vpc(ClusterState cluster) {
    return cluster.members().stream().map(Member::vpc).filter(id -> !id.isEmpty()).findFirst().orElse("");
  }

  private Surroundings surroundings(
      ClusterState cluster, Reading<ClusterNetwork> placed, ConnectionSource source, Gathering gathering, Instant at) {
    if (!(placed instanceof Reading.Known<ClusterNetwork>(ClusterNetwork network, Instant from, Instant to))) {
      String reason = "the cluster's place in the network is not known";
      return new Surroundings(Reading.unavailable(reason), Reading.unavailable(reason), Map.of());
    }
    Set<String> ids = new LinkedHashSet<>(network.groupIds());
    ids.addAll(source.groupIds());
    var asked = gathering.ask("ec2:DescribeSecurityGroups", () -> Reading.known(sources.network().securityGroups(ids), at));
    var subnets = gathering.ask("ec2:DescribeSubnets", () -> Reading.known(sources.network().subnets(network.subnetIds()), at));
    Reading<List<SecurityGroup>> groups = asked.reading();
    Map<String, Gathering.Pending<List<String>>> lists = new LinkedHashMap<>();
    for (String id : RuleBook.prefixListsOf(groups.orElse(List.of()), cluster.port())) {
      lists.put(id, gathering.ask("ec2:GetManagedPrefixListEntries", () -> Reading.known(sources.network().prefixList(id), at)));
    }
    Map<String, Reading<List<String>>> prefixLists = new LinkedHashMap<>();
    lists.forEach((id, pending) -> prefixLists.put(id, pending.reading()));
    return new Surroundings(groups, subnets.reading(), prefixLists);
  }

  /** The cluster endpoint leads to the writer, so the writer's sleep decides. */
  private PauseState pause(
      ClusterState cluster, Incident incident, Reading<Metrics> metrics, Reading<List<RdsEvent>> events, Instant at) {
    Optional<Member> writer = cluster.writer();
    if (writer.isEmpty()) {
      return new PauseState(false, false, "there is no writer; not probed");
    }
    boolean provisioned = !writer.get().instanceClass().isBlank() && !writer.get().serverless();
    if (provisioned) {
      // A provisioned writer never pauses and publishes no capacity (Aurora User Guide, auto-pause).
      return new PauseState(true, false, "");
    }
    return PauseState.of(cluster, writer.get(), incident, metrics, events, at, thresholds.freshness());
  }

  private Look look(ClusterState cluster, PauseState pause, Deadline enough) {
    if (StatusTable.ofCluster(cluster.status()).reach() == StatusTable.Reach.NO) {
      return new Look.NotTried("the cluster is " + cluster.status() + "; not probed");
    }
    if (!pause.awake()) {
      return new Look.NotTried(pause.reason());
    }
    if (cluster.endpoint().isBlank()) {
      return new Look.NotTried("the cluster has no endpoint; not probed");
    }
    ProbeRequest member = sources.requests().apply(cluster, cluster.writer().orElseThrow());
    return sources
        .probe()
        .look(
            member.at(cluster.endpoint(), cluster.port()),
            enough);
  }

  private static Look seen(Reading<Look> reading) {
    return switch (reading) {
      case Reading.Known<Look> known -> known.value();
      case Reading.Unavailable<Look> gap -> new Look.NotTried(gap.reason());
    };
  }

  private static List<Gap> gaps(
      Instant at, Reading<ClusterNetwork> network, Surroundings around, Reading<Metrics> metrics, Reading<List<RdsEvent>> events,
      Look look) {
    LinkedHashMap<String, Reading<?>> sources = new LinkedHashMap<>();
    sources.put("Network", network);
    sources.put("SecurityGroupRules", around.groups());
    sources.put("SubnetAddresses", around.subnets());
    around.prefixLists().forEach((id, entries) -> sources.put("PrefixList " + id, entries));
    sources.put("Metrics", metrics);
    sources.put("Events", events);
    List<Gap> gaps = new ArrayList<>(KnownCluster.gaps(at, sources));
    if (look instanceof Look.NotTried notTried) {
      gaps.add(Gap.of("Database", at, notTried.reason()));
    }
    return gaps;
  }

  private ConnectivityEvidence nothing(Incident incident, Reading.Unavailable<ClusterState> cluster, Instant at, int asked) {
    String reason = cluster.reason();
    return new ConnectivityEvidence(
        at, incident, cluster, Reading.unavailable(reason), Reading.unavailable(reason), Reading.unavailable(reason), Map.of(),
        sources.source().apply(""),
        Reading.unavailable(reason), Reading.unavailable(reason), new PauseState(false, false, reason), new Look.NotTried(reason),
        List.of(Gap.of("Cluster", at, reason)), asked);
  }
}
