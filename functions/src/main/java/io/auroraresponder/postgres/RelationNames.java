package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.HeldLock;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import io.auroraresponder.probe.Snapshot.Locks;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Names of relations that a look met by their ids. A relation has a name only in its own database, so each is asked there. */
final class RelationNames {
  private static final SqlFile NAMES = SqlFile.named("relation_names");

  private final Map<String, Set<Long>> wanted = new TreeMap<>();
  private final Map<String, Map<Long, String>> known = new HashMap<>();
  private final Set<String> indexes = new HashSet<>();

  private record Line(long id, String name, boolean ofIndex) {}

  void want(List<LockTree> trees, List<Backend> sessions, List<MaintenanceWork> work) {
    for (LockTree tree : trees) {
      tree.waits().forEach(lock -> want(lock.database(), lock.relationId()));
      want(tree.root());
      tree.amplifiers().forEach(this::want);
    }
    sessions.forEach(this::want);
    work.forEach(one -> want(one.database(), one.relationId()));
  }

  boolean wants(String database) {
    return wanted.containsKey(database);
  }

  /** Asks for those of the session's own database. */
  void read(Session session) {
    Set<Long> ids = wanted.getOrDefault(session.database(), Set.of());
    if (ids.isEmpty()) {
      return;
    }
    Object[][] array = {ids.toArray(Long[]::new)};
    List<Line> lines = session.orElse("names of relations in " + session.database(), List.of(),
        () -> session.rows(NAMES, row -> new Line(row.number("relation_id"), row.text("relation"), row.flag("of_index")), array));
    Map<Long, String> names = known.computeIfAbsent(session.database(), none -> new HashMap<>());
    lines.forEach(line -> names.put(line.id(), line.name()));
    lines.stream().filter(Line::ofIndex).forEach(line -> indexes.add(session.database() + " " + line.id()));
  }

  List<LockTree> inTrees(List<LockTree> trees) {
    return trees.stream().map(tree -> new LockTree(named(tree.root()), tree.stable(), tree.blocked(), tree.depth(), tree.blockedPids(),
        tree.longestWait(), tree.waits().stream().map(this::named).toList(), inSessions(tree.amplifiers()))).toList();
  }

  List<Backend> inSessions(List<Backend> sessions) {
    return sessions.stream().map(this::named).toList();
  }

  List<MaintenanceWork> inWork(List<MaintenanceWork> work) {
    return work.stream().map(one -> new MaintenanceWork(one.pid(), one.backendStart(), one.kind(), one.database(), one.relationId(),
        name(one.database(), one.relationId()), one.phase(), one.percentDone(), one.againstWraparound(), one.age())).toList();
  }

  private LockWait named(LockWait lock) {
    return new LockWait(lock.pid(), lock.session(), lock.lockType(), lock.mode(), lock.database(), lock.relationId(),
        name(lock.database(), lock.relationId()), lock.waited(), lock.behind());
  }

  /** A lock on a table comes with one on each of its indexes, which say nothing more. */
  private Backend named(Backend session) {
    Locks locks = session.locks();
    List<HeldLock> tables = locks.strongest().stream().filter(lock -> !indexes.contains(lock.database() + " " + lock.relationId()))
        .toList();
    int left = locks.strongest().size() - tables.size();
    return session.holding(new Locks(locks.all() - left, tables.stream().map(this::named).toList()));
  }

  private HeldLock named(HeldLock lock) {
    return new HeldLock(lock.lockType(), lock.mode(), lock.database(), lock.relationId(), name(lock.database(), lock.relationId()));
  }

  private void want(Backend session) {
    session.locks().strongest().forEach(lock -> want(lock.database(), lock.relationId()));
  }

  private void want(String database, long id) {
    if (id != 0 && !database.isEmpty()) {
      wanted.computeIfAbsent(database, none -> new TreeSet<>()).add(id);
    }
  }

  private String name(String database, long id) {
    return known.getOrDefault(database, Map.of()).getOrDefault(id, "");
  }
}
