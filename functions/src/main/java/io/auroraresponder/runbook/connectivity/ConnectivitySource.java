package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
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
import io.auroraresponder.runbook.Gathering;
import io.auroraresponder.runbook.LookSource;
import io.auroraresponder.runbook.PauseState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
 * Gathers the connectivity evidence: the cluster's place in the network beside what every runbook asks; then the rules around it, and,
 * when the metrics have said that the writer is awake, a session through the cluster endpoint.
 */
public final class ConnectivitySource extends LookSource<ConnectivityEvidence> {
  private static final Duration METRIC_WINDOW = Duration.ofHours(1);

  private static final Set<Metric> METRICS = EnumSet.of(Metric.CAPACITY, Metric.CONNECTIONS, Metric.CONNECTION_ATTEMPTS, Metric.UPTIME);

  private final Sources sources;

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

  public ConnectivitySource(Sources sources, Clock clock) {
    super(sources.controlPlane(), sources.metrics(), clock, new Scope(METRICS, METRIC_WINDOW, ConnectivityLimit.EVENT_WINDOW.duration()));
    this.sources = sources;
  }

  @Override
  protected ConnectivityEvidence gather(Gathering gathering) {
    var placed = gathering.ask("rds:DescribeDBInstances", sources.placement()::of);
    PauseState pause = pause(gathering);
    var looking = look(gathering, pause);
    Reading<ClusterNetwork> network = placed.reading();
    ConnectionSource source = sources.source().apply(gathering.cluster().map(ConnectivitySource::vpc).orElse(""));
    Surroundings around = surroundings(gathering, network, source);
    Look look = seen(looking.reading());
    LinkedHashMap<String, Reading<?>> beside = new LinkedHashMap<>();
    beside.put("Network", network);
    beside.put("SecurityGroupRules", around.groups());
    beside.put("SubnetAddresses", around.subnets());
    around.prefixLists().forEach((id, entries) -> beside.put("PrefixList " + id, entries));
    if (look instanceof Look.NotTried) {
      // A session that failed is what this runbook finds, not what it lacks.
      beside.put("Database", gathering.database(look));
    }
    return new ConnectivityEvidence(
        gathering.done(beside), network, around.groups(), around.subnets(), around.prefixLists(), source, pause, look);
  }

  private record Surroundings(
      Reading<List<SecurityGroup>> groups, Reading<List<Subnet>> subnets, Map<String, Reading<List<String>>> prefixLists) {}

  /** All members of a cluster stand in one VPC. */
  private static String vpc(ClusterState cluster) {
    return cluster.members().stream().map(Member::vpc).filter(id -> !id.isEmpty()).findFirst().orElse("");
  }

  private Surroundings surroundings(Gathering gathering, Reading<ClusterNetwork> placed, ConnectionSource source) {
    if (!(placed instanceof Reading.Known<ClusterNetwork>(ClusterNetwork network, Instant from, Instant to))) {
      String reason = "the cluster's place in the network is not known";
      return new Surroundings(Reading.unavailable(reason), Reading.unavailable(reason), Map.of());
    }
    Set<String> ids = new LinkedHashSet<>(network.groupIds());
    ids.addAll(source.groupIds());
    var asked = gathering.ask("ec2:DescribeSecurityGroups", cluster -> sources.network().securityGroups(ids));
    var subnets = gathering.ask("ec2:DescribeSubnets", cluster -> sources.network().subnets(network.subnetIds()));
    Reading<List<SecurityGroup>> groups = asked.reading();
    Map<String, Gathering.Pending<List<String>>> lists = new LinkedHashMap<>();
    int port = gathering.cluster().map(ClusterState::port).orElse(0);
    for (String id : RuleBook.prefixListsOf(groups.orElse(List.of()), port)) {
      lists.put(id, gathering.ask("ec2:GetManagedPrefixListEntries", cluster -> sources.network().prefixList(id)));
    }
    Map<String, Reading<List<String>>> prefixLists = new LinkedHashMap<>();
    lists.forEach((id, pending) -> prefixLists.put(id, pending.reading()));
    return new Surroundings(groups, subnets.reading(), prefixLists);
  }

  /** The cluster endpoint leads to the writer, so the writer's sleep decides. */
  private PauseState pause(Gathering gathering) {
    return switch (gathering.cluster()) {
      case Reading.Unavailable<ClusterState> gap -> new PauseState(false, false, gap.reason());
      case Reading.Known<ClusterState> known -> pause(known.value(), gathering);
    };
  }

  private PauseState pause(ClusterState cluster, Gathering gathering) {
    Optional<Member> writer = cluster.writer();
    if (writer.isEmpty()) {
      return new PauseState(false, false, "there is no writer; not probed");
    }
    boolean provisioned = !writer.get().instanceClass().isBlank() && !writer.get().serverless();
    if (provisioned) {
      // A provisioned writer never pauses and publishes no capacity (Aurora User Guide, auto-pause).
      return new PauseState(true, false, "");
    }
    return PauseState.of(
        cluster, writer.get(), gathering.incident(), gathering.metrics(), gathering.events(), gathering.at());
  }

  private Gathering.Pending<Look> look(Gathering gathering, PauseState pause) {
    if (!(gathering.cluster() instanceof Reading.Known<ClusterState>(ClusterState cluster, Instant from, Instant to))) {
      return gathering.missing(pause.reason());
    }
    if (StatusTable.ofCluster(cluster.status()).reach() == StatusTable.Reach.NO) {
      return gathering.missing("the cluster is " + cluster.status() + "; not probed");
    }
    if (!pause.awake()) {
      return gathering.missing(pause.reason());
    }
    if (cluster.endpoint().isBlank()) {
      return gathering.missing("the cluster has no endpoint; not probed");
    }
    ProbeRequest member = sources.requests().apply(cluster, cluster.writer().orElseThrow());
    return gathering.probe("the probe", left -> sources.probe().look(member.at(cluster.endpoint(), cluster.port()), left));
  }

  private static Look seen(Reading<Look> reading) {
    return switch (reading) {
      case Reading.Known<Look> known -> known.value();
      case Reading.Unavailable<Look> gap -> new Look.NotTried(gap.reason());
    };
  }
}
