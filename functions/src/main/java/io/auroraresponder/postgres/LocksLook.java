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
import java.util.TreeSet;
import java.util.stream.Stream;

/** One look at who waits for heavyweight locks, behind whom, and for what. */
final class LocksLook {
  private static final SqlFile WAITS = SqlFile.named("lock_waits");
  private static final SqlFile SESSIONS = SqlFile.named("blocking_sessions");
  private static final SqlFile PREPARED = SqlFile.named("prepared_blockers");

  /** Relation locks under which readers or writers queue up behind the one who waits for it (PostgreSQL manual, explicit locking). */
  private static final Set<String> STRONG =
      Set.of("AccessExclusiveLock", "ExclusiveLock", "ShareRowExclusiveLock", "ShareLock");

  private static final int LISTED = 20;
  private static final int AHEAD = 5;

  /** So many of the youngest waits are kept beside the longest: they tell whether a queue still grows (ours). */
  private static final int LAST = 5;

  /** No client asks somebody else for so long between two statements (ours). */
  private static final Duration RESTING = Duration.ofSeconds(5);

  private final Session session;
  private final Capabilities capabilities;
  private final ProbeSettings settings;

  LocksLook(Session session, Capabilities capabilities, ProbeSettings settings) {
    this.session = session;
    this.capabilities = capabilities;
    this.settings = settings;
  }

  /** {@code queue} numbers the lock and mode; {@code blockers} are of the head of a queue, and empty for those who only stand in it. */
  private record Waiter(LockWait lock, long queue, List<Integer> blockers) {
    int session() {
      return lock.session();
    }

    boolean wantsStrongLock() {
      return lock.lockType().equals("relation") && STRONG.contains(lock.mode());
    }

    /** The same, once it is known behind whom it waits. */
    LockWait behind(BlockerForest forest) {
      return new LockWait(lock.pid(), lock.session(), lock.lockType(), lock.mode(), lock.database(), lock.relationId(), lock.relation(),
          lock.waited(), forest.blockersOf(session()).stream().limit(AHEAD).toList());
    }
  }

  /**
   * Trees as they are now, relations without names; {@code stable} where a root of {@code earlier} is one still, with the same transaction,
   * or rests in its transaction.
   */
  List<LockTree> take(List<LockTree> earlier) throws PartMissing {
    List<Waiter> waiters = session.rows(fit(WAITS), LocksLook::waiter);
    if (waiters.isEmpty()) {
      return List.of();
    }
    PreparedBlockers prepared = prepared(waiters);
    BlockerForest forest = BlockerForest.of(edges(waiters, prepared));
    List<BlockerForest.Tree> trees = forest.trees().stream().limit(LISTED).toList();
    Map<Integer, Backend> sessions = sessions(trees, forest, prepared);
    Set<String> roots = new HashSet<>();
    earlier.forEach(tree -> roots.add(key(tree.root())));
    return trees.stream().map(tree -> lockTree(tree, forest, sessions, waiters, roots, settings.lockLooksApart())).toList();
  }

  private static LockTree lockTree(
      BlockerForest.Tree tree,
      BlockerForest forest,
      Map<Integer, Backend> sessions,
      Collection<Waiter> waiters,
      Set<String> earlierRoots,
      Duration apart) {
    Set<Integer> below = new HashSet<>(tree.below());
    Backend root = sessions.getOrDefault(tree.root(), PreparedBlockers.gone(tree.root()));
    List<Waiter> inTree = waiters.stream().filter(waiter -> below.contains(waiter.session())).toList();
    List<LockWait> here = inTree.stream().map(waiter -> waiter.behind(forest)).toList();
    Set<Integer> amplifying = new HashSet<>();
    Set<Integer> alone = new HashSet<>();
    inTree.stream().map(waiter -> forest.blockersOf(waiter.session())).filter(ahead -> ahead.stream().allMatch(below::contains))
        .forEach(alone::addAll);
    inTree.stream().filter(waiter -> waiter.wantsStrongLock() && alone.contains(waiter.session()))
        .forEach(waiter -> amplifying.add(waiter.session()));
    here.stream().filter(lock -> lock.lockType().equals("virtualxid")).forEach(lock -> amplifying.addAll(lock.behind()));
    List<Backend> amplifiers = forest.middles(tree).stream()
        .filter(amplifying::contains)
        .flatMap(pid -> Stream.ofNullable(sessions.get(pid)))
        .limit(LISTED)
        .toList();
    return new LockTree(
        root,
        (earlierRoots.contains(key(root)) && (stayed(root, apart) || keptFrom(here, apart))) || rests(root),
        tree.below().size(),
        tree.depth(),
        tree.below(),
        here.stream().map(LockWait::waited).max(Duration::compareTo).orElse(Duration.ZERO),
        shown(here, amplifiers),
        amplifiers);
  }

