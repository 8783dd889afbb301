package io.auroraresponder.database;

import io.auroraresponder.fake.Snapshots;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.ConnectionLimit;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.probe.Snapshot.HeldLock;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import io.auroraresponder.probe.Snapshot.Locks;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.probe.Snapshot.Setting;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import io.auroraresponder.probe.Snapshot.WaitSample;
import io.auroraresponder.probe.Snapshot.XminHolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a probe saw, one part at a time. New: ten samples in which nobody works, twenty of 1,660 connections, nothing else. */
public final class SnapshotScene {
  /** "Now" of a look. */
  public static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  /** The member that is asked. */
  public static final String MEMBER = "orders-db-1";
  private static final Instant AT = NOW.plusSeconds(3);
  private static final int SAMPLES = 10;

  private Reading<List<WaitSample>> waits = Reading.known(List.of(), AT);
  private Reading<List<LockTree>> trees = Reading.known(List.of(), AT);
  private Reading<List<Backend>> running = Reading.known(List.of(), AT);
  private Reading<List<Backend>> idle = Reading.known(List.of(), AT);
  private Reading<List<StatementDelta>> statements = Reading.known(List.of(), AT);
  private Reading<List<MaintenanceWork>> maintenance = Reading.known(List.of(), AT);
  private Reading<Connections> connections = Reading.known(connections(20, 1660, 1, 0), AT);
  private Reading<DatabaseRates> rates = Reading.known(rates(100, 1), AT);
  private Reading<List<XminHolder>> horizon = Reading.known(List.of(), AT);

  private Reading<List<Setting>> settings = Reading.known(List.of(), AT);

  public SnapshotScene() {
    everySample();
  }

  public Snapshot build() {
    return Snapshots.of(AT, MEMBER, false, "17.5", connections, running, waits, trees, idle, rates, statements, maintenance,
        horizon,
        Reading.unavailable("Not asked for."), settings);
  }

  /** A look that saw this, of a cluster that was never found healthy. */
  public DatabaseLook look() {
    return DatabaseLook.of("orders-db", new Probed(MEMBER, new Look.Seen(build()), NOW), MEMBER,
        Reading.unavailable("never found healthy"));
  }

  /** The same sessions in each of ten samples. */
  public SnapshotScene everySample(ActiveSession... sessions) {
    return samples(SAMPLES, sessions);
  }

