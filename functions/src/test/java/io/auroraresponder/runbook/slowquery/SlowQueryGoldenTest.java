package io.auroraresponder.runbook.slowquery;

import static io.auroraresponder.runbook.slowquery.HygieneScene.name;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.backend;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.session;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.statement;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.tree;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.InMemoryTable;
import io.auroraresponder.golden.Goldens;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.notify.MailText;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.UnexplainedNumbers;
import io.auroraresponder.probe.Hygiene.Age;
import io.auroraresponder.probe.Hygiene.BigTableScan;
import io.auroraresponder.probe.Hygiene.ForeignKey;
import io.auroraresponder.probe.Hygiene.InvalidIndex;
import io.auroraresponder.probe.Hygiene.RedundantIndex;
import io.auroraresponder.probe.Hygiene.Sequence;
import io.auroraresponder.probe.Hygiene.StaleStatistics;
import io.auroraresponder.probe.Hygiene.UnusedIndex;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.remediation.ClusterChanges;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.RemediationModule;
import io.auroraresponder.remediation.RemediationPorts;
import io.auroraresponder.remediation.RemediationSettings;
import io.auroraresponder.remediation.Wish;
import io.auroraresponder.remediation.Wishes;
import io.auroraresponder.runbook.Examination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
 * Whole answers of the slow-queries runbook, report and message, as files that a person can read and review.
 *
 * <p>They are written anew only with {@code -Dgolden.rewrite=true}; read the difference before it is committed.
 */
class SlowQueryGoldenTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final Backend IDLE = backend(8123, "idle in transaction", Duration.ofSeconds(250));
  private static final Backend ACTIVE = backend(8123, "active", Duration.ofSeconds(250));

  record Golden(String name, Supplier<SlowQueryScene> scene) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Golden> goldens() {
    return Stream.of(
        new Golden("slow-queries-lock-pileup", SlowQueryGoldenTest::pileUp),
        new Golden("slow-queries-idle-transaction-leak", SlowQueryGoldenTest::leak),
        new Golden("slow-queries-runaway", SlowQueryGoldenTest::runaway),
        new Golden("slow-queries-plan-regression", SlowQueryGoldenTest::regression),
        new Golden("slow-queries-missing-index", SlowQueryGoldenTest::missingIndex),
        new Golden("slow-queries-healthy-with-hygiene", SlowQueryGoldenTest::untidy),
        new Golden("slow-queries-unreachable", SlowQueryGoldenTest::unreachable));
  }

  private static SlowQueryScene pileUp() {
    Backend migration = backend(8200, "active", "Lock", "relation", Duration.ofSeconds(30));
    return new SlowQueryScene().running(ACTIVE, migration).trees(tree(ACTIVE, 41, Duration.ofMinutes(4), true, migration))
        .every(waiting(41, "Lock", "transactionid")).hygiene(untidyHygiene());
  }

  private static SlowQueryScene leak() {
    return new SlowQueryScene().idle(IDLE).trees(tree(IDLE, 3, Duration.ofSeconds(40))).every(waiting(3, "Lock", "transactionid"));
  }

  private static SlowQueryScene runaway() {
    return new SlowQueryScene().running(ACTIVE).every(session(8123, "", "", 7, Duration.ofSeconds(250)));
  }

  private static SlowQueryScene regression() {
    return new SlowQueryScene().statements(statement(20, 90, 0.9, 4000))
        .hygiene(new HygieneScene().stale(new StaleStatistics(name("public.stock"), 5_000, 2_000_000, 1_990_000, 550, false)));
  }

  private static SlowQueryScene missingIndex() {
    return new SlowQueryScene().rates(SlowQueryScene.rates(100, 1, 0.99, 1, 12_500_000, 3_000, 0)).every(waiting(6, "", ""))
        .hygiene(new HygieneScene()
            .scans(new BigTableScan(name("public.order_line"), 9_000_000, 4, 12_400_000, 6_200_000))
            .foreignKeys(new ForeignKey(name("line_order"), name("public.order_line"), name("public.orders"), name("order_id"), 9_000_000,
            false)));
  }

  private static SlowQueryScene untidy() {
    return new SlowQueryScene().hygiene(untidyHygiene());
  }

  private static HygieneScene untidyHygiene() {
    return new HygieneScene()
        .databases(new Age(name("orders"), 210_000_000, 4_000, 0, false))
        .invalid(new InvalidIndex(name("public.stock_sku_ccnew"), name("public.stock"), 300L << 20, true))
        .unused(new UnusedIndex(name("public.stock_color"), name("public.stock"), false, 900L << 20))
        .redundant(new RedundantIndex(name("public.stock_sku"), name("public.stock"), name("public.stock_sku_place"), false, false,
        700L << 20))
        .sequences(3, 0, new Sequence(name("public.order_line_id_seq"), name("public.order_line"), name("id"), 1_932_735_283, 2_147_483_647,
        0.9));
  }

  private static SlowQueryScene unreachable() {
    return new SlowQueryScene().look(new Look.Failed("53300", "No connection is left: the server is full.", SlowQueryScene.NOW));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void isWhatTheFileSays(Golden golden) throws IOException {
    Report report = report(golden.scene().get());
    String text = MailText.of(Notification.of(report), Optional.empty()).whole();

    check(golden.name() + ".json", Goldens.json(report));
    check(golden.name() + ".txt", text);
    assertThat(UnexplainedNumbers.in(text, report)).isEmpty();
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
  private static Report report(SlowQueryScene scene) {
    Incident incident = scene.incident();
    Examination examination = still(scene.examine());
    Clock clock = Clock.fixed(SlowQueryScene.NOW, ZoneOffset.UTC);
    AtomicInteger writes = new AtomicInteger();
    Ledger ledger = new Ledger(new InMemoryTable(clock), clock, () -> "write-" + writes.incrementAndGet());
    RemediationSettings settings = RemediationSettings.defaults();
    RemediationModule office =
        RemediationModule.open(
            new RemediationPorts(
                ledger, Goldens.allowing(clock, ledger), scene.controlPlane(), (members, metrics, from, to) ->
                new Metrics(Map.of(), from, to),
                request -> new ClusterChanges.Outcome.Refused("unexpected", "slow queries change nothing"), clock, () -> 0L),
            settings);
    Wish wish = new Wishes(settings.limits()).of(incident, examination.cluster(), examination.diagnosis());
    Decision decision = office.decider().decide(wish);
    return Report.of(incident, examination, decision.plan(), decision);
  }

  /** How long it took is the one thing that differs from run to run. */
  private static Examination still(Examination examination) {
    Report.Timing timing = new Report.Timing(examination.timing().startedAt(), Duration.ofMillis(1200), examination.timing().calls());
    return new Examination(
        examination.cluster(), examination.place(), examination.findings(), examination.gaps(), examination.diagnosis(),
        examination.chain(), List.of(), timing);
  }
}