  /**
   * The longest waits, the last few who came, and the waits of the sessions in the middle whatever their age: they say why others wait.
   */
  private static List<LockWait> shown(List<LockWait> waits, List<Backend> amplifiers) {
    Set<Integer> middle = new HashSet<>();
    amplifiers.forEach(one -> middle.add(one.pid()));
    List<LockWait> shown = new ArrayList<>(waits.stream().filter(lock -> middle.contains(lock.session())).limit(LISTED).toList());
    List<LockWait> rest = waits.stream().filter(lock -> !middle.contains(lock.session())).toList();
    int room = LISTED - shown.size();
    int last = rest.size() > room ? Math.min(LAST, room) : 0;
    shown.addAll(rest.subList(0, Math.min(rest.size(), room - last)));
    shown.addAll(rest.subList(rest.size() - last, rest.size()));
    return shown;
  }

  private static List<BlockerForest.Edge> edges(List<Waiter> waiters, PreparedBlockers prepared) {
    Map<Long, Set<Integer>> blockersOf = new HashMap<>();
    for (Waiter waiter : waiters) {
      Set<Integer> ahead = blockersOf.computeIfAbsent(waiter.queue(), none -> new TreeSet<>());
      ahead.addAll(own(waiter, prepared));
    }
    List<BlockerForest.Edge> edges = new ArrayList<>();
    for (Waiter waiter : waiters) {
      Collection<Integer> ahead = waiter.blockers().isEmpty() ? blockersOf.getOrDefault(waiter.queue(), Set.of()) : own(waiter, prepared);
      ahead.forEach(node -> edges.add(new BlockerForest.Edge(waiter.session(), node)));
    }
    return edges;
  }

  private static Collection<Integer> own(Waiter waiter, PreparedBlockers prepared) {
    Set<Integer> own = new TreeSet<>();
    waiter.blockers().forEach(blocker -> own.addAll(blocker == 0 ? prepared.nodesBefore(waiter.lock().pid()) : List.of(blocker)));
    return own;
  }

  private PreparedBlockers prepared(List<Waiter> waiters) {
    List<Integer> behind = waiters.stream().filter(waiter -> waiter.blockers().contains(0)).map(waiter -> waiter.lock().pid()).toList();
    return behind.isEmpty()
        ? PreparedBlockers.none()
        : session.orElse("prepared transactions that others wait for", PreparedBlockers.none(),
            () -> PreparedBlockers.of(session.rows(fit(PREPARED), PreparedBlockers::read, array(behind.stream()))));
  }

  private Map<Integer, Backend> sessions(List<BlockerForest.Tree> trees, BlockerForest forest, PreparedBlockers prepared)
      throws PartMissing {
    Set<Integer> wanted = new TreeSet<>();
    for (BlockerForest.Tree tree : trees) {
      wanted.add(tree.root());
      forest.middles(tree).stream().limit(LISTED).forEach(wanted::add);
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

  /** A busy session may stand in front twice with two transactions: then it has let go in between. */
  private static boolean stayed(Backend root, Duration apart) {
    Duration holds = root.transactionAge().isZero() ? root.stateAge() : root.transactionAge();
    return root.pid() <= 0 || holds.compareTo(apart) >= 0;
  }

  /**
   * An advisory lock goes to whoever has waited longest for it, so one that somebody has waited for over both looks was not let go in
   * between, however many transactions its holder has made: a lock of the session outlives them.
   */
  private static boolean keptFrom(List<LockWait> waits, Duration apart) {
    return waits.stream().allMatch(wait -> wait.lockType().equals("advisory")) && waits.stream().anyMatch(
        wait -> wait.waited().compareTo(apart) >= 0);
  }

  /** Who rests in an open transaction takes no lock in the meantime: what it holds now it held before, whoever looked then. */
  private static boolean rests(Backend root) {
    return root.isIdleInTransaction() && root.stateAge().compareTo(RESTING) >= 0;
  }

  private static String key(Backend root) {
    return root.pid() + " " + root.backendStart() + " " + (root.pid() == 0 ? root.application() : "");
  }

  private static Waiter waiter(Row row) throws SQLException {
    int pid = row.count("pid");
    int leader = row.count("leader_pid");
    LockWait lock = new LockWait(pid, leader == 0 ? pid : leader, row.text("locktype"), row.text("mode"), row.text("database"),
        row.number("relation_id"), "", row.seconds("waited_s"), List.of());
    return new Waiter(lock, row.number("lock_no"), row.numbers("blockers"));
  }
}
