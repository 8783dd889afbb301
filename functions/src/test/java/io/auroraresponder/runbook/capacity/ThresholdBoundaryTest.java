package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.database.SnapshotScene.connections;
import static io.auroraresponder.database.SnapshotScene.sharing;
import static io.auroraresponder.runbook.capacity.CapacityScene.GIB;
import static io.auroraresponder.runbook.capacity.CapacityScene.NEWEST;
import static io.auroraresponder.runbook.capacity.CapacityScene.NOW;
import static io.auroraresponder.runbook.capacity.CapacityScene.and;
import static io.auroraresponder.runbook.capacity.CapacityScene.healthy;
import static io.auroraresponder.runbook.capacity.CapacityScene.loadGrowth;
import static io.auroraresponder.runbook.capacity.CapacityScene.onCpu;
import static io.auroraresponder.runbook.capacity.CapacityScene.repeat;
import static io.auroraresponder.runbook.capacity.CapacityScene.then;
import static io.auroraresponder.runbook.capacity.CapacityScene.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.database.SnapshotScene;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Limit;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.MemberLimit;
import io.auroraresponder.runbook.capacity.MemberMetrics.Ceiling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;



/** Every number of {@link CapacityLimit}: what holds exactly at it, and no longer holds one step to the other side. */
class ThresholdBoundaryTest {
  private static final long ONE = 77;

  /** {@code inside} is the last value that counts, {@code outside} the first that does not. */
  record Boundary(String limit, BooleanSupplier inside, BooleanSupplier outside) {
    @Override
    public String toString() {
      return limit;
    }
  }

  @ParameterizedTest
  @MethodSource("boundaries")
  void holdsAtTheLimitAndNotBeyond(Boundary boundary) {
    assertThat(boundary.inside().getAsBoolean()).as("%s, inside", boundary.limit()).isTrue();
    assertThat(boundary.outside().getAsBoolean()).as("%s, outside", boundary.limit()).isFalse();
  }

  @Test
  void everyThresholdHasItsBoundary() {
    List<String> limits = Stream.concat(Arrays.stream(CapacityLimit.values()), Arrays.stream(MemberLimit.values())).map(Limit::word)
        .toList();

    assertThat(boundaries().stream().map(Boundary::limit).toList()).containsAll(limits);
  }

  static List<Boundary> boundaries() {
    List<Boundary> all = new ArrayList<>();
    all.addAll(ceiling());
    all.addAll(cpu());
    all.addAll(sessionsAndStatements());
    all.addAll(connectionLimits());
    all.addAll(cache());
    all.addAll(ramp());
    all.addAll(rest());
    all.addAll(foresight());
    return all;
  }

  private static List<Boundary> foresight() {
    return List.of(
        new Boundary("forecastHorizon", () -> rising(60, 1, 2.78, 0.02), () -> rising(60, 1, 2.75, 0.02)),
        new Boundary("forecastNear", () -> near(3.03), () -> near(3.01)),
        new Boundary("forecastPoints", () -> rising(30, 1, 4, 0.1), () -> rising(29, 1, 4, 0.1)),
        new Boundary("forecastSteadiness", () -> rising(60, 12, 3, 0.05), () -> rising(60, 15, 3, 0.05)),
        new Boundary("usual", () -> usual(125), () -> usual(124.9)),
        new Boundary("clientShare", () -> oneClient(6, 4), () -> oneClient(5, 5)));
  }

  /** Capacity that rises by {@code perMinute} from {@code from}, in waves of so many minutes; older minutes are absent. */
  private static boolean rising(int minutes, int wave, double from, double perMinute) {
    return found("Forecast", rise(minutes, wave, from, perMinute));
  }

  private static CapacityScene rise(int minutes, int wave, double from, double perMinute) {
    double[] capacity = new double[minutes];
    for (int i = 0; i < minutes; i++) {
      // Within a wave the minutes come in the opposite order.
      int turned = i / wave * wave + (wave - 1 - i % wave);
      capacity[i] = from + perMinute * turned;
    }
    CapacityScene scene = healthy().capacity(capacity);
    return scene.withSeries(Metric.CAPACITY, scene.measured().of(CapacityScene.WRITER, Metric.CAPACITY).orElse(Series.EMPTY)
        .lastMinutes(minutes, NEWEST.plusSeconds(60)));
  }

