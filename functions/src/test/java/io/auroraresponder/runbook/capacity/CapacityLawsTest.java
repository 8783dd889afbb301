package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.database.SnapshotScene.backend;
import static io.auroraresponder.database.SnapshotScene.connections;
import static io.auroraresponder.database.SnapshotScene.tree;
import static io.auroraresponder.runbook.capacity.CapacityScene.NOW;
import static io.auroraresponder.runbook.capacity.CapacityScene.WRITER;
import static io.auroraresponder.runbook.capacity.CapacityScene.and;
import static io.auroraresponder.runbook.capacity.CapacityScene.loadGrowth;
import static io.auroraresponder.runbook.capacity.CapacityScene.onCpu;
import static io.auroraresponder.runbook.capacity.CapacityScene.policy;
import static io.auroraresponder.runbook.capacity.CapacityScene.repeat;
import static io.auroraresponder.runbook.capacity.CapacityScene.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.database.SnapshotScene;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.RangeQuestion.Strength;
import io.auroraresponder.incident.ClusterState.RangeLimits;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import io.auroraresponder.observation.LoadHistory.WaitLoad;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.ConnectionLimit;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.LeaseHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;


/** What must hold for any evidence: seeded, so that a failure can be run again. */
class CapacityLawsTest {
  private static final String[][] WAITS = {
    {"", ""}, {"Lock", "tuple"}, {"Lock", "relation"}, {"LWLock", "LockManager"}, {"IO", "DataFileRead"}, {"IO", "XactSync"},
        {"IPC", "ExecuteGather"},
    {"Client", "ClientRead"}, {"Timeout", "VacuumDelay"}, {"Strange", "Unheard"}
  };

  /** A way to lose one reading. */
  private static final Map<String, Consumer<CapacityScene>> LOSSES = losses();