  public SnapshotScene samples(int count, ActiveSession... sessions) {
    List<WaitSample> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new WaitSample(AT.plusMillis(200L * i), List.of(sessions)));
    }
    return waits(Reading.known(all, AT));
  }

  /** In {@code first} of ten samples these sessions, in the others {@code rest}. */
  public SnapshotScene mixed(int first, ActiveSession[] sessions, ActiveSession[] rest) {
    List<WaitSample> all = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      all.add(new WaitSample(AT.plusMillis(200L * i), List.of(i < first ? sessions : rest)));
    }
    return waits(Reading.known(all, AT));
  }

  public SnapshotScene waits(Reading<List<WaitSample>> reading) {
    waits = reading;
    return this;
  }

  public SnapshotScene settings(Setting... all) {
    settings = Reading.known(List.of(all), AT);
    return this;
  }

  public SnapshotScene trees(LockTree... all) {
    return trees(Reading.known(List.of(all), AT));
  }

  public SnapshotScene trees(Reading<List<LockTree>> reading) {
    trees = reading;
    return this;
  }

  public SnapshotScene running(Backend... all) {
    running = Reading.known(List.of(all), AT);
    return this;
  }

  public SnapshotScene idle(Backend... all) {
    return idle(Reading.known(List.of(all), AT));
  }

  public SnapshotScene idle(Reading<List<Backend>> reading) {
    idle = reading;
    return this;
  }

  public SnapshotScene statements(StatementDelta... all) {
    return statements(Reading.known(List.of(all), AT));
  }

  public SnapshotScene statements(Reading<List<StatementDelta>> reading) {
    statements = reading;
    return this;
  }

  public SnapshotScene maintenance(MaintenanceWork... all) {
    return maintenance(Reading.known(List.of(all), AT));
  }

  public SnapshotScene maintenance(Reading<List<MaintenanceWork>> reading) {
    maintenance = reading;
    return this;
  }

  public SnapshotScene connections(Connections some) {
    return connections(Reading.known(some, AT));
  }

  public SnapshotScene connections(Reading<Connections> reading) {
    connections = reading;
    return this;
  }

  public SnapshotScene rates(Reading<DatabaseRates> reading) {
    rates = reading;
    return this;
  }

  // ------------------------------------------------------------------ parts

  public static ActiveSession session(int pid, String type, String event, long statement, Duration age) {
    return new ActiveSession(pid, 0, "client backend", "orders", "app", "shop", type, event, statement, age);
  }

  /** {@code sessions} sessions on CPU with one statement, each running for {@code age}. */
  public static ActiveSession[] sharing(long statement, int sessions, Duration age) {
    ActiveSession[] all = new ActiveSession[sessions];
    for (int i = 0; i < sessions; i++) {
      all[i] = session(5000 + i, "", "", statement, age);
    }
    return all;
  }

  /** What a session that writes into stock holds. */
  private static final Locks STOCK = new Locks(1, List.of(new HeldLock("relation", "RowExclusiveLock", "orders", 16_400, "public.stock")));

  public static Backend backend(int pid, String state, Duration age) {
    return new Backend(
        pid, 0, "2026-11-24 09:00:00.12+00", "orders", "app", "shop", "10.0.0.8", "client backend", state, "", "", age, age, age, true, 0,
        7,
        "update stock set n = $1").holding(STOCK);
  }

  public static Backend ddl(int pid) {
    Duration age = Duration.ofSeconds(12);
    return new Backend(
        pid, 0, "2026-11-24 10:00:00.01+00", "orders", "app", "migration", "", "client backend", "active", "Lock", "relation", age, age,
        age, true, 0,
        8, "alter table stock add column note text");
  }

  public static LockTree tree(Backend root, int blocked, Duration longest) {
    return new LockTree(
        root, true, blocked, 1, List.of(900), longest,
        List.of(new LockWait(900, 900, "transactionid", "ShareLock", "", 0, "", longest, List.of(root.pid()))), List.of());
  }

  public static LockTree unstable(LockTree tree) {
    return new LockTree(
        tree.root(), false, tree.blocked(), tree.depth(), tree.blockedPids(), tree.longestWait(), tree.waits(), tree.amplifiers());
  }

  public static Connections connections(int clients, int usable, int newLastMinute, int hidden, ConnectionLimit... limits) {
    return new Connections(
        clients, 2, Math.max(0, clients - 2), 0, 0, 0, newLastMinute, hidden, 0, usable + 10, usable, List.of(), List.of(limits));
  }

  public static DatabaseRates rates(double commits, double rollbacks) {
    return new DatabaseRates(
        Duration.ofSeconds(2), commits, rollbacks, 1, 1000, Reading.known(0.99, AT), 100, 100, 10, 0, 0, 0.1);
  }

  public static MaintenanceWork work(int pid, String kind) {
    return new MaintenanceWork(pid, "2026-11-24 10:00:00.01+00", kind, "orders", 16_400, "public.stock", "heap", 40, false,
        Duration.ofMinutes(8));
  }

  /** Called 50 times a second for a thousand seconds before, 10 ms and 100 blocks a call. */
  public static StatementDelta statement(long id, double callsPerSecond, double meanMillis, double blocks) {
    return statement(id, callsPerSecond, meanMillis, blocks, 50_000);
  }

  public static StatementDelta statement(long id, double callsPerSecond, double meanMillis, double blocks, long baselineCalls) {
    return new StatementDelta(
        "orders", id, "select * from stock where id = $1", Math.round(callsPerSecond * 2), meanMillis, 0.6, blocks, baselineCalls, 10, 100,
        baselineCalls / 50.0);
  }
}
