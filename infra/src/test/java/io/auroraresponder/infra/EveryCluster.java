package io.auroraresponder.infra;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.intake.ClusterDirectory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An account in which every cluster that is asked for exists and has opted in, so that only the event itself decides. */
final class EveryCluster implements ClusterDirectory {
  private static final Instant AT = Instant.parse("2026-03-02T09:00:00Z");
  private static final ClusterId ORDERS = new ClusterId("orders-db");

  @Override
  public Optional<ClusterState> cluster(ClusterId id) {
    return Optional.of(
        new ClusterState(
            id, "arn:aws:rds:eu-west-1:111122223333:cluster:" + id, "cluster-ABCDEFGHIJKL", "111122223333", "eu-west-1",
            "aurora-postgresql",
            "17.5", "provisioned", "available", Reading.known(ScalingRange.of(0.5, 8), AT), List.of(),
            Reading.known(Map.of("aurora-responder:mode", "observe"), AT), "", "", Reading.unavailable("not asked"), "", 5432, List.of(),
            AT));
  }

  @Override
  public Optional<ClusterId> clusterOfInstance(String instanceId) {
    return Optional.of(ORDERS);
  }

  @Override
  public Optional<String> instanceOfResource(String dbiResourceId) {
    return Optional.of("orders-db-instance-1");
  }

  @Override
  public boolean standsAlone(String instanceId) {
    return false;
  }

  @Override
  public Optional<ClusterId> clusterOfSnapshot(String snapshotId) {
    return Optional.of(ORDERS);
  }

  @Override
  public List<AlarmDefinition> alarms(List<String> names) {
    return names.stream()
        .map(name -> new AlarmDefinition(name, List.of(
        new Measured("AWS/RDS", "ACUUtilization", Map.of("DBClusterIdentifier", "orders-db"))), ""))
        .toList();
  }

  @Override
  public List<ClusterState> clusters() {
    return cluster(ORDERS).stream().toList();
  }
}
