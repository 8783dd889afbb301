package io.auroraresponder.fake;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.intake.ClusterDirectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small account: what is put in can be looked up, everything else does not exist. */
public final class FakeClusterDirectory implements ClusterDirectory {
  private final Map<ClusterId, ClusterState> clusters = new LinkedHashMap<>();
  private final Map<String, ClusterId> instances = new LinkedHashMap<>();
  private final Map<String, ClusterId> snapshots = new LinkedHashMap<>();
  private final Map<String, AlarmDefinition> alarms = new LinkedHashMap<>();
  private final List<String> loners = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private boolean throttled;

  /** orders-db with two members and billing-db with one, both opted in; warehouse-db, not opted in; parked-db, switched off. */
  public static FakeClusterDirectory usual() {
    FakeClusterDirectory directory = new FakeClusterDirectory();
    directory.add("orders-db", Map.of("aurora-responder:mode", "act"), "orders-db-instance-1", "orders-db-instance-2");
    directory.add("billing-db", Map.of("aurora-responder:mode", "observe"), "billing-db-instance-1");
    directory.add("warehouse-db", Map.of("team", "stock"), "warehouse-db-instance-1");
    directory.add("parked-db", Map.of("aurora-responder:mode", "off"));
    directory.snapshots.put("rds:orders-db-2026-01-15-02-40", new ClusterId("orders-db"));
    directory.snapshots.put("rds:orders-db-2026-03-02-02-07", new ClusterId("orders-db"));
    directory.addAlarm("orders-db-acu-high", "ACUUtilization", Map.of("DBClusterIdentifier", "orders-db"));
    directory.addAlarm("orders-db-connections-high", "DatabaseConnections", Map.of("DBInstanceIdentifier", "orders-db-instance-1"));
    return directory;
  }

  public FakeClusterDirectory add(String name, Map<String, String> tags, String... members) {
    Instant at = Instant.parse("2026-01-15T10:00:00Z");
    ClusterState state =
        new ClusterState(
            new ClusterId(name), "arn:aws:rds:eu-west-1:111122223333:cluster:" + name, "cluster-" + name.toUpperCase(java.util.Locale.ROOT),
            "111122223333", "eu-west-1", "aurora-postgresql", "16.6", "provisioned", "available",
            Reading.known(ScalingRange.of(0.5, 8), at), List.of(), Reading.known(tags, at), "", "", Reading.unavailable("not looked up"),
            "", 5432,
            List.of(), at);
    return put(state, members);
  }

  public FakeClusterDirectory put(ClusterState state, String... members) {
    clusters.put(state.id(), state);
    for (String member : members) {
      instances.put(member, state.id());
    }
    return this;
  }

  public FakeClusterDirectory addAlarm(String name, String metric, Map<String, String> dimensions) {
    alarms.put(name, new AlarmDefinition(name, List.of(new Measured("AWS/RDS", metric, dimensions)), ""));
    return this;
  }

  public FakeClusterDirectory addComposite(String name, String rule) {
    alarms.put(name, new AlarmDefinition(name, List.of(), rule));
    return this;
  }

  /** From now on no look-up is answered. */
  public FakeClusterDirectory throttle() {
    throttled = true;
    return this;
  }

  /** Everything that was looked up by name, in order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Optional<ClusterState> cluster(ClusterId id) {
    answer(id.value());
    return Optional.ofNullable(clusters.get(id));
  }

  @Override
  public Optional<ClusterId> clusterOfInstance(String instanceId) {
    answer(instanceId);
    return Optional.ofNullable(instances.get(instanceId));
  }

  /** A database that is no member of any cluster. */
  public FakeClusterDirectory addLoner(String instance) {
    loners.add(instance);
    return this;
  }

  /** By the made-up rule {@code db-} and the name in capitals without hyphens. */
  @Override
  public Optional<String> instanceOfResource(String dbiResourceId) {
    answer(dbiResourceId);
    return instances.keySet().stream()
        .filter(name -> dbiResourceId.equals("db-" + name.replace("-", "").toUpperCase(java.util.Locale.ROOT)))
        .findFirst();
  }

  @Override
  public boolean standsAlone(String instanceId) {
    answer(instanceId);
    return loners.contains(instanceId);
  }

  @Override
  public Optional<ClusterId> clusterOfSnapshot(String snapshotId) {
    answer(snapshotId);
    return Optional.ofNullable(snapshots.get(snapshotId));
  }

  @Override
  public List<AlarmDefinition> alarms(List<String> names) {
    names.forEach(this::answer);
    return names.stream().map(alarms::get).filter(java.util.Objects::nonNull).toList();
  }

  @Override
  public List<ClusterState> clusters() {
    answer("*");
    return List.copyOf(clusters.values());
  }

  private void answer(String name) {
    asked.add(name);
    if (throttled) {
      throw new DependencyException("rds", "Describe", "Throttling", true, "Rate exceeded", null);
    }
  }
}
