package io.auroraresponder.runbook.backup;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.observation.BackupSettings;
import io.auroraresponder.observation.ClusterBackups;
import io.auroraresponder.observation.ClusterSnapshot;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.observation.SnapshotQuota;
import io.auroraresponder.runbook.Examination;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A well backed up orders-db behind every port of the runbook; a test changes what it is about and names the parts that fail. */
final class Backups implements ControlPlane, ClusterBackups, MetricSource {
  static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  static final String WRITER = "orders-db-instance-1";

  String status = "available";
  String memberStatus = "available";
  double minAcu = 0.5;
  int retentionDays = 14;
  Reading<Instant> latest = Reading.known(NOW.minus(Duration.ofMinutes(4)), NOW);
  Reading<Instant> created = Reading.known(NOW.minus(Duration.ofDays(200)), NOW);
  String recoveryPoint = "";
  long manualSnapshots = 12;
  List<ClusterSnapshot> snapshots = new ArrayList<>(List.of(automated(Duration.ofHours(8), "available")));
  List<RdsEvent> events = new ArrayList<>();
  List<RdsEvent> snapshotEvents =
      new ArrayList<>(
          List.of(
              event(name(Duration.ofHours(8)), "Creating automated cluster snapshot", "backup", Duration.ofHours(8)),
              event(name(Duration.ofHours(8)), "Automated cluster snapshot created", "backup", Duration.ofHours(7))));
  List<Series.Point> capacity = new ArrayList<>(List.of(new Series.Point(Instant.parse("2026-11-24T10:14:00Z"), 2)));
  Signal signal = new Signal("schedule", "schedule-1", "daily backup check", "scheduled check", NOW);
  final Set<String> failing = new HashSet<>();

  static ClusterSnapshot automated(Duration age, String status) {
    return new ClusterSnapshot(name(age), "automated", status, status.equals("available") ? 100 : 40, Reading.known(NOW.minus(age), NOW));
  }

  static String name(Duration age) {
    return "rds:orders-db-" + NOW.minus(age).toString().substring(0, 16).replace('T', '-').replace(':', '-');
  }

  static RdsEvent event(String source, String message, String category, Duration age) {
    return new RdsEvent(source, "", message, List.of(category), NOW.minus(age));
  }

  Backups with(Consumer<Backups> change) {
    change.accept(this);
    return this;
  }

  Incident incident() {
    return new Incident("orders-db-1", "orders-db", new ClusterId("orders-db"), "111122223333", "eu-west-1", "backup", "", "", NOW, signal);
  }

  Examination examine() {
    return BackupRunbook.of(new BackupSource.Sources(this, this, this), Clock.fixed(NOW, ZoneOffset.UTC))
        .examine(incident(), Deadline.after(Duration.ofSeconds(30)));
  }

  BackupEvidence gather() {
    return new BackupSource(new BackupSource.Sources(this, this, this), Clock.fixed(NOW, ZoneOffset.UTC))
        .gather(incident(), Deadline.after(Duration.ofSeconds(30)));
  }

  private <T> T answer(String operation, T value) {
    if (failing.contains(operation)) {
      throw new DependencyException("rds", operation, "Throttling", true, "Rate exceeded", null);
    }
    return value;
  }

  @Override
  public Optional<ClusterState> cluster(ClusterId id) {
    Member writer = new Member(WRITER, "db-1", true, 0, "db.serverless", memberStatus, "in-sync", "host", 5432, true);
    ClusterState cluster =
        new ClusterState(
            id, "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db", "cluster-ABC", "111122223333", "eu-west-1", "aurora-postgresql",
            "16.6",
            "provisioned", status, Reading.known(ScalingRange.of(minAcu, 8, 300), NOW), List.of(writer), Reading.known(Map.of(), NOW), "",
            "3",
            Reading.unavailable("not looked up"), "host", 5432, List.of(), NOW);
    return answer("cluster", Optional.of(cluster));
  }

  @Override
  public ClusterState.RangeLimits limits(ClusterState cluster) {
    throw new AssertionError("backups need no limits");
  }

  @Override
  public List<RdsEvent> events(ClusterState cluster, Instant from, Instant to) {
    return answer("events", List.copyOf(events));
  }

  @Override
  public BackupSettings settings(ClusterState cluster) {
    return answer(
        "settings",
        new BackupSettings(retentionDays, "02:00-02:30", created, latest, created, recoveryPoint,
        "arn:aws:kms:eu-west-1:111122223333:key/k-1", NOW));
  }

  @Override
  public SnapshotQuota quota() {
    return answer("quota", new SnapshotQuota(manualSnapshots, 100, NOW));
  }

  @Override
  public List<ClusterSnapshot> snapshots(ClusterState cluster) {
    return answer("snapshots", List.copyOf(snapshots));
  }

  @Override
  public List<RdsEvent> snapshotEvents(ClusterState cluster, Collection<String> ids, Instant from, Instant to) {
    return answer("snapshot events", List.copyOf(snapshotEvents));
  }

  @Override
  public Metrics read(Collection<String> members, Set<Metric> metrics, Instant from, Instant to) {
    return answer("metrics", new Metrics(Map.of(WRITER, Map.of(Metric.CAPACITY, Reading.known(new Series(capacity), from, to))), from, to));
  }
}
