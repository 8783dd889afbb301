package io.auroraresponder.database;

import static io.auroraresponder.database.SnapshotScene.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.ConnectionGroup;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.probe.Snapshot.HeldLock;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import io.auroraresponder.probe.Snapshot.Locks;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the root to those who suffer, a sentence each: who it is, since when, with which statement. */
class ActorChainTest {
  private static Backend backend(int pid, String state, String application, String user, String statement) {
    return new Backend(
        pid, 0, "2026-11-24 09:00:00.12+00", "orders", user, application, "10.0.0.8", "client backend", state, "", "",
        Duration.ofSeconds(40), Duration.ofMinutes(9), Duration.ofMinutes(5), true, 0, 7, statement);
  }

  private static Backend root(String state) {
    return backend(41, state, "repricing", "app", "update stock set n = ?");
  }

  private static LockWait wait(int pid, String relation, int seconds) {
    return new LockWait(
        pid, pid, "relation", "AccessShareLock", "orders", relation.isEmpty() ? 0 : 16_400, relation, Duration.ofSeconds(seconds),
        List.of(41));
  }

  private static LockTree tree(Backend root, int blocked, List<HeldLock> held, List<Backend> middle, LockWait... waits) {
    Backend holder = held.isEmpty() ? root : root.holding(new Locks(held.size(), held));
    return new LockTree(holder, true, blocked, 2, List.of(900), Duration.ofSeconds(90), List.of(waits), middle);
  }

  private static HeldLock held(String mode, String relation) {
    return new HeldLock("relation", mode, "orders", 16_400, relation);
  }

  private static List<String> chain(Cause cause, SnapshotScene scene) {
    return ActorChain.of(scene.look().probed(), cause).stream().map(Phrase::text).toList();
  }

  @Test
  void eachActorOfAQueueHasItsSentence() {
    Backend middle = backend(77, "active", "migration", "owner", "alter table stock add column note text");
    SnapshotScene scene =
        new SnapshotScene()
            .running(
                backend(1, "active", "cart", "app", "select 1"), backend(2, "active", "shop", "app", "select 2"),
                backend(3, "active", "shop", "app", "select 3"), backend(5, "active", "", "batch", ""), middle)
            .trees(
                tree(
                    root("idle in transaction"), 6, List.of(held("AccessShareLock", ""), held("RowExclusiveLock", "sales.stock")),
                    List.of(middle), wait(77, "sales.stock", 85), wait(1, "sales.stock", 20), wait(2, "sales.stock", 70),
                    wait(3, "sales.stock", 60), wait(5, "sales.stock", 80)));

    assertThat(chain(Cause.LOCK_PILEUP, scene)).containsExactly(
        "repricing (pid 41, app@10.0.0.8, database orders) has had a transaction open for 9 min, holds AccessShareLock on a relation of "
            + "database orders, RowExclusiveLock on sales.stock and "
            + "is idle. Last statement: update stock set n = ?",
        "migration (pid 77, owner@10.0.0.8, database orders) has waited for it for 40 s: alter table stock add column note text",
        "6 sessions wait behind it, the longest for 90 s, for sales.stock, requests of shop, batch, cart: select 2");
  }

  /** Three applications at most, those with most sessions first. */
  @Test
  void aQueueOfManyApplicationsNamesThree() {
    SnapshotScene scene =
        new SnapshotScene()
            .running(
                backend(1, "active", "a", "app", ""), backend(2, "active", "b", "app", ""), backend(3, "active", "c", "app", ""),
                backend(4, "active", "d", "app", ""), backend(5, "active", "d", "app", ""), backend(6, "active", "", "", ""))
            .trees(tree(root("active"), 6, List.of(), List.of(), wait(1, "", 9), wait(2, "", 9), wait(3, "", 9), wait(4, "", 9),
                wait(5, "", 9), wait(6, "", 9)));

    assertThat(chain(Cause.LOCK_PILEUP, scene)).containsExactly(
        "repricing (pid 41, app@10.0.0.8, database orders) has had a transaction open for 9 min and runs: update stock set n = ?",
        "6 sessions wait behind it, the longest for 90 s, requests of d, a, b");
  }

  @Test
  void whereNoRelationIsWaitedForItIsTheOneThatTheRootWrites() {
    LockTree tree = tree(root("active"), 1, List.of(held("AccessShareLock", "sales.other"), held("RowExclusiveLock", "sales.stock")),
        List.of(), wait(1, "", 9));

    assertThat(chain(Cause.LOCK_PILEUP, new SnapshotScene().trees(tree)).getLast())
        .isEqualTo("1 session waits behind it, the longest for 90 s, for sales.stock");
  }

