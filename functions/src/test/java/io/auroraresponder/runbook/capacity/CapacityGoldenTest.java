package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.database.SnapshotScene.backend;
import static io.auroraresponder.database.SnapshotScene.tree;
import static io.auroraresponder.runbook.capacity.CapacityScene.and;
import static io.auroraresponder.runbook.capacity.CapacityScene.healthy;
import static io.auroraresponder.runbook.capacity.CapacityScene.loadGrowth;
import static io.auroraresponder.runbook.capacity.CapacityScene.onCpu;
import static io.auroraresponder.runbook.capacity.CapacityScene.repeat;
import static io.auroraresponder.runbook.capacity.CapacityScene.waiting;

import io.auroraresponder.database.SnapshotScene;
import io.auroraresponder.fake.InMemoryHealth;
import io.auroraresponder.golden.Goldens;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.AfterDiagnosis;
import io.auroraresponder.runbook.EvidenceSource;
import io.auroraresponder.runbook.Examination;
import io.auroraresponder.runbook.HealthyLooks;
import io.auroraresponder.runbook.Runbook;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    CapacityScene scene = golden.scene().get();
    CapacityEvidence bare = scene.evidence();
    ClusterState cluster = tagged(scene.state(), golden.mode());
    CapacityEvidence evidence =
        new CapacityEvidence(
            bare.asked().of(Reading.known(cluster, cluster.at())), bare.member(), bare.policy(), bare.lookBack(), bare.applications(),
            bare.look(), bare.lease(), bare.healthy(), bare.lastWeek());
    Runbook<CapacityEvidence> runbook =
        new Runbook<>(
            CapacityRunbook.NAME, (EvidenceSource<CapacityEvidence>) (incident, deadline) -> evidence,
            CapacityRunbook.checks(),
            new CapacityDiagnostician(CapacityRunbook.causes()),
            evidence.healthy().isKnown() ? new HealthyLooks(new InMemoryHealth()) : AfterDiagnosis.NONE);
    Incident incident = bare.incident();
    Examination examination = runbook.examine(incident, Deadline.after(Duration.ofMinutes(1)));

    Goldens.check(golden.name(), incident, examination, (members, metrics, from, to) -> scene.measured(), CapacityScene.NOW);
  }

  private static ClusterState tagged(ClusterState state, String mode) {
    Map<String, String> tags = Map.of("aurora-responder:mode", mode, "aurora-responder:cluster", state.resourceId());
    return new ClusterState(
        state.id(), state.arn(), state.resourceId(), state.account(), state.region(), state.engine(), state.engineVersion(),
        state.engineMode(),
        state.status(), state.range(), state.members(), Reading.known(tags, state.at()), state.storageType(), state.platformVersion(),
        state.limits(), state.endpoint(), state.port(), state.blockers(), state.at());
  }
}
