package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.fake.Snapshots;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.observation.ClusterNetwork;
import io.auroraresponder.observation.ClusterNetwork.GroupMembership;
import io.auroraresponder.observation.ClusterNetwork.PlacedMember;
import io.auroraresponder.observation.ClusterNetwork.PlacedSubnet;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.observation.SecurityGroup.GroupPeer;
import io.auroraresponder.observation.SecurityGroup.Rule;
import io.auroraresponder.observation.Subnet;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.runbook.ClusterLook;
import io.auroraresponder.runbook.PauseState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A healthy orders-db, reached by a probe in sg-probe; a test changes what it is about. */
final class Scene {
  static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  static final Instant MINUTE = Instant.parse("2026-11-24T10:14:00Z");
  static final String WRITER = "orders-db-instance-1";
  static final String READER = "orders-db-instance-2";

  String status = "available";
  String endpoint = "orders-db.cluster-x.eu-west-1.rds.amazonaws.com";
  int port = 5432;
  double minAcu = 0.5;
  List<Member> members = List.of(member(WRITER, true, "available", "in-sync"), member(READER, false, "available", "in-sync"));
  Reading<ClusterNetwork> network = Reading.known(network("active", false, Instant.parse("2027-11-24T00:00:00Z")), NOW);
  Reading<List<SecurityGroup>> groups = Reading.known(List.of(admitting(group("sg-probe")), source()), NOW);
  Reading<List<Subnet>> subnets = Reading.known(List.of(subnet("subnet-a", 200), subnet("subnet-b", 180)), NOW);
  Map<String, Reading<List<String>>> prefixLists = Map.of();
  ConnectionSource source = new ConnectionSource("the probe", List.of("sg-probe"), List.of(), true);
  Map<String, Map<Metric, Reading<Series>>> metrics =
      Map.of(
          WRITER, Map.of(Metric.CAPACITY, series(4), Metric.CONNECTIONS, series(120), Metric.UPTIME, series(864_000)),
          READER, Map.of(Metric.CAPACITY, series(2), Metric.UPTIME, series(864_000)));
  Reading<List<RdsEvent>> events = Reading.known(List.of(), NOW.minus(Duration.ofHours(1)), NOW);
  Signal signal = new Signal("eventbridge-alarm", "alarm-1", "orders-db-connections", "Threshold Crossed: 3 datapoints",
      NOW.minusSeconds(20));
  PauseState pause = new PauseState(true, false, "");
  Look look = new Look.Seen(snapshot(WRITER, false, connections(120, 800, 3)));

  static Member member(String id, boolean writer, String status, String parameters) {
    return new Member(id, "db-" + id, writer, writer ? 0
        : 1, "db.serverless", status, parameters, id + ".x.eu-west-1.rds.amazonaws.com", 5432, true,
        "vpc-1");
  }

  static ClusterNetwork network(String groupStatus, boolean isPublic, Instant certificateEnd) {
    List<PlacedMember> placed = List.of(placed(WRITER, isPublic, certificateEnd), placed(READER, isPublic, certificateEnd));
    return new ClusterNetwork(List.of(new GroupMembership("sg-db", groupStatus)), placed, NOW);
  }

  static PlacedMember placed(String id, boolean isPublic, Instant certificateEnd) {
    List<PlacedSubnet> subnets = List.of(new PlacedSubnet("subnet-a", "Active"), new PlacedSubnet("subnet-b", "Active"));
    return new PlacedMember(id, isPublic, "vpc-1", "eu-west-1a", "Complete", subnets, "rds-ca-rsa2048-g1",
        Reading.known(certificateEnd, NOW));
  }

  static Subnet subnet(String id, int free) {
    return new Subnet(id, "eu-west-1a", "available", List.of(id.equals("subnet-a") ? "10.0.1.0/24" : "10.0.2.0/24"), free);
  }

  static Rule tcp(int from, int to, List<String> blocks, List<String> prefixLists, List<GroupPeer> groups) {
    List<String> v6 = blocks.stream().filter(block -> block.contains(":")).toList();
    List<String> v4 = blocks.stream().filter(block -> !block.contains(":")).toList();
    return new Rule("tcp", from, to, v4, v6, prefixLists, groups);
  }

  static GroupPeer group(String id) {
    return new GroupPeer(id, "111122223333", "");
  }

  static SecurityGroup admitting(GroupPeer peer) {
    return new SecurityGroup("sg-db", List.of(tcp(5432, 5432, List.of(), List.of(), List.of(peer))), List.of());
  }

  static SecurityGroup admitting(String... blocks) {
    return new SecurityGroup("sg-db", List.of(tcp(5432, 5432, List.of(blocks), List.of(), List.of())), List.of());
  }

  /** The probe's own group: egress to everywhere, as EC2 makes it. */
  static SecurityGroup source() {
    return new SecurityGroup("sg-probe", List.of(), List.of(new Rule("-1", -1, -1, List.of("0.0.0.0/0"), List.of(), List.of(), List.of())));
  }

  static Reading<Series> series(double value) {
    return Reading.known(new Series(List.of(new Series.Point(MINUTE, value))), MINUTE, NOW);
  }

  static Connections connections(int clients, int usable, int newLastMinute) {
    return new Connections(clients, 8, clients - 8, 0, 0, 0, newLastMinute, 0, 0, usable + 3, usable, List.of(), List.of());
  }

  static Snapshot snapshot(String instance, boolean reader, Connections connections) {
    Instant at = NOW.plusSeconds(1);
    return Snapshots.of(
        at, instance, reader, "16.6", Reading.known(connections, at), none(), none(), none(), none(), none(), none(), none(), none(),
        none(), none());
  }

  private static <T> Reading<T> none() {
    return Reading.unavailable("not a part of this scene");
  }

  Incident incident() {
    return new Incident("orders-db-1", "orders-db", new ClusterId("orders-db"), "111122223333", "eu-west-1", "connectivity", "", "", NOW,
        signal);
  }

  ClusterState cluster() {
    return new ClusterState(
        new ClusterId("orders-db"), "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db", "cluster-ABC", "111122223333", "eu-west-1",
        "aurora-postgresql", "16.6", "provisioned", status, Reading.known(ScalingRange.of(minAcu, 8, 300), NOW), members,
        Reading.known(Map.of(), NOW), "", "3", Reading.unavailable("not looked up"), endpoint, port, List.of(), NOW);
  }

  Metrics metrics() {
    return new Metrics(metrics, NOW.minus(Duration.ofHours(1)), NOW);
  }

  Scene with(Consumer<Scene> change) {
    change.accept(this);
    return this;
  }

  ConnectivityEvidence evidence() {
    return evidence(known -> known);
  }

  ConnectivityEvidence evidence(UnaryOperator<Reading<ClusterState>> cluster) {
    return new ConnectivityEvidence(
        new ClusterLook(
            NOW, incident(), cluster.apply(Reading.known(cluster(), NOW)), Reading.known(metrics(), NOW.minus(Duration.ofHours(1)), NOW),
            events, List.of(), 7),
        network, groups, subnets, prefixLists, source, pause, look);
  }
}
