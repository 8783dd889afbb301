package io.auroraresponder.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.HeldLock;
import io.auroraresponder.probe.Snapshot.Locks;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session is named by who it is; a number is on the same side of its limit as it is shown. */
class SessionWordsTest {
  private static final Probed PROBED = new SnapshotScene().look().probed();

  private static Backend session(String type, String application, String user, String address, String database) {
    Duration age = Duration.ofMinutes(5);
    return new Backend(
        7, 0, "2026-11-24 09:00:00.12+00", database, user, application, address, type, "active", "", "", age, age, age, false, 0, 1,
        "select 1");
  }

  @Test
  void saysApplicationLoginAddressAndDatabase() {
    assertThat(SessionWords.of(PROBED, session("client backend", "shop", "app", "10.0.0.8", "orders")).text())
        .isEqualTo("shop (pid 7, active for 5 min, app@10.0.0.8, database orders)");
    assertThat(SessionWords.of(PROBED, session("client backend", "", "app", "", "")).text())
        .isEqualTo("pid 7 (active for 5 min, no application name, app)");
  }

  @Test
  void saysWhatIsNotVisible() {
    Duration age = Duration.ofMinutes(5);
    Backend hidden = new Backend(7, 0, "", "orders", "app", "", "", "", "", "", "", age, age, age, false, 0, 0, "");

    assertThat(SessionWords.client(PROBED, hidden).text())
        .isEqualTo("application and address not visible to the responder's login, app, database orders");
  }

  @Test
  void tellsTheLocksStrongestFirstAndHowManyMore() {
    Backend session = session("client backend", "shop", "app", "10.0.0.8", "orders");
    List<HeldLock> locks = List.of(
        new HeldLock("relation", "AccessExclusiveLock", "orders", 16_400, "sales.prices"),
        new HeldLock("advisory", "ExclusiveLock", "orders", 0, ""),
        new HeldLock("relation", "RowExclusiveLock", "ledger", 16_401, ""),
        new HeldLock("relation", "AccessShareLock", "orders", 16_402, "sales.stock"));

    assertThat(SessionWords.locks(PROBED, session.holding(new Locks(12, locks))).text())
        .isEqualTo("AccessExclusiveLock on sales.prices, an advisory lock (ExclusiveLock), RowExclusiveLock on a relation of database "
            + "ledger + 9 more");
    assertThat(SessionWords.locks(PROBED, session.holding(new Locks(0, List.of()))).isEmpty()).isTrue();
    assertThat(SessionWords.holding(PROBED, session).isEmpty()).isTrue();
    assertThat(SessionWords.holding(PROBED, session.holding(new Locks(1, locks.subList(0, 1)))).text())
        .isEqualTo(", holds AccessExclusiveLock on sales.prices");
  }

  @Test
  void autovacuumIsCalledByItsName() {
    assertThat(SessionWords.of(PROBED, session("autovacuum worker", "", "", "", "orders")).text())
        .isEqualTo("autovacuum (pid 7, active for 5 min, database orders)");
  }

  @Test
  void aPartIsRoundedDownAndExactPartsStay() {
    assertThat(PROBED.percent("part", 0.947).words()).isEqualTo("94 %");
    assertThat(PROBED.percent("part", 0.95).words()).isEqualTo("95 %");
    assertThat(PROBED.percent("part", 0.29).words()).isEqualTo("29 %");
  }
}
