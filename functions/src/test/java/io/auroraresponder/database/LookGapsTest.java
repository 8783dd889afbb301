package io.auroraresponder.database;

import static io.auroraresponder.database.SnapshotScene.backend;
import static io.auroraresponder.database.SnapshotScene.session;
import static io.auroraresponder.database.SnapshotScene.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.probe.Snapshot.DatabaseActivity;
import io.auroraresponder.probe.Snapshot.Evictions;
import io.auroraresponder.probe.Snapshot.MissingPart;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A part that was lost is named and hides nothing; who only waits by design or holds nothing is no trouble. */
class LookGapsTest {
  private static final Duration LONG = Duration.ofHours(2);

  private static Probed seen(List<DatabaseActivity> databases, Evictions evictions, MissingPart... missing) {
    Snapshot all = ((Look.Seen) new SnapshotScene().look().probed().look()).snapshot();
    Snapshot snapshot = new Snapshot(
        all.at(), all.instanceAnswered(), all.onReader(), all.serverVersion(), all.connections(), all.running(), all.waits(),
        all.lockTrees(), all.idleInTransaction(), all.rates(), Reading.known(databases, all.at()), all.statements(),
        Reading.known(evictions, all.at()), all.maintenance(), all.horizon(), all.hygiene(), all.settings(), List.of(missing), all.cost());
    return new Probed("orders-db-1", new Look.Seen(snapshot), all.at());
  }

  private static DatabaseActivity database(String name, String gap) {
    return new DatabaseActivity(name, 3, 4, 0, 10, 10, 10, 0, 0, gap);
  }

  private static List<String> reasons(List<Gap> gaps) {
    return gaps.stream().map(gap -> gap.reason().text()).toList();
  }

  @Test
  void aDatabaseThatWasNotLookedIntoIsNamedWithItsReason() {
    Probed probed = seen(List.of(database("orders", ""), database("billing", "permission denied to connect")),
        new Evictions(0, Duration.ZERO, 0, 5000));

    assertThat(reasons(LookGaps.blind(probed))).containsExactly("database billing was not looked into: permission denied to connect");
  }

  @Test
  void partsThatAreMissingAndStatisticsThatWereThrownOutAreGaps() {
    Probed probed = seen(List.of(), new Evictions(40, Duration.ZERO, 3, 100),
        new MissingPart("Horizon", "permission denied for pg_replication_slots"));

    assertThat(reasons(LookGaps.of(probed)))
        .containsExactly(
            "permission denied for pg_replication_slots",
            "pg_stat_statements evicted entries 3 times while it was read, so the ranking is partial");
    assertThat(LookGaps.blind(probed)).isEmpty();
  }

  /** Of the window itself the counters are whole: no gap, and still not the whole truth. */
  @Test
  void whatTheStatisticsLostBeforeTheLookIsSaidAndIsNoGap() {
    Probed before = seen(List.of(), new Evictions(40, Duration.ofHours(5), 0, 100));
    Probed going = seen(List.of(), new Evictions(40, Duration.ofHours(5), 3, 100));
    Probed never = seen(List.of(), new Evictions(0, Duration.ofHours(5), 0, 100));
    Probed sinceUnknown = seen(List.of(), new Evictions(1, Duration.ZERO, 0, 0));

    assertThat(LookGaps.of(before)).isEmpty();
    assertThat(LookGaps.lostBefore(before).orElseThrow().summary().text())
        .isEqualTo("pg_stat_statements (room for 100 statements) evicted entries 40 times in 5 h: "
            + "its rankings and means of the past are partial");
    assertThat(LookGaps.lostBefore(sinceUnknown).orElseThrow().summary().text()).contains("1 time since it was reset");
    assertThat(LookGaps.lostBefore(going)).as("a gap says it").isEmpty();
    assertThat(LookGaps.lostBefore(never)).isEmpty();
  }

  @Test
  void nothingIsLostOfAWholeLookAndItsCostIsSaid() {
    Probed probed = seen(List.of(database("orders", "")), new Evictions(0, Duration.ZERO, 0, 100));

    assertThat(LookGaps.of(probed)).isEmpty();
    assertThat(LookGaps.cost(probed).text()).matches("\\d+ connections?, \\d+ SQL statements, \\d+ ms of database time in [0-9.]+ s");
  }

  @Test
  void sessionsThatSayNothingForbidASentenceAboutRest() {
    Connections mute = new Connections(20, 2, 6, 0, 0, 0, 0, 0, 12, 100, 90, List.of(), List.of());

    DatabaseLook outweighed = new SnapshotScene().connections(mute).everySample(session(1, "", "", 7, LONG)).look();
    DatabaseLook carried = new SnapshotScene().connections(mute).everySample(SnapshotScene.sharing(7, 12, LONG)).look();

    assertThat(outweighed.waits()).isInstanceOf(Reading.Unavailable.class);
    assertThat(carried.waits()).isInstanceOf(Reading.Known.class);
    assertThat(reasons(LookGaps.blind(outweighed.probed())))
        .containsExactly("12 sessions do not say what they do, because track_activities is off for their role or database");
  }

  @Test
  void anIdleHolderIsEndedAndNotCancelled() {
    List<String> commands = SessionSql.unblock(new SnapshotScene().look().probed(), tree(backend(42, "idle", LONG), 6, LONG)).stream()
        .map(advice -> advice.command().text()).toList();

    assertThat(commands).singleElement().asString().contains("pg_terminate_backend", "a.state = 'idle' AND EXISTS", "pg_blocking_pids");
  }

  @Test
  void abortedTransactionsHoldNothingAndAreOneLine() {
    DatabaseLook look = new SnapshotScene().idle(aborted(1), aborted(2), aborted(3)).look();

    List<Finding> findings = new IdleTransactionsCheck().examine(look).orElse(List.of());

    assertThat(findings).singleElement().satisfies(finding -> {
      assertThat(finding.severity()).isEqualTo(Severity.WARNING);
      assertThat(finding.summary().text()).startsWith("3 sessions stay idle in transaction (aborted), without any lock");
    });
  }

  private static Snapshot.Backend aborted(int pid) {
    return backend(pid, "idle in transaction (aborted)", LONG);
  }
}