  /** Whether a ceiling that rising by 0.05 ACU a minute reaches is near enough for a warning. */
  private static boolean near(double from) {
    return check("Forecast", rise(60, 1, from, 0.05)) instanceof CheckResult.Found found
        && found.findings().getFirst().severity() == Severity.WARNING;
  }

  /** So many commits at this hour yesterday, and 150 now. */
  private static boolean usual(double commits) {
    return loadGrowth().sameHour(SameHour.YESTERDAY, Metric.COMMIT_THROUGHPUT, commits).diagnose().advice().getFirst().text().text()
        .contains("comes again");
  }

  private static boolean oneClient(int mine, int others) {
    CapacityScene scene = loadGrowth();
    ActiveSession[] all = new ActiveSession[mine + others];
    for (int i = 0; i < all.length; i++) {
      String application = i < mine ? "report" : "shop";
      all[i] = new ActiveSession(300 + i, 0, "client backend", "orders", "app", application, "", "", 900 + i, Duration.ofMillis(20));
    }
    scene.snapshot().everySample(all);
    return found("Clients", scene);
  }

  private static boolean found(String check, CapacityScene scene) {
    return check(check, scene) instanceof CheckResult.Found;
  }

  private static CheckResult check(String id, CapacityScene scene) {
    return CapacityRunbook.checks().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow().examine(scene.evidence());
  }

  private static List<Boundary> ceiling() {
    return List.of(
        new Boundary("ceilingRatio", () -> atCeiling(7.6, 7.6, 7.6, 7.6, 7.6), () -> atCeiling(7.59, 7.59, 7.59, 7.59, 7.59)),
        new Boundary("ceilingMinutes", () -> atCeiling(2, 8, 8, 8, 8), () -> atCeiling(2, 2, 8, 8, 8)),
        new Boundary("ceilingWindow", () -> atCeiling(8, 8, 8, 8, 2), () -> atCeiling(8, 8, 8, 8, 2, 2)),
        new Boundary("presentMinutes", () -> present(8, 8, 2, 8, 8), () -> present(8, 8, 8, 8, 2)),
        new Boundary("settle", () -> endsWithNewest(Duration.ofSeconds(120)), () -> endsWithNewest(Duration.ofSeconds(119))),
        new Boundary("freshness", () -> endKnown(Duration.ofSeconds(300)), () -> endKnown(Duration.ofSeconds(301))));
  }

  private static boolean atCeiling(double... capacity) {
    return healthy().capacity(capacity).picture().metrics().atCeiling();
  }

  private static boolean present(double... capacity) {
    return healthy().capacity(capacity).picture().metrics().ceiling() instanceof Reading.Known<Ceiling> known && known.value().present();
  }

  /** {@code after} the newest minute began. */
  private static boolean endsWithNewest(Duration after) {
    return healthy().at(NEWEST.plus(after)).picture().metrics().end(Metric.CAPACITY).orElse(NEWEST).equals(NEWEST.plusSeconds(60));
  }

  private static boolean endKnown(Duration after) {
    return healthy().at(NEWEST.plus(after)).picture().metrics().end(Metric.CAPACITY).isKnown();
  }

  private static List<Boundary> cpu() {
    return List.of(
        new Boundary("cpuLimit", () -> cpuSaturated(80), () -> cpuSaturated(79.9)),
        new Boundary("cpuIdle", () -> fullNotPressed(49.9), () -> fullNotPressed(50)),
        new Boundary("vcpuPerAcu", () -> saturating(10), () -> saturating(9)),
        new Boundary("busySessions", () -> busy(64, 10), () -> busy(64, 9)),
        new Boundary("busyShare", () -> busy(256, 32), () -> busy(256, 31)),
        new Boundary("quietShare", () -> atRest(9), () -> atRest(10)));
  }

  private static boolean cpuSaturated(double percent) {
    return healthy().metric(Metric.CPU, percent, percent).picture().metrics().cpuSaturated();
  }

