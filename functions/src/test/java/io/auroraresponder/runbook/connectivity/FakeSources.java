package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
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
import io.auroraresponder.runbook.Examination;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Every port of the connectivity runbook, answering from a scene; parts that a test names fail. */
final class FakeSources implements ControlPlane, ClusterPlacement, VirtualNetwork, MetricSource, DatabaseProbe {
  final Scene scene;
  final Set<String> failing = new HashSet<>();
  final Queue<ProbeRequest> connections = new ConcurrentLinkedQueue<>();
  final Queue<String> prefixListsAsked = new ConcurrentLinkedQueue<>();

  FakeSources(Scene scene) {
    this.scene = scene;
  }

  Examination examine() {
    return ConnectivityRunbook.of(sources(), Clock.fixed(Scene.NOW, ZoneOffset.UTC))
        .examine(scene.incident(), Deadline.after(Duration.ofSeconds(30)));
  }

  ConnectivityEvidence gather() {
    return new ConnectivitySource(sources(), Clock.fixed(Scene.NOW, ZoneOffset.UTC))
        .gather(scene.incident(), Deadline.after(Duration.ofSeconds(30)));
  }

  private ConnectivitySource.Sources sources() {
    return new ConnectivitySource.Sources(
        this, this, this, this, this,
        (cluster, member) -> new ProbeRequest(member.endpoint(), member.port(), "postgres", "responder", member.id(), cluster.region()),
        vpc -> vpc.equals("vpc-1") ? scene.source : ConnectionSource.unknown());
  }

  private <T> T answer(String operation, T value) {
    if (failing.contains(operation)) {
      throw new DependencyException("aws", operation, "AccessDenied", false, "not allowed", null);
    }
    return value;
  }

  @Override
  public Optional<ClusterState> cluster(ClusterId id) {
    return answer("cluster", failing.contains("unknown cluster") ? Optional.empty() : Optional.of(scene.cluster()));
  }

  @Override
  public ClusterState.RangeLimits limits(ClusterState cluster) {
    throw new AssertionError("connectivity needs no limits");
  }

  @Override
  public List<RdsEvent> events(ClusterState cluster, Instant from, Instant to) {
    return answer("events", scene.events.orElse(List.of()));
  }

  @Override
  public ClusterNetwork of(ClusterState cluster) {
    return answer("placement", scene.network.orElse(new ClusterNetwork(List.of(), List.of(), Scene.NOW)));
  }

  @Override
  public List<SecurityGroup> securityGroups(Collection<String> ids) {
    return answer("groups", scene.groups.orElse(List.of()).stream().filter(group -> ids.contains(group.id())).toList());
  }

  @Override
  public List<String> groupsNamed(String vpc, String name) {
    return List.of();
  }

  @Override
  public List<Subnet> subnets(Collection<String> ids) {
    return answer("subnets", scene.subnets.orElse(List.of()).stream().filter(subnet -> ids.contains(subnet.id())).toList());
  }

  @Override
  public List<String> prefixList(String id) {
    prefixListsAsked.add(id);
    return answer("prefix list", scene.prefixLists.getOrDefault(id, Reading.unavailable("none")).orElse(List.of()));
  }

  @Override
  public Metrics read(Collection<String> members, Set<Metric> metrics, Instant from, Instant to) {
    return answer("metrics", scene.metrics());
  }

  @Override
  public Look look(ProbeRequest request, Deadline deadline) {
    connections.add(request);
    return scene.look;
  }
}