  private static Map<String, Consumer<CapacityScene>> losses() {
    Map<String, Consumer<CapacityScene>> all = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      all.put(metric.name(), scene -> scene.without(metric));
    }
    all.put("limits", scene -> scene.limits(Reading.unavailable("lost")));
    all.put("policy", scene -> scene.policy(Reading.unavailable("lost")));
    all.put("ledger", scene -> scene.lease(Reading.unavailable("lost")));
    all.put("events", scene -> scene.events(Reading.unavailable("lost")));
    all.put("range", scene -> scene.range(Reading.unavailable("lost")));
    all.put("cluster", scene -> scene.cluster(Reading.unavailable("lost")));
    all.put("metrics", scene -> scene.metrics(Reading.unavailable("lost")));
    all.put("look", scene -> scene.look(new Look.Failed("08001", "lost after 3 s", NOW)));
    all.put("lookBack", scene -> scene.lookBack(Reading.unavailable("lost")));
    all.put("waits", scene -> scene.snapshot().waits(Reading.unavailable("lost")));
    all.put("trees", scene -> scene.snapshot().trees(Reading.unavailable("lost")));
    all.put("idle", scene -> scene.snapshot().idle(Reading.unavailable("lost")));
    all.put("statements", scene -> scene.snapshot().statements(Reading.unavailable("lost")));
    all.put("maintenance", scene -> scene.snapshot().maintenance(Reading.unavailable("lost")));
    all.put("connections", scene -> scene.snapshot().connections(Reading.unavailable("lost")));
    all.put("rates", scene -> scene.snapshot().rates(Reading.unavailable("lost")));
    return all;
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs().between(0, 1_000_000_000L);
  }

  @Provide
  Arbitrary<String> readings() {
    return Arbitraries.of(LOSSES.keySet());
  }

  // ------------------------------------------------------------------ laws

  @Property(tries = 200, seed = "20261124")
  void checksAndDiagnosisNeverThrowAndEveryNumberIsAFact(@ForAll("seeds") long seed) {
    CapacityScene scene = wild(new Random(seed));
    CapacityEvidence evidence = scene.evidence();

    List<Phrase> phrases = new ArrayList<>();
    for (Check<CapacityEvidence> check : CapacityRunbook.checks()) {
      CheckResult result = check.examine(evidence);
      phrases.addAll(Numbers.phrases(result));
    }
    Diagnosis diagnosis = scene.diagnose();
    phrases.addAll(Numbers.phrases(diagnosis));

    assertThat(phrases).allSatisfy(phrase -> assertThat(Numbers.unexplained(phrase)).as(phrase.text()).isEmpty());
    assertThat(diagnosis.headline().isEmpty()).isFalse();
  }

  @Property(tries = 200, seed = "20261124")
  void losingAReadingNeverTurnsADiagnosisIntoOneThatActs(@ForAll("seeds") long seed, @ForAll("readings") String reading) {
    CapacityScene whole = nearlyActing(new Random(seed));
    CapacityScene lossy = nearlyActing(new Random(seed));
    LOSSES.getOrDefault(reading, unknown -> {}).accept(lossy);

    Diagnosis before = whole.diagnose();
    Diagnosis after = lossy.diagnose();

    if (before.range().orElseThrow().strength() != Strength.ACT) {
      assertThat(after.range().orElseThrow().strength()).as("%s lost; was %s", reading, before.headline().text())
          .isNotEqualTo(Strength.ACT);
    }
  }

  @Property(tries = 100, seed = "20261124")
  void onlyTheThreeCausesOfCapacityActAndNeverUnderACondition(@ForAll("seeds") long seed) {
    Diagnosis diagnosis = nearlyActing(new Random(seed)).diagnose();

    if (diagnosis.range().orElseThrow().strength() == Strength.ACT) {
      assertThat(diagnosis.lever().changesRange()).isTrue();
      assertThat(diagnosis.cause().supports(diagnosis.lever())).isTrue();
      assertThat(diagnosis.conditions()).isEmpty();
      assertThat(diagnosis.range().orElseThrow().refused()).noneMatch(refused -> refused.lever().equals(diagnosis.lever().word()));
    }
  }

  @Property(tries = 100, seed = "20261124")
  void higherCpuNeverLowersTheSeverity(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    long scene = random.nextLong();
    double low = random.nextInt(100);
    double high = low + random.nextInt(101 - (int) low);

    Diagnosis calmer = nearlyActing(new Random(scene)).metric(Metric.CPU, repeat(low, 10)).diagnose();
    Diagnosis busier = nearlyActing(new Random(scene)).metric(Metric.CPU, repeat(high, 10)).diagnose();

    assertThat(busier.severity())
        .as("%s at %s, %s at %s", calmer.headline().text(), low, busier.headline().text(), high)
        .isLessThanOrEqualTo(calmer.severity());
  }

  @Property(tries = 100, seed = "20261124")
  void moreAndLongerWaitersNeverLowerTheSeverity(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    int few = random.nextInt(12);
    int many = few + random.nextInt(12);
    int seconds = random.nextInt(60);
    int longer = seconds + random.nextInt(60);
    int busy = random.nextInt(6);
    String state = random.nextBoolean() ? "active" : "idle in transaction";

    Diagnosis fewer = waiters(few, seconds, busy, state).diagnose();
    Diagnosis more = waiters(many, longer, busy, state).diagnose();

    assertThat(more.severity())
        .as("%s; %s", fewer.headline().text(), more.headline().text())
        .isLessThanOrEqualTo(fewer.severity());
  }

  private static CapacityScene waiters(int waiting, int seconds, int busy, String state) {
    CapacityScene scene = CapacityScene.healthy();
    scene.snapshot().everySample(and(waiting(waiting, "Lock", "transactionid"), onCpu(busy)));
    if (waiting > 0) {
      scene.snapshot().trees(tree(backend(42, state, Duration.ofSeconds(seconds + 1L)), waiting, Duration.ofSeconds(seconds)));
    }
    return scene;
  }

  // ------------------------------------------------------------------ evidence

  /** Load growth with up to three changes that make another cause, a condition, or nothing of it. */
  private static CapacityScene nearlyActing(Random random) {
    List<Consumer<CapacityScene>> changes =
        List.of(
            scene -> scene.snapshot().trees(tree(backend(42, "active", Duration.ofMinutes(2)), 7, Duration.ofSeconds(50)))
                .everySample(and(onCpu(6), waiting(7, "Lock", "tuple"))),
            scene -> scene.snapshot().trees(tree(backend(42, "idle in transaction", Duration.ofMinutes(2)), 2, Duration.ofSeconds(50))),
            scene -> scene.snapshot().connections(connections(1600, 1660, 1, 0)),
            scene -> scene.snapshot().connections(connections(300, 1660, 500, 0)),
            scene -> scene.snapshot().connections(connections(20, 1660, 1, 4)),
            scene -> scene.snapshot().everySample(and(onCpu(6), waiting(5, "LWLock", "LockManager"))),
            scene -> scene.snapshot().everySample(and(onCpu(3), waiting(5, "IO", "DataFileRead"))),
            scene -> scene.snapshot().maintenance(SnapshotScene.work(5000, "copy"))
            .everySample(SnapshotScene.sharing(7, 3, Duration.ofMinutes(3))),
            scene -> scene.snapshot().everySample(and(SnapshotScene.sharing(7, 6, Duration.ZERO), onCpu(5)))
                .statements(SnapshotScene.statement(7, 40, 60, 900)),
            scene -> scene.snapshot().everySample(SnapshotScene.sharing(7, 6, Duration.ZERO))
            .statements(SnapshotScene.statement(7, 90, 12, 100)),
            scene -> scene.metric(Metric.CONNECTION_ATTEMPTS, repeat(700, 4)),
            scene -> scene.metric(Metric.UPTIME, 700).metric(Metric.BUFFER_CACHE_HIT_RATIO, repeat(90, 5)),
            scene -> scene.event(WRITER, "DB instance restarted", Duration.ofMinutes(5))
            .metric(Metric.BUFFER_CACHE_HIT_RATIO, repeat(95, 5)),
            scene -> scene.metric(Metric.FREEABLE_MEMORY, repeat(1e9, 10)).metric(Metric.BUFFER_CACHE_HIT_RATIO, repeat(90, 5)),
            scene -> scene.metric(Metric.COMMIT_THROUGHPUT, repeat(60, 6)),
            scene -> scene.limits(Reading.known(new RangeLimits(0, 8), NOW)),
            scene -> scene.policy(Reading.known(policy(8), NOW)),
            scene -> scene.lease(Reading.known(LeaseHistory.Situation.RESET, NOW)),
            scene -> scene.capacity(3, 4, 5, 6).metric(Metric.CPU, 36, 48, 60, 72),
            scene -> scene.metric(Metric.CAPACITY, repeat(8, 10)).metric(Metric.ACU_UTILIZATION, 50, 50, 50, 100, 100),
            scene -> scene.capacity(repeat(4, 10)),
            scene -> scene.range(0, 8),
            scene -> scene.metric(Metric.CPU, repeat(30, 10)));
    CapacityScene scene = loadGrowth();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      changes.get(random.nextInt(changes.size())).accept(scene);
    }
    return scene;
  }

  /** Anything: series with holes and odd values, sessions in any state, readings lost at random. */
  private static CapacityScene wild(Random random) {
    CapacityScene scene = start(random);
    int holes = random.nextInt(4);
    for (Metric metric : Metric.values()) {
      if (random.nextInt(6) < holes) {
        scene.withSeries(metric, series(random));
      }
    }
    if (random.nextBoolean()) {
      scene.range(random.nextInt(4) * 0.5, 2 + random.nextInt(60) * 0.5);
    }
    if (random.nextInt(3) == 0) {
      scene.onlyMember(CapacityScene.member(WRITER, random.nextBoolean(), random.nextInt(4)));
    }
    if (random.nextInt(4) == 0) {
      scene.event(random.nextBoolean() ? WRITER : "orders-db",
          List.of("DB instance restarted", "Successfully paused the DB instance.", "{} 7").get(random.nextInt(3)),
          Duration.ofMinutes(random.nextInt(50)));
    }
    scene.lookBack(Reading.known(List.of(new WaitLoad("", random.nextBoolean() ? "" : "CPU", random.nextDouble() * 9)),
        NOW.minusSeconds(900), NOW));
    if (random.nextBoolean()) {
      snapshot(random, scene.snapshot());
    }
    if (random.nextInt(8) == 0) {
      scene.look(new Look.Failed(random.nextBoolean() ? "53300" : "", "gave up after 3 of 12 s {}", NOW));
    }
    List<Consumer<CapacityScene>> losses = List.copyOf(LOSSES.values());
    int lost = random.nextInt(4);
    for (int i = 0; i < lost; i++) {
      losses.get(random.nextInt(losses.size())).accept(scene);
    }
    return scene;
  }

  private static CapacityScene start(Random random) {
    List<CauseRulesTest.CauseCase> causes = CauseRulesTest.cases();
    return switch (random.nextInt(3)) {
      case 0 -> nearlyActing(random);
      case 1 -> causes.get(random.nextInt(causes.size())).scene().get();
      default -> CapacityScene.healthy();
    };
  }

  private static Series series(Random random) {
    double scale = List.of(0.0, 1.0, 8.0, 100.0, 1e6, 1e11).get(random.nextInt(6));
    List<Point> points = new ArrayList<>();
    int minutes = random.nextInt(130);
    for (int i = 0; i < minutes; i++) {
      if (random.nextInt(10) > 0) {
        points.add(new Point(CapacityScene.NEWEST.minus(Duration.ofMinutes(i - 1L)), Math.rint(random.nextDouble() * scale * 100) / 100));
      }
    }
    return new Series(points);
  }

  private static void snapshot(Random random, SnapshotScene snapshot) {
    if (random.nextInt(5) > 0) {
      ActiveSession[] sessions = new ActiveSession[random.nextInt(12)];
      for (int i = 0; i < sessions.length; i++) {
        String[] wait = WAITS[random.nextInt(WAITS.length)];
        sessions[i] =
            new ActiveSession(
                100 + i, random.nextInt(4) == 0 ? 100 : 0, random.nextInt(6) == 0 ? "autovacuum worker"
                : "client backend", "orders", "app", "", wait[0], wait[1],
                random.nextInt(4), Duration.ofSeconds(random.nextInt(200)));
      }
      snapshot.samples(random.nextInt(12), sessions);
    }
    List<LockTree> trees = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String state = List.of("", "active", "idle in transaction", "idle in transaction (aborted)").get(random.nextInt(4));
      LockTree tree = tree(backend(random.nextInt(3), state, Duration.ofSeconds(random.nextInt(200))), random.nextInt(9),
          Duration.ofSeconds(random.nextInt(90)));
      trees.add(random.nextBoolean() ? tree : SnapshotScene.unstable(tree));
    }
    snapshot.trees(trees.toArray(LockTree[]::new));
    snapshot.idle(backend(random.nextInt(3), "idle in transaction", Duration.ofSeconds(random.nextInt(4000))));
    snapshot.statements(SnapshotScene.statement(random.nextInt(4), random.nextInt(200), random.nextInt(900), random.nextInt(9000),
        random.nextInt(60)));
    snapshot.connections(
        connections(random.nextInt(300), random.nextInt(300), random.nextInt(200), random.nextInt(2),
        new ConnectionLimit("role", "app", random.nextInt(20), random.nextInt(20))));
    snapshot.rates(Reading.known(SnapshotScene.rates(random.nextInt(100), random.nextInt(100)), NOW));
    if (random.nextInt(3) == 0) {
      snapshot.maintenance(SnapshotScene.work(100, "autovacuum"));
    }
  }
}
