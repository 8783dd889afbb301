package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.ForeignKey;
import io.auroraresponder.probe.Hygiene.MissingIndex;
import io.auroraresponder.probe.Hygiene.RedundantIndex;
import io.auroraresponder.probe.Hygiene.Sequence;
import io.auroraresponder.probe.Hygiene.StaleStatistics;
import io.auroraresponder.probe.Snapshot;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HygieneLookTest {
  private static final TestServer SERVER = TestServer.shared();

  private String database = "";

  @BeforeEach
  void freshDatabase() throws SQLException {
    database = SERVER.database();
  }

  @Test
  void isNotReadWhereItWasNotAskedFor() {
    Snapshot seen = Looks.seen(SERVER.request(database, TestServer.LOGIN));

    assertThat(Looks.missing(seen.hygiene())).isEqualTo("Not asked for.");
  }

  @Test
  void findsNothingInADatabaseInOrder() throws SQLException {
    run("CREATE TABLE t (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, a int)", "CREATE INDEX t_a ON t (a)");

    Hygiene seen = hygiene();

    assertThat(Looks.known(seen.invalid())).isEmpty();
    assertThat(Looks.known(seen.unused())).isEmpty();
    assertThat(Looks.known(seen.redundant())).isEmpty();
    assertThat(Looks.known(seen.foreignKeys())).isEmpty();
    assertThat(Looks.known(seen.scans())).isEmpty();
    assertThat(Looks.known(seen.deadRows())).isEmpty();
    assertThat(Looks.known(seen.staleStatistics())).isEmpty();
    assertThat(Looks.known(seen.sequences()).fullest()).isEmpty();
    assertThat(Looks.known(seen.bloat()).tables()).isEmpty();
    assertThat(Looks.known(seen.databases())).isNotEmpty().allSatisfy(age -> assertThat(age.transactions()).isNotNegative());
    assertThat(Looks.known(seen.tables())).hasSize(5);
  }

  @Test
  void namesIndexesThatAnotherOneMakesNeedlessAndNoOthers() throws SQLException {
    run("CREATE TABLE t (id bigint PRIMARY KEY, a int, b int, c text, u int)",
        "CREATE INDEX t_a ON t (a)",
        "CREATE INDEX t_a_b ON t (a, b)",
        "CREATE INDEX t_a_b_twin ON t (a, b)",
        "CREATE INDEX t_a_desc ON t (a DESC NULLS LAST)",
        "CREATE INDEX t_lower ON t (lower(c))",
        "CREATE INDEX t_lower_a ON t (lower(c), a)",
        "CREATE INDEX t_part ON t (a) WHERE b > 500",
        "CREATE INDEX t_incl ON t (b) INCLUDE (a)",
        "CREATE INDEX t_b ON t (b)",
        "CREATE INDEX t_c_pattern ON t (c text_pattern_ops)",
        "CREATE INDEX t_c ON t (c)",
        "CREATE INDEX t_c_hash ON t USING hash (c)",
        "CREATE UNIQUE INDEX t_u ON t (u)",
        "CREATE INDEX t_u_plain ON t (u)",
        "CREATE TABLE r (a int NOT NULL, b int)", "CREATE UNIQUE INDEX r_a ON r (a)", "ALTER TABLE r REPLICA IDENTITY USING INDEX r_a",
        "CREATE INDEX r_a_b ON r (a, b)");

    assertThat(Looks.known(hygiene().redundant())).extracting(one -> one.name().sql(), one -> one.coveredBy().sql(), RedundantIndex::twin)
        .containsExactlyInAnyOrder(
            tuple("public.t_a", "public.t_a_b", false),
            tuple("public.t_a", "public.t_a_b_twin", false),
            tuple("public.t_a_b_twin", "public.t_a_b", true),
            tuple("public.t_b", "public.t_incl", false),
            tuple("public.t_u_plain", "public.t_u", true));
  }

  @Test
  void namesTheIndexThatAStatementMissesByWhatItReturnsAndReads() throws Exception {
    run("CREATE EXTENSION IF NOT EXISTS pg_stat_statements",
        "CREATE TABLE parcels (id int PRIMARY KEY, customer int NOT NULL, depot int NOT NULL, note text)",
        "INSERT INTO parcels SELECT g, g % 5000, g % 3, 'parcel ' || g FROM generate_series(1, 60000) g",
        "CREATE INDEX parcels_depot ON parcels (depot)", "VACUUM ANALYZE parcels");
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> asking = List.of(asks("SELECT note FROM parcels WHERE customer = 7", over),
        asks("SELECT note FROM parcels WHERE depot = 1", over));
    List<MissingIndex> missing = Looks.known(hygiene().missing());
    over.set(true);
    for (Thread one : asking) {
      one.join();
    }

    assertThat(missing).singleElement().satisfies(one -> {
      assertThat(one.table().sql()).isEqualTo("public.parcels");
      assertThat(one.columns().sql()).isEqualTo("customer");
      assertThat(one.kept()).isBetween(0.0001, 0.0003);
      assertThat(one.blocksPerCall()).isGreaterThanOrEqualTo(0.8 * one.pages());
      assertThat(one.rows()).isEqualTo(60_000);
    });
  }

  /** A session that asks the same until it is over. */
  private Thread asks(String sql, AtomicBoolean over) throws SQLException {
    Actor session = Actor.in(SERVER, database, "postgres", "shop");
    return Thread.ofPlatform().start(() -> {
      try (session) {
        while (!over.get()) {
          session.does(sql);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Test
  void namesForeignKeysWithoutAnIndexWhereTheTableIsLarge() throws SQLException {
    run("CREATE TABLE parent (id int PRIMARY KEY, x int, y int, UNIQUE (x, y))",
        "CREATE TABLE child (id bigint PRIMARY KEY, p1 int REFERENCES parent, p2 int REFERENCES parent, p3 int REFERENCES parent, x int, "
        + "y int,"
            + " \"Odd Col\" int REFERENCES parent, FOREIGN KEY (x, y) REFERENCES parent (x, y))",
        "CREATE TABLE small (p int REFERENCES parent)",
        "CREATE INDEX ON child (p2) WHERE p2 IS NOT NULL", "CREATE INDEX ON child (id) INCLUDE (p3)", "CREATE INDEX ON child (y, x)",
        pretend("child", 100, 50_000));

    assertThat(Looks.known(hygiene().foreignKeys()))
        .extracting(one -> one.table().sql(), one -> one.columns().sql(), one -> one.parent().sql(), ForeignKey::rows)
        .containsExactlyInAnyOrder(
            tuple("public.child", "p1", "public.parent", 50_000L),
            tuple("public.child", "p3", "public.parent", 50_000L),
            tuple("public.child", "\"Odd Col\"", "public.parent", 50_000L));
  }

  @Test
  void judgesPartitionedIndexesByAllTheirParts() throws SQLException {
    run("CREATE TABLE p (id int, k int, d date NOT NULL) PARTITION BY RANGE (d)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
        "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
        "CREATE INDEX p_used ON p (k)", "CREATE INDEX p_idle ON p (id)", "CREATE INDEX p_only ON ONLY p (d)",
        "INSERT INTO p SELECT g, g, date '2025-01-01' + g % 700 FROM generate_series(1, 3000) g", "ANALYZE p",
        "SET enable_seqscan = off", "SELECT count(*) FROM p WHERE k = 5", "SELECT pg_stat_force_next_flush()");
    run(pretend("p1_k_idx", 200, 10_000), pretend("p2_k_idx", 200, 10_000), pretend("p1_id_idx", 100, 5_000),
        pretend("p2_id_idx", 100, 5_000));

    Hygiene seen = hygiene();

    assertThat(Looks.known(seen.unused())).singleElement().satisfies(one -> {
      assertThat(one.name().sql()).isEqualTo("public.p_idle");
      assertThat(one.partitioned()).isTrue();
      assertThat(one.bytes()).isEqualTo(200 * 8192L);
    });
    assertThat(Looks.known(seen.invalid())).isEmpty();
    assertThat(seen.counting()).isPositive();
  }

  @Test
  void leavesIndexesThatAConstraintNeedsOutOfTheUnused() throws SQLException {
    run("CREATE TABLE t (id int PRIMARY KEY, u int UNIQUE, a int, r int4range, EXCLUDE USING gist (r WITH &&))",
        "CREATE INDEX t_a ON t (a)",
        "CREATE INDEX \"Odd \"\"Name\" ON t (a, id)",
        "UPDATE pg_class SET relpages = 500 WHERE oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 't'::regclass)");

    assertThat(Looks.known(hygiene().unused())).extracting(one -> one.name().sql())
        .containsExactly("public.\"Odd \"\"Name\"", "public.t_a");
  }

  @Test
  void namesAnIndexThatAFailedBuildLeftBehind() throws SQLException {
    run("CREATE TABLE t (a int)", "INSERT INTO t VALUES (1), (1)");
    try (Actor builder = Actor.in(SERVER, database, "postgres", "migration").begins("CREATE UNIQUE INDEX CONCURRENTLY t_bad ON t (a)")) {
      builder.until("state = 'idle'");
    }

    assertThat(Looks.known(hygiene().invalid())).singleElement().satisfies(one -> {
      assertThat(one.name().sql()).isEqualTo("public.t_bad");
      assertThat(one.table().sql()).isEqualTo("public.t");
      assertThat(one.leftover()).isFalse();
    });
  }

  @Test
  void doesNotNameAnIndexThatIsBeingBuilt() throws SQLException {
    run("CREATE TABLE t (a int)");
    try (Actor writer = Actor.in(SERVER, database, "postgres", "app").does("BEGIN", "INSERT INTO t VALUES (1)");
        Actor builder = Actor.in(SERVER, database, "postgres", "migration").begins("CREATE INDEX CONCURRENTLY t_a ON t (a)")) {
      writer.until("state = 'idle in transaction'");
      builder.untilItWaitsForALock();

      assertThat(Looks.known(hygiene().invalid())).isEmpty();
    }
  }

  @Test
  void readsHowFullSequencesAreByTheirColumnsAndCountsWhatItMayNotRead() throws SQLException {
    run("CREATE TABLE t (id serial PRIMARY KEY, s smallserial, big bigserial)", "ALTER SEQUENCE t_id_seq AS bigint",
        "SELECT setval('t_id_seq', 1932735283)", "SELECT setval('t_s_seq', 3277)", "SELECT setval('t_big_seq', 1932735283)",
        "CREATE SEQUENCE alone AS int CYCLE", "SELECT setval('alone', 2147483000)",
        "CREATE ROLE monitor_" + database + " LOGIN IN ROLE pg_monitor");

    assertThat(Looks.known(hygiene().sequences())).satisfies(sequences -> {
      assertThat(sequences.fullest()).extracting(one -> one.name().sql(), one -> one.column().sql(), Sequence::last, Sequence::ceiling)
          .containsExactly(tuple("public.t_id_seq", "id", 1_932_735_283L, 2_147_483_647L), tuple("public.t_s_seq", "s", 3277L, 32_767L));
      assertThat(sequences.fullest().get(0).used()).isBetween(0.89, 0.91);
      assertThat(sequences.hidden()).isZero();
    });
    assertThat(Looks.known(hygiene("monitor_" + database).sequences())).satisfies(sequences -> {
      assertThat(sequences.fullest()).isEmpty();
      assertThat(sequences.hidden()).isEqualTo(2);
    });
  }

  @Test
  void namesTablesThatAutovacuumAndAnalyzeLeftBehind() throws SQLException {
    run("CREATE TABLE churn (id int, v int) WITH (autovacuum_enabled = off)",
        "INSERT INTO churn SELECT g, 0 FROM generate_series(1, 20000) g",
        "SELECT pg_stat_force_next_flush()");
    run("ANALYZE churn", "UPDATE churn SET v = v + 1", "SELECT pg_stat_force_next_flush()");
    run("CREATE TABLE never (id int)", "INSERT INTO never SELECT generate_series(1, 10000)", "SELECT pg_stat_force_next_flush()");

    Hygiene seen = hygiene();

    assertThat(Looks.known(seen.deadRows())).singleElement().satisfies(one -> {
      assertThat(one.table().sql()).isEqualTo("public.churn");
      assertThat(one.dead()).isEqualTo(20_000);
      assertThat(one.triggerAt()).isEqualTo(4_050);
      assertThat(one.autovacuumOff()).isTrue();
      assertThat(one.vacuuming()).isFalse();
    });
    assertThat(Looks.known(seen.staleStatistics()))
        .extracting(one -> one.table().sql(), StaleStatistics::plannerRows, StaleStatistics::changed, StaleStatistics::never)
        .containsExactly(tuple("public.churn", 20_000L, 20_000L, false), tuple("public.never", 0L, 10_000L, true));
  }

  @Test
  void namesLargeTablesWithoutStatisticsAfterAMajorUpgrade() throws SQLException {
    // An upgrade keeps the rows and loses row counts, statistics and counters alike.
    run("CREATE TABLE upgraded (id int) WITH (autovacuum_enabled = off)", "INSERT INTO upgraded SELECT generate_series(1, 12000)",
        "CREATE TABLE tiny (id int) WITH (autovacuum_enabled = off)", "INSERT INTO tiny SELECT generate_series(1, 9999)",
        "SELECT pg_stat_force_next_flush()");
    run("SELECT pg_stat_reset()");
    run("SELECT count(*) FROM upgraded", "SELECT count(*) FROM tiny", "SELECT pg_stat_force_next_flush()");

    assertThat(Looks.known(hygiene().staleStatistics()))
        .extracting(one -> one.table().sql(), StaleStatistics::never)
        .containsExactly(tuple("public.upgraded", true));
  }

  @Test
  void guessesAtUnusedSpaceOfLargeTablesThatItMayRead() throws SQLException {
    run("CREATE TABLE roomy (id int, v text)", "INSERT INTO roomy SELECT g, 'x' FROM generate_series(1, 1000) g", "ANALYZE roomy",
        pretend("roomy", 20_000, 100_000), "CREATE ROLE narrow_" + database + " LOGIN IN ROLE pg_monitor");

    assertThat(Looks.known(hygiene().bloat())).satisfies(bloat -> {
      assertThat(bloat.hidden()).isZero();
      assertThat(bloat.tables()).singleElement().satisfies(one -> {
        assertThat(one.bytes()).isEqualTo(20_000 * 8192L);
        assertThat(one.unused()).isBetween(0.9, 1.0);
      });
    });
    assertThat(Looks.known(hygiene("narrow_" + database).bloat()).hidden()).isEqualTo(1);
  }

  @Test
  void showsWhatIsReadRowByRowFromLargeTables() throws SQLException {
    run("CREATE TABLE big (id int)", "INSERT INTO big SELECT generate_series(1, 20000)", "ANALYZE big", pretend("big", 5_000, 20_000));
    try (Actor app = Actor.in(SERVER, database, "postgres", "app")) {
      Pause scanning = duration -> {
        try {
          app.does("SELECT count(*) FROM big", "SELECT pg_stat_force_next_flush()");
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      };

      Hygiene seen = Looks.known(Looks.seen(Looks.look(SERVER.request(database, TestServer.LOGIN).withHygiene(), Looks.quick(), scanning))
          .hygiene());

      assertThat(Looks.known(seen.scans())).singleElement().satisfies(one -> {
        assertThat(one.table().sql()).isEqualTo("public.big");
        assertThat(one.scans()).isEqualTo(1);
        assertThat(one.rowsPerScan()).isEqualTo(20_000);
        assertThat(one.rowsPerSecond()).isPositive();
      });
    }
  }

  @Test
  void sparesADatabaseThatIsTooSlowForOneOfItsStatements() throws SQLException {
    run("CREATE TABLE parent (id int PRIMARY KEY)", "CREATE TABLE child (p int REFERENCES parent)", pretend("child", 100, 50_000),
        "CREATE FUNCTION pg_catalog.unnest(int2[]) RETURNS SETOF int2 LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(30); END $$");
    ProbeSettings impatient = Looks.settings(Duration.ofMillis(300), Duration.ofMillis(250), 2, Duration.ofMillis(1));

    Hygiene seen = Looks.known(Looks.seen(Looks.look(SERVER.request(database, TestServer.LOGIN).withHygiene(), impatient, Pause.real()))
        .hygiene());

    assertThat(Looks.known(seen.unused())).isEmpty();
    assertThat(Looks.missing(seen.foreignKeys())).contains("took longer than it may");
    assertThat(Looks.missing(seen.redundant())).contains("spared the rest");
    assertThat(Looks.missing(seen.scans())).contains("spared the rest");
  }

  @Test
  void isMissingAsAWholeWhereTheUrgentLookUsedUpTheTime() {
    AtomicLong nanos = new AtomicLong();
    Pause slow = duration -> nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    JdbcProbe probe = Looks.probe(DatabaseLogin.trusted(), Looks.quick(), InstantSource.system(), slow);

    Snapshot seen = Looks.seen(probe.look(SERVER.request(database, TestServer.LOGIN).withHygiene(),
        Deadline.after(Duration.ofSeconds(11), nanos::get)));

    assertThat(Looks.missing(seen.hygiene())).contains("used up");
  }

  @Test
  void marksANameThatMustNotBePasted() throws SQLException {
    run("CREATE TABLE t (a int)", "CREATE INDEX \"new\nline\" ON t (a)", "CREATE INDEX t_a_b ON t (a)");

    assertThat(Looks.known(hygiene().redundant())).singleElement().satisfies(one -> {
      assertThat(one.name().pastable()).isTrue();
      assertThat(one.coveredBy().sql()).isEqualTo("public.\"new line\"");
      assertThat(one.coveredBy().pastable()).isFalse();
    });
  }

  private Hygiene hygiene() {
    return hygiene("postgres");
  }

  private Hygiene hygiene(String user) {
    return Looks.known(Looks.seen(Looks.look(SERVER.request(database, user).withHygiene(), Looks.quick(), Pause.real())).hygiene());
  }

  private void run(String... statements) throws SQLException {
    SERVER.run(database, statements);
  }

  /** What the planner believes about a relation's size: large ones in no time. */
  private static String pretend(String relation, int pages, int rows) {
    return "UPDATE pg_class SET relpages = " + pages + ", reltuples = " + rows + " WHERE oid = '" + relation + "'::regclass";
  }
}
