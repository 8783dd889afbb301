package io.auroraresponder.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.LockTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for any look: seeded, so that a failure can be run again. */
class LookLawsTest {
  private static final String[][] WAITS = {
    {"", ""}, {"Lock", "tuple"}, {"Lock", "relation"}, {"LWLock", "LockManager"}, {"IO", "DataFileRead"}, {"IO", "XactSync"},
    {"Timeout", "VacuumDelay"}
  };
  private static final String[] TYPES = {"client backend", "client backend", "autovacuum worker", "walsender", ""};
  private static final String[] STATES = {"active", "idle in transaction", "idle in transaction (aborted)", "idle", ""};
  private static final List<CauseRule<DatabaseLook>> RULES =
      List.of(
          new LockPileup(), new IdleTransactionLeak(), new InternalContention(), new CommitBound(), new MaintenanceWork(),
          new RunawayStatement(), new PlanRegression());
  private static final List<DatabaseCheck<?>> CHECKS =
      List.of(
          new BlockerTreeCheck(), new IdleTransactionsCheck(), new WaitProfileCheck(), new MaintenanceCheck(), new VisibilityCheck(),
          new CacheHitsCheck());

  /** Nothing that a person may paste ends autovacuum, an unnamed session, or one that no longer does what it did. */
  @Property(tries = 300, seed = "20261124")
  void everyCommandThatEndsSomethingIsGuarded(@ForAll long seed) {
    DatabaseLook look = look(new Random(seed));

    assertThat(commands(look).filter(sql -> sql.contains("pg_cancel") || sql.contains("pg_terminate"))).allSatisfy(sql -> {
      assertThat(sql).matches(
          "SELECT pg_(cancel|terminate)_backend\\(a\\.pid\\) FROM pg_stat_activity a WHERE a\\.pid = [1-9]\\d* "
              + "AND a\\.backend_start = '[-0-9 :.+]+' AND .*;");
      assertThat(sql).containsAnyOf("pg_blocking_pids", "a.state LIKE 'idle in transaction%'", "a.query_start >= interval");
      assertThat(autovacuums(look)).noneMatch(pid -> sql.contains("a.pid = " + pid + " "));
    });
  }

  /** A cause is no milder than the finding that it rests on, and a pile-up or leak never stands on a tree that is only a warning. */
  @Property(tries = 300, seed = "20261124")
  void aLockCauseIsAsSevereAsItsTree(@ForAll long seed) {
    DatabaseLook look = look(new Random(seed));
    Severity tree = DatabaseLimitTest.worst(new BlockerTreeCheck(), look);

    new LockPileup().suspect(look).ifPresent(pile -> assertThat(pile.severity()).isEqualTo(tree));
    assertThat(new LockPileup().suspect(look).isPresent() || tree != Severity.CRITICAL).as("what wakes somebody has a cause").isTrue();
  }

  @Property(tries = 300, seed = "20261124")
  void whoeverAMinorityWaitsForIsARunnerUp(@ForAll long seed) {
    DatabaseLook look = look(new Random(seed));
    List<Explanation> ranked = Explanation.ranked(RULES.stream().flatMap(rule -> rule.suspect(look).stream()).toList());

    for (int i = 1; i < ranked.size(); i++) {
      boolean before = ranked.get(i - 1).share() >= Explanation.MAJORITY;
      boolean here = ranked.get(i).share() >= Explanation.MAJORITY;
      assertThat(before || !here).as("%s before %s", ranked.get(i - 1).cause(), ranked.get(i).cause()).isTrue();
      if (before == here) {
        assertThat(ranked.get(i - 1).cause()).isLessThan(ranked.get(i).cause());
      }
    }
  }

  private static Stream<String> commands(DatabaseLook look) {
    Stream<Advice> ofChecks = CHECKS.stream().flatMap(check -> check.examine(look).orElse(List.of()).stream()).map(Finding::advice)
        .flatMap(List::stream);
    Stream<Advice> ofCauses = RULES.stream().flatMap(rule -> rule.suspect(look).stream()).flatMap(cause -> cause.advice().stream());
    return Stream.concat(ofChecks, ofCauses).map(advice -> advice.command().text()).filter(sql -> !sql.isEmpty());
  }

  private static List<Integer> autovacuums(DatabaseLook look) {
    Stream<Backend> inTrees = look.trees().stream().flatMap(tree -> Stream.concat(Stream.of(tree.root()), tree.amplifiers().stream()));
    Stream<Backend> alone = Stream.of(look.part(Snapshot::running), look.part(Snapshot::idleInTransaction))
        .flatMap(part -> part.orElse(List.of()).stream());
    return Stream.concat(inTrees, alone)
        .filter(one -> one.backendType().startsWith("autovacuum"))
        .map(Backend::pid)
        .toList();
  }

  private static DatabaseLook look(Random random) {
    List<ActiveSession> sessions = new ArrayList<>();
    for (int i = random.nextInt(14); i > 0; i--) {
      String[] wait = WAITS[random.nextInt(WAITS.length)];
      sessions.add(SnapshotScene.session(100 + i, wait[0], wait[1], random.nextInt(3), Duration.ofSeconds(random.nextInt(4000))));
    }
    List<LockTree> trees = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      LockTree tree = SnapshotScene.tree(backend(random, 1000 + i), 1 + random.nextInt(8), Duration.ofSeconds(random.nextInt(60)));
      List<Backend> middle = random.nextInt(3) == 0 ? List.of(backend(random, 2000 + i)) : List.of();
      trees.add(
          new LockTree(
              tree.root(), random.nextBoolean(), tree.blocked(), 1, tree.blockedPids(), tree.longestWait(), tree.waits(), middle));
    }
    return new SnapshotScene()
        .samples(random.nextInt(12), sessions.toArray(ActiveSession[]::new))
        .trees(trees.toArray(LockTree[]::new))
        .running(backend(random, 101), backend(random, 102))
        .idle(backend(random, 3001))
        .look();
  }

  private static Backend backend(Random random, int pid) {
    Duration age = Duration.ofSeconds(random.nextInt(5000));
    String start = random.nextInt(4) == 0 ? "" : "2026-11-24 09:00:00.12+00";
    return new Backend(
        random.nextInt(5) == 0 ? 0 : pid, 0, start, "orders", "app", "shop'\\", "", TYPES[random.nextInt(TYPES.length)],
        STATES[random.nextInt(STATES.length)], "", "", age, age, age, true, 0, 7, "update stock set n = $1");
  }
}