  @Test
  void aLeakIsTheLongestQueueBehindASessionThatIsIdle() {
    LockTree active = tree(root("active"), 6, List.of(), List.of());
    LockTree idle = tree(backend(42, "idle in transaction (aborted)", "shop", "app", "select 1"), 5, List.of(), List.of());
    SnapshotScene scene = new SnapshotScene().trees(active, idle, tree(root("idle in transaction"), 2, List.of(), List.of()));

    assertThat(chain(Cause.IDLE_TRANSACTION_LEAK, scene).getFirst()).startsWith("shop (pid 42");
    assertThat(chain(Cause.LOCK_PILEUP, scene).getFirst()).startsWith("repricing (pid 41").contains(" and runs: ");
    assertThat(chain(Cause.LOCK_PILEUP, new SnapshotScene())).isEmpty();
  }

  @Test
  void aPreparedTransactionHasNoStatement() {
    LockTree tree = tree(backend(0, "", "gid-7", "", ""), 3, List.of(), List.of());

    assertThat(chain(Cause.LOCK_PILEUP, new SnapshotScene().trees(tree)).getFirst())
        .isEqualTo("a prepared transaction (gid-7) holds its locks until it is committed or rolled back");
  }

  @ParameterizedTest
  @CsvSource({"100, 100, false", "101, 100, true"})
  void aStatementIsShownUpToAHundredCharacters(int length, int shown, boolean cut) {
    LockTree tree = tree(backend(41, "active", "", "", "é".repeat(length)), 3, List.of(), List.of());

    assertThat(chain(Cause.LOCK_PILEUP, new SnapshotScene().trees(tree)).getFirst())
        .startsWith("pid 41, @10.0.0.8, database orders has had").endsWith(" and runs: " + "é".repeat(shown) + (cut ? "…" : ""));
  }

  @Test
  void aStatementThatMayNotBeSeenIsSaidToBeSo() {
    LockTree tree = tree(backend(41, "active", "", "app", ""), 3, List.of(), List.of());

    assertThat(chain(Cause.LOCK_PILEUP, new SnapshotScene().trees(tree)).getFirst()).endsWith(" and runs: (not visible)");
  }

  private static SnapshotScene connected(int clients, ConnectionGroup... groups) {
    return new SnapshotScene().connections(
        new Connections(clients, 2, 6, 0, 0, 0, 0, 0, 0, 100, 90, List.of(groups), List.of()));
  }

  private static ConnectionGroup group(String application, String address, String database, int sessions) {
    return new ConnectionGroup("app", database, application, address, "idle", sessions, Duration.ofMinutes(7));
  }

  @ParameterizedTest
  @CsvSource({"40, 80, true", "40, 81, false", "41, 81, true"})
  void whoeverHoldsHalfOfTheConnectionsIsNamed(int sessions, int clients, boolean named) {
    List<String> chain = chain(Cause.CONNECTION_SATURATION,
        connected(clients, group("cart", "10.0.0.9", "orders", 9), group("shop", "10.0.0.8", "orders", sessions)));

    assertThat(chain).isEqualTo(
        named ? List.of("shop (app@10.0.0.8, database orders) holds " + sessions + " of " + clients
        + " connections, idle, the oldest for 7 min")
            : List.of());
  }

  @Test
  void whatIsNotKnownOfAClientIsLeftOut() {
    assertThat(chain(Cause.CONNECTION_SATURATION, connected(1, group("", "", "", 1))))
        .containsExactly("app holds 1 of 1 connection, idle, the oldest for 7 min");
    assertThat(chain(Cause.CONNECTION_SATURATION, connected(0))).isEmpty();
  }

  @Test
  void nothingIsToldOfOtherCausesNorWithoutALook() {
    SnapshotScene scene = new SnapshotScene().trees(tree(root("active"), 9, List.of(), List.of()))
        .everySample(session(1, "", "", 7, Duration.ZERO));

    assertThat(chain(Cause.PLAN_REGRESSION, scene)).isEmpty();
    assertThat(ActorChain.of(new Probed("orders-db-1", new Look.NotTried("not asked"), SnapshotScene.NOW), Cause.LOCK_PILEUP)).isEmpty();
    assertThat(chain(Cause.CONNECTION_SATURATION, new SnapshotScene().connections(Reading.unavailable("no right")))).isEmpty();
  }
}
