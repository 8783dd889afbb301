package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.HeldLock;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.Locks;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the sessions hold that messages may name: roots and middles of lock trees, open transactions that do nothing, and statements that
 * are no longer young.
 */
final class HeldLocks {
  private static final SqlFile HELD = SqlFile.named("held_locks");

  /** Ours: younger statements are named only where others wait for them. */
  private static final Duration YOUNG = Duration.ofSeconds(30);

  private final boolean read;
  private final Map<Integer, Integer> counts = new HashMap<>();
  private final Map<Integer, List<HeldLock>> strongest = new HashMap<>();

  private HeldLocks(boolean read) {
    this.read = read;
  }

  private record Held(int pid, int all, HeldLock lock) {}

  /** Asks once for all of them, and not where there are none. */
  static HeldLocks of(Session session, List<LockTree> trees, List<Backend> idle, List<Backend> running) {
    TreeSet<Integer> pids = new TreeSet<>();
    trees.forEach(tree -> Stream.concat(Stream.of(tree.root()), tree.amplifiers().stream()).map(Backend::pid).forEach(pids::add));
    idle.forEach(one -> pids.add(one.pid()));
    running.stream().filter(one -> one.statementAge().compareTo(YOUNG) >= 0).forEach(one -> pids.add(one.pid()));
    pids.removeIf(pid -> pid <= 0);
    if (pids.isEmpty()) {
      return new HeldLocks(true);
    }
    Object[][] array = {pids.toArray(Integer[]::new)};
    Optional<List<Held>> rows =
        session.orElse("locks that sessions hold", Optional.empty(), () -> Optional.of(session.rows(HELD, HeldLocks::row, array)));
    HeldLocks held = new HeldLocks(rows.isPresent());
    pids.forEach(pid -> held.counts.put(pid, 0));
    rows.orElse(List.of()).forEach(row -> {
      held.counts.put(row.pid(), row.all());
      held.strongest.computeIfAbsent(row.pid(), first -> new ArrayList<>()).add(row.lock());
    });
    return held;
  }

  /** The session with what it holds. */
  Backend of(Backend session) {
    return read && counts.containsKey(session.pid())
        ? session.holding(new Locks(counts.getOrDefault(session.pid(), 0), strongest.getOrDefault(session.pid(), List.of())))
        : session;
  }

  List<Backend> of(List<Backend> sessions) {
    return sessions.stream().map(this::of).toList();
  }

  List<LockTree> in(List<LockTree> trees) {
    return trees.stream().map(tree -> new LockTree(of(tree.root()), tree.stable(), tree.blocked(), tree.depth(), tree.blockedPids(),
        tree.longestWait(), tree.waits(), of(tree.amplifiers()))).toList();
  }

  private static Held row(Row row) throws SQLException {
    return new Held(row.count("pid"), row.count("locks"),
        new HeldLock(row.text("locktype"), row.text("mode"), row.text("database"), row.number("relation_id"), ""));
  }
}
