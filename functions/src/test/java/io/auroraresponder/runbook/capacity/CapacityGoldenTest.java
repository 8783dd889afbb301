package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.database.SnapshotScene.backend;
import static io.auroraresponder.database.SnapshotScene.tree;
import static io.auroraresponder.runbook.capacity.CapacityScene.and;
import static io.auroraresponder.runbook.capacity.CapacityScene.healthy;
import static io.auroraresponder.runbook.capacity.CapacityScene.loadGrowth;
import static io.auroraresponder.runbook.capacity.CapacityScene.onCpu;
import static io.auroraresponder.runbook.capacity.CapacityScene.repeat;
import static io.auroraresponder.runbook.capacity.CapacityScene.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.database.HealthThresholds;
import io.auroraresponder.database.SnapshotScene;
import io.auroraresponder.fake.InMemoryHealth;
import io.auroraresponder.fake.InMemoryTable;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.notify.MailText;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.ReportJson;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.remediation.ClusterChanges;
import io.auroraresponder.remediation.Plan;
import io.auroraresponder.remediation.Planner;
import io.auroraresponder.remediation.RemediationOffice;
import io.auroraresponder.remediation.RemediationPorts;
import io.auroraresponder.remediation.RemediationSettings;
import io.auroraresponder.runbook.AfterDiagnosis;
import io.auroraresponder.runbook.EvidenceSource;
import io.auroraresponder.runbook.Examination;
import io.auroraresponder.runbook.HealthyLooks;
import io.auroraresponder.runbook.Runbook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole answers of the capacity runbook, report and message, as files that a person can read and review.
 *
 * <p>They are written anew only with {@code -Dgolden.rewrite=true}; read the difference before it is committed.
 */
class CapacityGoldenTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  /** A scene, and the mode that the cluster's tags name. */
  record Golden(String name, String mode, Supplier<CapacityScene> scene) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Golden> goldens() {
    return Stream.of(
        new Golden("capacity-load-growth-act", "act", CapacityScene::loadGrowth),
        new Golden("capacity-load-growth-observe", "observe", CapacityScene::loadGrowth),
        new Golden("capacity-lock-pileup", "act", CapacityGoldenTest::pile),
        new Golden("capacity-idle-transaction-leak", "act", CapacityGoldenTest::leak),
        new Golden("capacity-regression-since-healthy", "act", CapacityGoldenTest::regressionSinceHealthy),
        new Golden("capacity-paused", "act", CapacityGoldenTest::paused),
        new Golden("capacity-database-unreachable", "act", CapacityGoldenTest::unreachable),
        new Golden("capacity-healthy", "act", CapacityScene::healthy));
  }

  private static CapacityScene pile() {
    CapacityScene scene = loadGrowth();
    scene.snapshot()
        .everySample(and(onCpu(4), waiting(9, "Lock", "relation")))
        .trees(tree(backend(8123, "active", Duration.ofMinutes(4)), 9, Duration.ofSeconds(250)));
    return scene;
  }

  private static CapacityScene leak() {
    CapacityScene scene = healthy();
    scene.snapshot()
        .everySample(waiting(7, "Lock", "transactionid"))
        .trees(tree(backend(8123, "idle in transaction", Duration.ofMinutes(4)), 7, Duration.ofSeconds(200)));
    return scene;
  }

  /** A deploy lowered max and changed a plan; the counters' whole past is as slow as the present by now. */
  private static CapacityScene regressionSinceHealthy() {
    Instant then = CapacityScene.NOW.minus(Duration.ofHours(4));
    String text = "select * from stock where id = $1";
    HealthyLook.Shape shape =
        new HealthyLook.Shape(
            then, Reading.known(ScalingRange.of(0.5, 16), then), "16.6", "3", "aurora",
            List.of(new HealthyLook.MemberShape(CapacityScene.WRITER, true, 1, "db.serverless", "in-sync")), List.of());
    HealthyLook.Work work =
        new HealthyLook.Work(
            then, CapacityScene.WRITER, "17.5", 1670, List.of(),
            List.of(new HealthyLook.Statement(then, CapacityScene.WRITER, 71, text, 20_000, 10, 100,
            (double) Duration.ofHours(24).toSeconds())));
    CapacityScene scene = loadGrowth().healthyBefore(new HealthyLook(Reading.known(shape, then), Reading.known(work, then)));
    scene.snapshot()
        .everySample(SnapshotScene.sharing(71, 6, Duration.ofMillis(60)))
        .statements(new Snapshot.StatementDelta("orders", 71, text, 40, 60, 0.9, 900, 50_000, 55, 850,
        (double) Duration.ofHours(28).toSeconds()));
    return scene;
  }

  private static CapacityScene paused() {
    return healthy().range(0, 8).metric(Metric.CAPACITY, repeat(0, 5))
        .look(new Look.NotTried("paused (0 ACU); not probed, because a connection would wake it"));
  }

  private static CapacityScene unreachable() {
    return loadGrowth().look(new Look.Failed("08001", "Nothing listens at the endpoint: the instance restarts, or the port is wrong.",
        CapacityScene.NOW));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void isWhatTheFileSays(Golden golden) throws IOException {
    Report report = report(golden);

    check(golden.name() + ".json", ReportJson.indented(report));
    check(golden.name() + ".txt", MailText.of(Notification.of(report)).whole());
  }

  private static void check(String name, String now) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, now);
    }
    assertThat(now).as(name + "; rewrite it with -Dgolden.rewrite=true and review the difference").isEqualTo(Files.readString(file));
  }

  /** The real runbook, planner, guard rails and ledger; only what is outside of us stands still. */
  private static Report report(Golden golden) {
    CapacityScene scene = golden.scene().get();
    CapacityEvidence bare = scene.evidence();
    ClusterState cluster = tagged(scene.state(), golden.mode());
    CapacityEvidence evidence =
        new CapacityEvidence(
            bare.at(), bare.incident(), Reading.known(cluster, cluster.at()), bare.member(), bare.policy(), bare.metrics(), bare.events(),
            bare.lookBack(), bare.applications(), bare.look(), bare.lease(), bare.healthy(), bare.gaps(), bare.calls());
    Runbook<CapacityEvidence> runbook =
        new Runbook<>(
            CapacityRunbook.NAME, (EvidenceSource<CapacityEvidence>) (incident, deadline) -> evidence,
            CapacityRunbook.checks(CapacityThresholds.defaults()),
            new CapacityDiagnostician(CapacityThresholds.defaults(), CapacityRunbook.causes()),
            evidence.healthy().isKnown() ? new HealthyLooks(new InMemoryHealth(), HealthThresholds.defaults()) : AfterDiagnosis.NONE);
    Incident incident = bare.incident();
    Examination examination = still(runbook.examine(incident, Deadline.after(Duration.ofMinutes(1))));

    Clock clock = Clock.fixed(CapacityScene.NOW, ZoneOffset.UTC);
    AtomicInteger writes = new AtomicInteger();
    Ledger ledger = new Ledger(new InMemoryTable(clock), clock, () -> "write-" + writes.incrementAndGet());
    RemediationSettings settings = RemediationSettings.defaults("aurora-responder-remediation");
    RemediationOffice office =
        RemediationOffice.open(
            new RemediationPorts(
                ledger, standing(cluster), (members, metrics, from, to) -> scene.measured(),
                request -> new ClusterChanges.Outcome.Accepted("request-1"), clock, () -> 0L),
            settings);
    office.operators().run("operator", "golden");
    Plan plan = new Planner(settings, ledger, clock).plan(incident, examination.cluster(), examination.diagnosis());
    return Report.of(incident, examination, plan, office.desk().decide(plan));
  }

  private static ClusterState tagged(ClusterState state, String mode) {
    Map<String, String> tags = Map.of("aurora-responder:mode", mode, "aurora-responder:cluster", state.resourceId());
    return new ClusterState(
        state.id(), state.arn(), state.resourceId(), state.account(), state.region(), state.engine(), state.engineVersion(),
        state.engineMode(),
        state.status(), state.range(), state.members(), Reading.known(tags, state.at()), state.storageType(), state.platformVersion(),
        state.limits(), state.endpoint(), state.port(), state.blockers(), state.at());
  }

  /** How long it took is the one thing that differs from run to run. */
  private static Examination still(Examination examination) {
    Report.Timing timing = new Report.Timing(examination.timing().startedAt(), Duration.ofMillis(1200), examination.timing().calls());
    return new Examination(
        examination.cluster(), examination.findings(), examination.gaps(), examination.diagnosis(), examination.chain(),
        examination.links(), timing);
  }

  private static ControlPlane standing(ClusterState cluster) {
    return new ControlPlane() {
      @Override
      public Optional<ClusterState> cluster(ClusterId id) {
        return Optional.of(cluster);
      }

      @Override
      public ClusterState.RangeLimits limits(ClusterState of) {
        return new ClusterState.RangeLimits(0, 256);
      }

      @Override
      public List<RdsEvent> events(ClusterState of, Instant from, Instant to) {
        return List.of();
      }
    };
  }
}
