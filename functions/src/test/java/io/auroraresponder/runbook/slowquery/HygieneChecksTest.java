package io.auroraresponder.runbook.slowquery;

import static io.auroraresponder.runbook.slowquery.HygieneScene.name;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.backend;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.tree;
import static io.auroraresponder.runbook.slowquery.SlowQueryScene.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene.Age;
import io.auroraresponder.probe.Hygiene.BigTableScan;
import io.auroraresponder.probe.Hygiene.BloatedTable;
import io.auroraresponder.probe.Hygiene.DeadRows;
import io.auroraresponder.probe.Hygiene.ForeignKey;
import io.auroraresponder.probe.Hygiene.InvalidIndex;
import io.auroraresponder.probe.Hygiene.MissingIndex;
import io.auroraresponder.probe.Hygiene.Name;
import io.auroraresponder.probe.Hygiene.RedundantIndex;
import io.auroraresponder.probe.Hygiene.Sequence;
import io.auroraresponder.probe.Hygiene.StaleStatistics;
import io.auroraresponder.probe.Hygiene.Temporary;
import io.auroraresponder.probe.Hygiene.UnusedIndex;
import io.auroraresponder.probe.ProbeRequest.Scope;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.probe.Snapshot.Setting;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Examination;
import io.auroraresponder.runbook.Told;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HygieneChecksTest {
  private static final Name T = name("public.t");
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private static Finding found(String check, HygieneScene scene) {
    return found(check, new SlowQueryScene().hygiene(scene));
  }

  private static Finding found(String check, SlowQueryScene scene) {
    return switch (scene.check(check)) {
      case CheckResult.Found found -> found.findings().getFirst();
      case CheckResult.Clear clear -> clear.seen();
      case CheckResult.Inconclusive open -> throw new AssertionError("open: " + open.gap().reason());
    };
  }

  private static String open(String check, HygieneScene scene) {
    return switch (new SlowQueryScene().hygiene(scene).check(check)) {
      case CheckResult.Inconclusive open -> open.gap().reason().text();
      case CheckResult.Found found -> throw new AssertionError("found: " + found);
      case CheckResult.Clear clear -> throw new AssertionError("clear: " + clear);
    };
  }

  private static List<String> commands(Finding finding) {
    return finding.advice().stream().map(one -> one.command().text()).toList();
  }

  @Test
  void aDatabaseInOrderIsClearInEveryCheck() {
    SlowQueryScene scene = new SlowQueryScene();

    assertThat(SlowQueryRunbook.hygiene()).hasSize(11)
        .allSatisfy(check -> assertThat(check.examine(scene.evidence())).isInstanceOf(CheckResult.Clear.class));
    assertThat(scene.probed).allSatisfy(request -> assertThat(request.scope()).isEqualTo(Scope.WITH_HYGIENE));
  }

  @Test
  void indexesOfTwoDatabasesAreToldApart() {
    List<InvalidIndex> both =
        Stream.of("orders", "travel").map(database -> new InvalidIndex(new Name(database, "public.i", true), T, MIB, false)).toList();
    Finding finding = found("InvalidIndexes", new HygieneScene().invalid(both.toArray(InvalidIndex[]::new)));

    assertThat(finding.summary().text())
        .isEqualTo("2 invalid indexes: public.i (1 MiB) in database orders, public.i (1 MiB) in database travel");
    assertThat(finding.database()).isEqualTo("orders");
    assertThat(finding.advice()).extracting(Advice::database).containsExactly("orders", "travel");
  }

  @Test
  void aLookWithoutHygieneIsOneGapAndNoHealth() {
    Examination seen = new SlowQueryScene().withoutHygiene("The time for the look was used up.").examine();

    assertThat(seen.gaps()).extracting(Gap::check).containsExactly("Hygiene");
    assertThat(seen.gaps().getFirst().reason().text()).isEqualTo("The time for the look was used up.");
    assertThat(seen.diagnosis().cause()).isEqualTo(Cause.NONE);
  }

  @Test
  void aPartThatCouldNotBeReadIsAGapOfItsOwn() {
    assertThat(open("RedundantIndexes", new HygieneScene().withoutRedundant("permission denied"))).isEqualTo("permission denied");
  }

  @Test
  void anInvalidIndexIsAWarningThatSaysHowToDropIt() {
    Finding finding = found("InvalidIndexes",
        new HygieneScene().invalid(new InvalidIndex(name("public.t_bad"), T, 3 * GIB / 2, false),
        new InvalidIndex(name("public.t_ccnew"), T, 1, true)));

    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.summary().text()).isEqualTo("2 invalid indexes: public.t_bad (1.5 GiB), public.t_ccnew (1 MiB)");
    assertThat(commands(finding)).containsExactly("DROP INDEX CONCURRENTLY public.t_bad;", "DROP INDEX CONCURRENTLY public.t_ccnew;");
    assertThat(finding.advice().get(1).text().text()).contains("leftover of a concurrent rebuild");
  }

  @Test
  void aNameWithControlCharactersNeverBecomesACommand() {
    Finding finding = found("InvalidIndexes", new HygieneScene()
        .invalid(new InvalidIndex(new Name("orders", "public.\"a b\"", false), T, 1, false)));

    assertThat(commands(finding)).containsExactly("");
    assertThat(finding.advice().getFirst().text().text()).contains("by hand");
  }

  @Test
  void anUnusedIndexIsOnlyDroppedWhereNoOtherInstanceMayReadIt() {
    HygieneScene scene = new HygieneScene().unused(new UnusedIndex(name("public.\"o'k\""), T, false, 5 * MIB));

    Finding withReader = found("UnusedIndexes", scene);
    Finding alone = found("UnusedIndexes", new SlowQueryScene().writerAlone().hygiene(scene));

    assertThat(withReader.severity()).isEqualTo(Severity.INFO);
    assertThat(withReader.summary().text()).isEqualTo("1 index never read on this instance: public.\"o'k\" (5 MiB), counted for 30 days");
    assertThat(commands(withReader)).containsExactly(
        "SELECT idx_scan FROM pg_stat_all_indexes WHERE indexrelid = to_regclass('public.\"o''k\"');");
    assertThat(commands(alone)).containsExactly("DROP INDEX CONCURRENTLY public.\"o'k\";");
  }

  @Test
  void aPartitionedIndexIsNotDroppedConcurrently() {
    HygieneScene scene = new HygieneScene().unused(new UnusedIndex(T, T, true, MIB))
        .redundant(new RedundantIndex(T, T, name("public.u"), true, true, MIB));

    assertThat(commands(found("UnusedIndexes", new SlowQueryScene().writerAlone().hygiene(scene)))).containsExactly("");
    assertThat(commands(found("RedundantIndexes", scene))).containsExactly("");
  }

  @Test
  void nothingIsUnusedBeforeScansWereCountedLongEnough() {
    HygieneScene scene = new HygieneScene().unused(new UnusedIndex(T, T, false, MIB));

    assertThat(open("UnusedIndexes", scene.counting(Duration.ofDays(14).minusSeconds(1)))).contains("335 hours", "14 days");
    assertThat(open("UnusedIndexes", scene.counting(Duration.ZERO))).contains("unknown");
    assertThat(found("UnusedIndexes", scene.counting(Duration.ofDays(14))).severity()).isEqualTo(Severity.INFO);
    assertThat(found("UnusedIndexes", new HygieneScene().counting(Duration.ofHours(1))).severity()).isEqualTo(Severity.OK);
  }

  @Test
  void aRedundantIndexStandsOnceAndBesideOneThatStays() {
    Finding finding = found("RedundantIndexes",
        new HygieneScene().redundant(
            new RedundantIndex(name("public.t_a"), T, name("public.t_a_b_twin"), false, false, 9 * MIB),
            new RedundantIndex(name("public.t_a"), T, name("public.t_a_b"), false, false, 9 * MIB),
            new RedundantIndex(name("public.t_a_b_twin"), T, name("public.t_a_b"), true, false, 8 * MIB)));

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.summary().text())
        .isEqualTo("2 redundant indexes: public.t_a (9 MiB) is a prefix of public.t_a_b, public.t_a_b_twin (8 MiB) duplicates "
        + "public.t_a_b");
    assertThat(commands(finding)).containsExactly("DROP INDEX CONCURRENTLY public.t_a;", "DROP INDEX CONCURRENTLY public.t_a_b_twin;");
  }

  @Test
  void aForeignKeyWithoutAnIndexComesWithTheIndexThatItWants() {
    Finding finding = found("UnindexedForeignKeys",
        new HygieneScene().foreignKeys(
            new ForeignKey(name("fk"), name("public.child"), name("public.parent"), name("a, \"B c\""), 50_000, false),
            new ForeignKey(name("fk2"), name("public.parts"), name("public.parent"), name("a"), 0, true)));

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.summary().text())
        .isEqualTo("2 foreign keys without an index: public.child (a, \"B c\") to public.parent, public.parts (a) to public.parent");
    assertThat(commands(finding)).containsExactly("CREATE INDEX CONCURRENTLY ON public.child (a, \"B c\");", "");
  }

  @Test
  void aLargeTableThatIsReadFromEndToEndIsAWarningFromItsLimitsOn() {
    BigTableScan often = new BigTableScan(T, 400_000, 3, 250_000, 10_000);

    assertThat(found("BigTableScans", new HygieneScene().scans(often)).severity()).isEqualTo(Severity.WARNING);
    assertThat(found("BigTableScans", new HygieneScene().scans(often)).summary().text())
        .isEqualTo("1 large table read from end to end: public.t (250000 rows a second, 10000 rows a scan)");
    assertThat(found("BigTableScans", new HygieneScene().scans(new BigTableScan(T, 1, 1, 249_999, 10_000))).severity())
        .isEqualTo(Severity.OK);
    assertThat(found("BigTableScans", new HygieneScene().scans(new BigTableScan(T, 1, 1, 250_000, 9_999))).severity())
        .isEqualTo(Severity.OK);
  }

  private static MissingIndex missing(long calls, double blocksBefore, double kept) {
    return new MissingIndex(T, name("customer"), 42, "SELECT note FROM t WHERE customer = $1", calls, 1000, 50_000, 1000, blocksBefore,
        kept);
  }

  @Test
  void theIndexThatAStatementMissesIsAdvisedWhereItIsProvedAlone() {
    Finding byRows = found("MissingIndex", new HygieneScene().missing(missing(10, 0, 0.0001)));
    Finding byItsPast = found("MissingIndex", new HygieneScene().missing(missing(10, 5, MissingIndex.NOT_KNOWN)));
    Finding unknown = found("MissingIndex", new HygieneScene().missing(missing(10, 0, MissingIndex.NOT_KNOWN)));

    assertThat(byRows.severity()).isEqualTo(Severity.WARNING);
    assertThat(byRows.summary().text()).isEqualTo(
        "1 statement that misses an index: each call reads the 50000 rows of public.t to filter by "
        + "customer, with which no index begins, it keeps 5 of them: SELECT note FROM t WHERE customer = $1");
    assertThat(commands(byRows)).containsExactly("CREATE INDEX CONCURRENTLY ON public.t (customer);");
    assertThat(byItsPast.summary().text()).contains("1000 blocks a call now, 5 before");
    assertThat(commands(byItsPast)).containsExactly("CREATE INDEX CONCURRENTLY ON public.t (customer);");
    assertThat(commands(unknown)).singleElement().asString().startsWith("SELECT attname, n_distinct").doesNotContain("CREATE");
    assertThat(found("MissingIndex", new HygieneScene().missing(missing(10, 0, 0.5))).severity()).isEqualTo(Severity.OK);
    assertThat(found("MissingIndex", new HygieneScene().missing(missing(1, 0, 0.0001))).severity()).isEqualTo(Severity.OK);
  }

  @Test
  void autovacuumIsAWarningWhereAllWorkersAreBusyOrALockKeepsItAway() {
    DeadRows due = new DeadRows(T, 1, 100_000, 50_000, false, false);
    MaintenanceWork worker = new MaintenanceWork(70, "", "autovacuum", "orders", 16_400, "public.big", "scanning heap", 12, false,
        Duration.ofMinutes(90));
    SlowQueryScene busy = new SlowQueryScene().hygiene(new HygieneScene().deadRows(due)).maintenance(worker)
        .settings(new Setting("autovacuum_max_workers", "", "1"));
    Backend holder = backend(8123, "idle in transaction", Duration.ofMinutes(50));
    SlowQueryScene locked = new SlowQueryScene().hygiene(
        new HygieneScene().deadRows(new DeadRows(T, 1, 100_000, 50_000, false, false, 8123)))
        .idle(holder);

    assertThat(found("Autovacuum", busy).severity()).isEqualTo(Severity.WARNING);
    assertThat(found("Autovacuum", busy).summary().text())
        .isEqualTo("1 worker of autovacuum is all there is, and busy; 1 table is due: public.t");
    assertThat(found("Autovacuum", busy.settings(new Setting("autovacuum_max_workers", "", "3"))).severity()).isEqualTo(Severity.OK);
    assertThat(found("Autovacuum", locked).summary().text())
        .startsWith("autovacuum is kept away from public.t (100000 dead rows) by a lock of shop (pid 8123, idle in transaction");
    assertThat(commands(found("Autovacuum", locked))).singleElement().asString().startsWith("SELECT pg_terminate_backend(a.pid)");
    assertThat(found("Autovacuum", new SlowQueryScene().maintenance(worker).settings(new Setting("autovacuum_max_workers", "", "1")))
        .severity())
        .isEqualTo(Severity.OK);
  }

  @Test
  void onlyItsOwnSessionFreezesATemporaryTable() {
    Age of = new Age(name("pg_temp_4.basket"), 700_000_000, 1, MIB, false);
    HygieneScene scene = new HygieneScene().databases(new Age(name("orders"), 700_000_000, 1, 0, false));

    Finding known = found("Wraparound", scene.tables(of.of(
        new Temporary(8123, "2026-11-24 09:00:00.5+00", "cart-pool", "app@10.0.0.8", Duration.ofHours(3)))));
    Finding gone = found("Wraparound", scene.tables(of.of(new Temporary(0, "", "", "", Duration.ZERO))));

    assertThat(known.summary().text()).endsWith(
        "pg_temp_4.basket (700 million transaction ids old, temporary, of pid 8123, connected for 180 min, application cart-pool, "
        + "app@10.0.0.8)");
    assertThat(commands(known)).containsExactly("SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.pid = 8123 AND "
        + "a.backend_start = '2026-11-24 09:00:00.5+00' AND a.state LIKE 'idle%';");
    assertThat(commands(gone)).containsExactly("");
  }

  @Test
  void deadRowsCountFromTwiceAutovacuumsLimitAndAHundredThousandOn() {
    assertThat(found("DeadRows", new HygieneScene().deadRows(new DeadRows(T, 1, 99_999, 10, false, false))).severity())
        .isEqualTo(Severity.OK);
    assertThat(found("DeadRows", new HygieneScene().deadRows(new DeadRows(T, 1, 100_000, 50_001, false, false))).severity())
        .isEqualTo(Severity.OK);

    Finding finding = found("DeadRows",
        new HygieneScene().deadRows(
            new DeadRows(T, 1, 100_000, 50_000, false, false), new DeadRows(name("public.off"), 1, 100_000, 5, true, false),
            new DeadRows(name("public.at"), 1, 100_000, 5, false, true)));

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.summary().text()).startsWith(
        "3 tables on which autovacuum falls behind: public.t (100000 dead rows), public.off")
        .contains("public.off (100000 dead rows), autovacuum off");
    assertThat(commands(finding)).containsExactly("VACUUM (ANALYZE, VERBOSE) public.t;",
        "ALTER TABLE public.off RESET (autovacuum_enabled);", "");
  }

  @Test
  void statisticsAreStaleFromTwiceAutovacuumsLimitOnOrWhereThereAreNone() {
    assertThat(found("StaleStatistics", new HygieneScene().stale(new StaleStatistics(T, 100, 10_000, 199, 100, false))).severity())
        .isEqualTo(Severity.OK);

    Finding finding = found("StaleStatistics",
        new HygieneScene().stale(new StaleStatistics(T, 100, 10_000, 200, 100, false),
        new StaleStatistics(name("public.new"), 0, 20_000, 0, 50, true)));

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.summary().text()).isEqualTo(
        "2 tables with stale statistics: public.t (200 of 100 rows changed), public.new (never analyzed)");
    assertThat(commands(finding)).containsExactly("ANALYZE (VERBOSE) public.t;", "ANALYZE (VERBOSE) public.new;");
  }

  @Test
  void aSequenceIsAWarningFromThreeQuartersOn() {
    Sequence owned = new Sequence(name("public.t_id_seq"), T, name("id"), 1_610_612_736, 2_147_483_647, 0.75);

    Finding finding = found("Sequences", new HygieneScene().sequences(4, 1, owned));

    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.summary().text()).isEqualTo(
        "1 sequence near its end: public.t_id_seq of public.t.id at 75 %; 4 sequences may not be read by the"
        + " login (grant SELECT on them); 1 sequence left out (locked, or too many)");
    assertThat(found("Sequences", new HygieneScene().sequences(0, 0, new Sequence(T, T, T, 1, 2, 0.7499))).severity())
        .isEqualTo(Severity.OK);
  }

  @Test
  void sequencesAndTablesThatMayNotBeReadAreCountedAndNotHealthy() {
    assertThat(open("Sequences", new HygieneScene().sequences(12, 0))).contains("12 sequences may not be read");
    assertThat(open("Bloat", new HygieneScene().bloat(3))).contains("3 large tables may not be judged");
  }

  @Test
  void aDatabaseNearWraparoundIsAWarningFromFiveHundredMillionOn() {
    Finding finding = found("Wraparound",
        new HygieneScene()
            .databases(new Age(name("orders"), 500_000_000, 1, 0, false), new Age(name("other"), 499_999_999, 1, 0, false))
            .tables(new Age(T, 500_000_000, 1, MIB, false), new Age(name("public.multi"), 1, 600_000_000, MIB, true)));

    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.summary().text()).isEqualTo(
        "1 database near wraparound: orders (500 million transaction ids old); oldest tables here:"
        + " public.t (500 million transaction ids old), public.multi (600 million multixacts old)");
    assertThat(commands(finding)).containsExactly("VACUUM (FREEZE, VERBOSE) public.t;");
    assertThat(found("Wraparound", new HygieneScene().databases(new Age(T, 499_999_999, 499_999_999, 0, false))).severity())
        .isEqualTo(Severity.OK);
  }

  @Test
  void bloatIsToldFromHalfOfAGibibyteOn() {
    assertThat(found("Bloat", new HygieneScene().bloat(0, new BloatedTable(T, GIB, 0.499), new BloatedTable(T, GIB - 1, 0.9))).severity())
        .isEqualTo(Severity.OK);

    Finding finding = found("Bloat", new HygieneScene().bloat(0, new BloatedTable(T, GIB, 0.5)));

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.summary().text()).isEqualTo("1 table that appears bloated: about 50 % of public.t (1 GiB)");
  }

  /** Everything at once, at its worst. */
  static HygieneScene neglected() {
    return new HygieneScene()
        .databases(new Age(name("orders"), 900_000_000, 1, 0, false))
        .tables(new Age(name("public.stock"), 900_000_000, 1, 40 * GIB, false))
        .invalid(new InvalidIndex(name("public.stock_bad"), name("public.stock"), 2 * GIB, false))
        .unused(new UnusedIndex(name("public.stock_old"), name("public.stock"), false, 3 * GIB))
        .redundant(new RedundantIndex(name("public.stock_a"), name("public.stock"), name("public.stock_a_b"), false, false, 700 * MIB))
        .foreignKeys(new ForeignKey(name("line_order"), name("public.line"), name("public.orders"), name("order_id"), 9_000_000, false))
        .scans(new BigTableScan(name("public.line"), 9_000_000, 4, 12_500_000, 9_000_000))
        .deadRows(new DeadRows(name("public.stock"), 5_000_000, 4_000_000, 1_000_050, false, false))
        .stale(new StaleStatistics(name("public.stock"), 5_000_000, 5_000_000, 2_000_000, 500_050, false))
        .sequences(0, 0, new Sequence(name("public.line_id_seq"), name("public.line"), name("id"), 1_932_735_283, 2_147_483_647, 0.9))
        .bloat(0, new BloatedTable(name("public.stock"), 40 * GIB, 0.62));
  }

  static Stream<SlowQueryScene> liveCauses() {
    return Stream.of(
        new SlowQueryScene().running(backend(8123, "active", Duration.ofSeconds(250)))
            .trees(tree(backend(8123, "active", Duration.ofSeconds(250)), 41, Duration.ofMinutes(4)))
            .every(waiting(41, "Lock", "transactionid")),
        new SlowQueryScene().every(waiting(12, "LWLock", "LockManager")),
        new SlowQueryScene().statements(SlowQueryScene.statement(20, 90, 0.9, 4000)));
  }

  @ParameterizedTest
  @MethodSource("liveCauses")
  void hygieneNeverLeadsOverALiveCause(SlowQueryScene scene) {
    Examination alone = scene.examine();

    Examination neglected = scene.hygiene(neglected()).examine();

    assertThat(neglected.diagnosis().cause()).isEqualTo(alone.diagnosis().cause()).isNotEqualTo(Cause.NONE);
    assertThat(neglected.diagnosis().headline()).isEqualTo(alone.diagnosis().headline());
    assertThat(neglected.diagnosis().advice()).isEqualTo(alone.diagnosis().advice());
  }

  @Test
  void hygieneOfAQuietDatabaseIsToldAsOfTheFuture() {
    HygieneScene full = new HygieneScene().sequences(0, 0, new Sequence(T, T, name("id"), 9, 10, 0.9));

    Examination seen = new SlowQueryScene().hygiene(full).examine();

    assertThat(seen.diagnosis().cause()).isEqualTo(Cause.NONE);
    assertThat(seen.diagnosis().severity()).isEqualTo(Severity.WARNING);
    assertThat(seen.diagnosis().headline().text())
        .isEqualTo("orders-db has no slow queries now, but 1 sequence near its end: public.t of public.t.id at 90 %.");
    assertThat(seen.diagnosis().impact().text()).startsWith("None now");
  }

  @Test
  void anOrdinaryWarningLeadsOverHygieneThatIsAsBad() {
    Examination seen = new SlowQueryScene().running(backend(9, "active", Duration.ofSeconds(90))).hygiene(neglected()).examine();

    assertThat(seen.diagnosis().headline().text()).startsWith("orders-db: shop (pid 9, active for 90 s");
  }

  @Test
  void everyNumberOfANeglectedDatabaseHasItsFact() {
    Examination seen = new SlowQueryScene().hygiene(neglected()).examine();

    assertThat(seen.findings()).extracting(Finding::severity).contains(Severity.WARNING, Severity.INFO).doesNotContain(Severity.CRITICAL);
    assertThat(Told.unexplained(seen, "orders-db")).isEmpty();
  }
}
