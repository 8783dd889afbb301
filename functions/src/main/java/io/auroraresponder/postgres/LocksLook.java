package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One look at who waits for heavyweight locks, behind whom, and for what. */
final class LocksLook {
  private static final SqlFile BLOCKERS = SqlFile.named("blockers");
  private static final SqlFile SESSIONS = SqlFile.named("blocking_sessions");
  private static final SqlFile WAITS = SqlFile.named("lock_waits");
  private static final SqlFile PREPARED = SqlFile.named("prepared_blockers");

  /** Relation locks under which readers or writers queue up behind the one who waits for it (PostgreSQL manual, explicit locking). */
  private static final Set<String> STRONG =
      Set.of("AccessExclusiveLock", "ExclusiveLock", "ShareRowExclusiveLock", "ShareLock");

  private static final int LISTED = 20;

  private final Session session;
  private final Capabilities capabilities;
  private final ProbeSettings settings;

  LocksLook(Session session, Capabilities capabilities, ProbeSettings settings) {
    this.session = session;
    this.capabilities = capabilities;
    this.settings = settings;
  }

  private record Waiter(int pid, int leaderPid, List<Integer> blockers, Duration statementAge) {
    int session() {
      return leaderPid == 0 ? pid : leaderPid;
    }
  }

  private record Want(int session, boolean strong, LockWait lock) {}

  /** Trees as they are now; {@code stable} where a root of {@code earlier} is one still. */
  List<LockTree> take(List<LockTree> earlier) throws PartMissing {
    List<Waiter> waiters = session.rows(fit(BLOCKERS), LocksLook::waiter);
    if (waiters.isEmpty()) {
      return List.of();
    }
    PreparedBlockers prepared = prepared(waiters);
    BlockerForest forest = BlockerForest.of(edges(waiters, prepared));
    Map<Integer, Backend> sessions = sessions(forest, prepared);
    List<Want> wants = session.rows(fit(WAITS), LocksLook::want, array(waiters.stream().map(Waiter::pid)));
    Set<String> roots = new HashSet<>();
    earlier.forEach(tree -> roots.add(key(tree.root())));
    List<LockTree> trees = new ArrayList<>();
    for (BlockerForest.Tree tree : forest.trees().stream().limit(LISTED).toList()) {
      trees.add(lockTree(tree, forest, sessions, wants, waiters, roots));
    }
    return trees;
  }

  private static LockTree lockTree(
      BlockerForest.Tree tree,
      BlockerForest forest,
      Map<Integer, Backend> sessions,
      Collection<Want> wants,
      Collection<Waiter> waiters,
      Set<String> earlierRoots) {
    Set<Integer> below = new HashSet<>(tree.below());
    Backend root = sessions.getOrDefault(tree.root(), PreparedBlockers.gone(tree.root()));
    List<Want> here = wants.stream().filter(want -> below.contains(want.session())).toList();
    Set<Integer> strong = new HashSet<>();
    here.stream().filter(Want::strong).forEach(want -> strong.add(want.session()));
    List<Backend> amplifiers = forest.middles(tree).stream()
        .filter(strong::contains)
        .flatMap(pid -> Stream.ofNullable(sessions.get(pid)))
        .limit(LISTED)
        .toList();
    return new LockTree(
        root,
        earlierRoots.contains(key(root)),
        tree.below().size(),
        tree.depth(),
        tree.below().stream().limit(LISTED).toList(),
        longest(here, below, waiters),
        here.stream().map(Want::lock).limit(LISTED).toList(),
        amplifiers);
  }

  /** From the lock's own clock; where a wait ended between two statements, the age of the waiting statement bounds it from above. */
  private static Duration longest(List<Want> here, Set<Integer> below, Collection<Waiter> waiters) {
    Stream<Duration> waited = here.isEmpty()
        ? waiters.stream().filter(waiter -> below.contains(waiter.session())).map(Waiter::statementAge)
        : here.stream().map(want -> want.lock().waited());
    return waited.max(Duration::compareTo).orElse(Duration.ZERO);
  }

  private static List<BlockerForest.Edge> edges(List<Waiter> waiters, PreparedBlockers prepared) {
    List<BlockerForest.Edge> edges = new ArrayList<>();
    for (Waiter waiter : waiters) {
      for (int blocker : waiter.blockers()) {
        Collection<Integer> nodes = blocker == 0 ? prepared.nodesBefore(waiter.pid()) : List.of(blocker);
        nodes.forEach(node -> edges.add(new BlockerForest.Edge(waiter.session(), node)));
      }
    }
    return edges;
  }

  private PreparedBlockers prepared(List<Waiter> waiters) throws PartMissing {
    List<Waiter> behind = waiters.stream().filter(waiter -> waiter.blockers().contains(0)).toList();
    if (behind.isEmpty()) {
      return PreparedBlockers.none();
    }
    return PreparedBlockers.of(session.rows(fit(PREPARED), PreparedBlockers::read, array(behind.stream().map(Waiter::pid))));
  }

  private Map<Integer, Backend> sessions(BlockerForest forest, PreparedBlockers prepared) throws PartMissing {
    Set<Integer> wanted = new HashSet<>();
    for (BlockerForest.Tree tree : forest.trees()) {
      wanted.add(tree.root());
      wanted.addAll(forest.middles(tree));
    }
    Map<Integer, Backend> sessions = new HashMap<>(prepared.byNode());
    List<Backend> rows = session.rows(fit(SESSIONS), BackendRows::read, array(wanted.stream().filter(pid -> pid > 0)));
    rows.forEach(backend -> sessions.put(backend.pid(), backend));
    return sessions;
  }

  private SqlFile fit(SqlFile sql) {
    return capabilities.fit(sql, settings);
  }

  private static Object[][] array(Stream<Integer> pids) {
    return new Object[][] {pids.distinct().toArray(Integer[]::new)};
  }

  private static String key(Backend root) {
    return root.pid() + " " + root.backendStart() + " " + (root.pid() == 0 ? root.application() : "");
  }

  private static Waiter waiter(Row row) throws SQLException {
    return new Waiter(row.count("pid"), row.count("leader_pid"), row.numbers("blockers"), row.seconds("query_s"));
  }

  private static Want want(Row row) throws SQLException {
    int pid = row.count("pid");
    int leader = row.count("leader_pid");
    String mode = row.text("mode");
    LockWait lock = new LockWait(pid, row.text("locktype"), mode, row.text("relation"), row.seconds("waited_s"));
    return new Want(leader == 0 ? pid : leader, lock.lockType().equals("relation") && STRONG.contains(mode), lock);
  }
}