  private static boolean fullNotPressed(double percent) {
    return healthy().capacity(repeat(8, 10)).metric(Metric.CPU, repeat(percent, 5)).holds(new FullNotPressedRule());
  }

  /** 8 ACU are 2 vCPU: two sessions in {@code samples} of ten samples, one in the rest. */
  private static boolean saturating(int samples) {
    CapacityScene scene = healthy().capacity(repeat(8, 10));
    scene.snapshot().mixed(samples, onCpu(2), onCpu(1));
    return scene.picture().sessionsSaturateCpu();
  }

  /** 64 ACU are 16 vCPU, of which most would be more than the sessions that speak for themselves; of 64 vCPU half are 32. */
  private static boolean busy(double acu, int sessions) {
    CapacityScene scene = healthy().range(0.5, acu).capacity(repeat(acu, 10));
    scene.snapshot().everySample(onCpu(sessions));
    return scene.picture().cpuPresent();
  }

  /** Half of 2 vCPU is one session at work on average. */
  private static boolean atRest(int samples) {
    CapacityScene scene = healthy().capacity(repeat(8, 10));
    scene.snapshot().mixed(samples, onCpu(1), new ActiveSession[0]);
    return scene.picture().atRest();
  }

  private static List<Boundary> sessionsAndStatements() {
    return List.of(
        new Boundary("singleShare", () -> growthWithOneStatement(6, 4), () -> growthWithOneStatement(7, 4)),
        new Boundary("regressionSessions", () -> regression(3, 0, 4), () -> regression(2, 0, 4)));
  }

  private static boolean growthWithOneStatement(int sharing, int others) {
    CapacityScene scene = loadGrowth();
    scene.snapshot().everySample(and(sharing(ONE, sharing, Duration.ofMillis(20)), onCpu(others)));
    return scene.holds(new LoadGrowthRule());
  }

  private static boolean regression(int sharing, int others, double factor) {
    CapacityScene scene = loadGrowth();
    scene.snapshot().everySample(and(sharing(ONE, sharing, Duration.ofMillis(5)), onCpu(others)));
    scene.snapshot().statements(SnapshotScene.statement(ONE, 40, 10 * factor, 100 * factor));
    return scene.holds(CapacityRunbook.rule(Cause.PLAN_REGRESSION));
  }

  private static List<Boundary> connectionLimits() {
    return List.of(
        new Boundary("connectionShare", () -> saturated(90), () -> saturated(89)),
        new Boundary("stormShare", () -> storm(20, 1, 0), () -> storm(19, 1, 0)),
        new Boundary("stormFactor", () -> storm(30, 10, 0), () -> storm(29.9, 10, 0)),
        new Boundary("rollbackShare", () -> retriesNamed(10, 90), () -> retriesNamed(9.9, 90.1)));
  }

  private static boolean saturated(int clients) {
    CapacityScene scene = healthy();
    scene.snapshot().connections(connections(clients, 100, 0, 0));
    return scene.holds(new ConnectionSaturationRule());
  }

  private static CapacityScene stormScene(double attempts, double before) {
    CapacityScene scene =
        loadGrowth().metric(Metric.CONNECTION_ATTEMPTS, repeat(before, 100)).metric(Metric.CONNECTION_ATTEMPTS, attempts, attempts);
    scene.snapshot().connections(connections(40, 100, 0, 0));
    return scene;
  }

  private static boolean storm(double attempts, double before, double rollbacks) {
    CapacityScene scene = stormScene(attempts, before);
    scene.snapshot().rates(Reading.known(SnapshotScene.rates(100, rollbacks), NOW));
    return scene.holds(new ConnectionStormRule());
  }

  private static boolean retriesNamed(double rollbacks, double commits) {
    CapacityScene scene = stormScene(60, 5);
    scene.snapshot().rates(Reading.known(SnapshotScene.rates(commits, rollbacks), NOW));
    return scene.suspect(new ConnectionStormRule()).orElseThrow().says().text().contains("roll back");
  }

