package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a look costs a database of 5,000 tables and 15,000 indexes, by the server's own account. */
final class CatalogCostTest {

  /** Database time that the urgent look may take, planning included: the law. */
  private static final double URGENT_MILLIS = 100;

  /** The same with hygiene (own). */
  private static final double WHOLE_MILLIS = 1000;

  private static final String OWN = " FROM pg_stat_statements WHERE query LIKE '/* aurora-responder */%'";

  private static TestServer server = TestServer.shared();
  private static String database = "";

  @BeforeAll
  static void fillTheCatalog() throws SQLException {
    server = TestServer.started(Map.of("max_locks_per_transaction", "2000", "pg_stat_statements.track_planning", "on"));
    database = server.database();
    server.run(database, """
        DO $$ BEGIN
          FOR i IN 1..5000 LOOP
            EXECUTE format('CREATE TABLE t%1$s (id int PRIMARY KEY, a int, b int)', i);
            EXECUTE format('CREATE INDEX ON t%1$s (a)', i);
            EXECUTE format('CREATE INDEX ON t%1$s (b)', i);
          END LOOP;
        END $$""",
        "CREATE SEQUENCE numbered AS int OWNED BY t1.a", "ALTER TABLE t2 ADD FOREIGN KEY (b) REFERENCES t1",
        "UPDATE pg_class SET relpages = 20000, reltuples = 1000000 WHERE relname IN ('t1', 't2', 't1_a_idx')",
        "VACUUM ANALYZE pg_class", "VACUUM ANALYZE pg_attribute", "VACUUM ANALYZE pg_index");
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.stop();
  }

  @Test
  void theUrgentLookTakesLittleOfTheDatabasesTime() throws SQLException {
    ProbeRequest request = server.request(database, TestServer.LOGIN);

    // Both looks are the first of their session; the cheaper one is less disturbed by what else this machine does.
    double first = databaseMillis(request);
    double millis = Math.min(first, databaseMillis(request));

    assertThat(millis).isBetween(1.0, URGENT_MILLIS);
  }

  @Test
  void hygieneStaysCheapAsWell() throws SQLException {
    ProbeRequest request = server.request(database, TestServer.LOGIN).withHygiene();

    double first = databaseMillis(request);
    double millis = Math.min(first, databaseMillis(request));

    assertThat(millis).isBetween(1.0, WHOLE_MILLIS);
  }

  @Test
  void nothingWaitsBehindALockOnEveryTable() throws SQLException {
    try (Actor locker = Actor.in(server, database, "postgres", "locker").does("BEGIN",
            "DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = "
            + "'public'::regnamespace"
                + " LOOP EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', t); END LOOP; END $$",
            "ALTER SEQUENCE numbered MAXVALUE 100000");
        Actor reader = Actor.in(server, database, "postgres", "app").begins("SELECT * FROM t1").untilItWaitsForALock()) {

      Snapshot seen = look(server.request(database, TestServer.LOGIN).withHygiene());

      assertThat(missing(seen)).isEmpty();
      assertThat(missing(Looks.known(seen.hygiene()))).isEmpty();
      assertThat(Looks.known(Looks.known(seen.hygiene()).sequences()).leftOut()).isEqualTo(1);
      assertThat(Looks.known(seen.lockTrees())).singleElement().satisfies(tree -> {
        assertThat(tree.root().pid()).isEqualTo(locker.pid());
        assertThat(tree.waits()).singleElement().satisfies(wait -> {
          assertThat(wait.pid()).isEqualTo(reader.pid());
          assertThat(wait.relation()).isEqualTo("public.t1");
        });
      });
    }
  }

  private static double databaseMillis(ProbeRequest request) throws SQLException {
    server.run(database, "SELECT pg_stat_statements_reset()");
    Snapshot seen = look(request);
    try (Actor watcher = Actor.in(server, database, "postgres", "watcher")) {
      // Every statement is on the account: none was evicted, and none had its counters lost.
      assertThat(watcher.number("SELECT sum(calls)" + OWN)).isGreaterThanOrEqualTo(seen.cost().statements() - 1);
      return Double.parseDouble(watcher.text("SELECT sum(total_exec_time + total_plan_time)" + OWN));
    }
  }

  private static Snapshot look(ProbeRequest request) {
    return Looks.seen(Looks.look(request, Looks.quick(), Pause.real()));
  }

  /** What could not be read, by name and reason. */
  private static List<String> missing(Record parts) {
    List<String> missing = new ArrayList<>();
    for (RecordComponent component : parts.getClass().getRecordComponents()) {
      try {
        if (component.getAccessor().invoke(parts) instanceof Reading.Unavailable<?> gap) {
          missing.add(component.getName() + ": " + gap.reason());
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    assertThat(parts).isInstanceOfAny(Snapshot.class, Hygiene.class);
    return missing;
  }
}