  private static List<Boundary> cache() {
    return List.of(
        new Boundary("memoryLeft", () -> memoryPressure(0.0999, 97), () -> memoryPressure(0.1, 97)),
        new Boundary("hitDrop", () -> memoryPressure(0.05, 97), () -> memoryPressure(0.05, 97.1)),
        new Boundary("coldFor", () -> restarted(Duration.ofMinutes(30)), () -> restarted(Duration.ofMinutes(30).plusSeconds(1))),
        new Boundary("scaleDownRatio", () -> scaledDownTo(6), () -> scaledDownTo(6.1)));
  }

  static CapacityScene memoryScene(double left, double hitRatio) {
    CapacityScene scene =
        healthy().capacity(repeat(8, 40)).metric(Metric.FREEABLE_MEMORY, repeat(left * 16 * GIB, 40))
        .metric(Metric.BUFFER_CACHE_HIT_RATIO, repeat(hitRatio, 5));
    scene.snapshot().everySample(and(waiting(4, "IO", "DataFileRead"), onCpu(3)));
    return scene;
  }

  private static boolean memoryPressure(double left, double hitRatio) {
    return memoryScene(left, hitRatio).holds(new MemoryPressureRule());
  }

  private static boolean restarted(Duration ago) {
    // The newest point speaks of the end of its minute, 90 s before now.
    return healthy().metric(Metric.UPTIME, (double) ago.minusSeconds(90).toSeconds()).picture().cacheLoss().isPresent();
  }

  private static boolean scaledDownTo(double acu) {
    return healthy().capacity(repeat(8, 40)).capacity(repeat(acu, 10)).picture().cacheLoss().isPresent();
  }

  private static List<Boundary> ramp() {
    return List.of(
        new Boundary("climbCpu", () -> ramp(0.86, 3), () -> ramp(0.85, 3)),
        new Boundary("climbMinutes", () -> ramp(0.95, 3), () -> ramp(0.95, 2)),
        new Boundary("healedMinutes", () -> calm(3), () -> calm(2)));
  }

  private static boolean ramp(double inForce, int minutes) {
    double[] capacity = Arrays.copyOf(new double[] {4, 5, 6}, minutes);
    CapacityScene scene = healthy().capacity(capacity)
        .metric(Metric.CPU, Arrays.stream(capacity).map(acu -> inForce * acu / 8 * 100).toArray());
    scene.snapshot().everySample(onCpu(4));
    return scene.holds(new RampLimitedRule());
  }

  /** The ceiling was left {@code minutes} complete minutes ago. */
  private static boolean calm(int minutes) {
    return healthy().capacity(then(repeat(8, 10), repeat(3, minutes))).diagnose().conditions().stream()
        .anyMatch(one -> one.word().equals("healed"));
  }

  private static List<Boundary> rest() {
    return List.of(
        new Boundary("commitKeep", () -> growthWithCommits(90), () -> growthWithCommits(89.9)),
        new Boundary("contradictionPoints", () -> contradictory(45), () -> contradictory(44.9)),
        new Boundary("lookAgain", () -> saysWhenItLooksAgain("5 min"), () -> saysWhenItLooksAgain("6 min")),
        new Boundary("lookBack", () -> lookedBackBy(Duration.ofMinutes(15)), () -> lookedBackBy(Duration.ofMinutes(16))));
  }

  private static boolean growthWithCommits(double commits) {
    return loadGrowth().metric(Metric.COMMIT_THROUGHPUT, repeat(100, 90)).metric(Metric.COMMIT_THROUGHPUT, repeat(commits, 5))
        .holds(new LoadGrowthRule());
  }

  /** Capacity stands at a quarter of max. */
  private static boolean contradictory(double cpu) {
    return healthy().metric(Metric.CPU, cpu, cpu).diagnose().conditions().stream().anyMatch(one -> one.word().equals("contradictory"));
  }

  private static boolean saysWhenItLooksAgain(String words) {
    CapacityScene scene = healthy();
    scene.snapshot().waits(Reading.unavailable("the samples were cut short"));
    var diagnosis = scene.diagnose();
    return diagnosis.cause() == Cause.UNKNOWN && diagnosis.advice().getFirst().text().text().contains(words);
  }

  private static boolean lookedBackBy(Duration back) {
    PortFakes ports = new PortFakes(healthy());
    ports.gather();
    return ports.lookedBackFrom.equals(NOW.minusSeconds(60).minus(back));
  }
}
