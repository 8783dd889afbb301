package io.auroraresponder.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who waits behind whom, made of edges "session waits for session".
 *
 * <p>A session waits for several others at once, so the same one can stand below two roots. In a ring (a deadlock that the server has
 * not yet seen) nobody is a root; then the lowest session of the ring stands in.
 */
final class BlockerForest {
  private final Map<Integer, Set<Integer>> blockersOf;
  private final Map<Integer, Set<Integer>> waitersOf = new HashMap<>();

  private BlockerForest(Map<Integer, Set<Integer>> blockersOf) {
    this.blockersOf = blockersOf;
    blockersOf.forEach(
        (waiter, blockers) -> blockers.forEach(blocker -> waitersOf.computeIfAbsent(blocker, none -> new TreeSet<>()).add(waiter)));
  }

  /**
   * One tree.
   *
   * @param below sessions that wait, directly or not, nearest first
   * @param depth sessions on the longest chain below the root
   */
  record Tree(int root, List<Integer> below, int depth) {
    Tree {
      below = List.copyOf(below);
    }
  }

  /** An edge from a session to one that it waits for. */
  record Edge(int waiter, int blocker) {}

  static BlockerForest of(Collection<Edge> edges) {
    Map<Integer, Set<Integer>> blockersOf = new LinkedHashMap<>();
    for (Edge edge : edges) {
      if (edge.waiter() != edge.blocker()) {
        blockersOf.computeIfAbsent(edge.waiter(), none -> new TreeSet<>()).add(edge.blocker());
      }
    }
    return new BlockerForest(blockersOf);
  }

  /** Most blocked sessions first. */
  List<Tree> trees() {
    List<Tree> trees = new ArrayList<>();
    Set<Integer> reached = new HashSet<>();
    for (int root : new TreeSet<>(waitersOf.keySet())) {
      if (!blockersOf.containsKey(root)) {
        trees.add(tree(root, reached));
      }
    }
    for (int waiter : new TreeSet<>(blockersOf.keySet())) {
      if (!reached.contains(waiter) && waitsForItself(waiter)) {
        trees.add(tree(waiter, reached));
        reached.add(waiter);
      }
    }
    trees.sort((a, b) -> Integer.compare(b.below().size(), a.below().size()));
    return trees;
  }

  /** Those of a tree that wait and make others wait for themselves, most followers first. */
  List<Integer> middles(Tree tree) {
    List<Integer> middles = new ArrayList<>(tree.below());
    middles.removeIf(session -> followers(session) == 0);
    middles.sort((a, b) -> Integer.compare(followers(b), followers(a)));
    return middles;
  }

  /** The sessions that it waits for itself, in order of their numbers. */
  Set<Integer> blockersOf(int session) {
    return blockersOf.getOrDefault(session, Collections.emptySet());
  }

  private int followers(int session) {
    return waitersOf.getOrDefault(session, Collections.emptySet()).size();
  }

  private Tree tree(int root, Set<Integer> reached) {
    Set<Integer> below = behind(root);
    below.remove(root);
    reached.addAll(below);
    return new Tree(root, List.copyOf(below), depth(root, new HashMap<>(), new HashSet<>()));
  }

  private boolean waitsForItself(int session) {
    return behind(session).contains(session);
  }

  /** Everyone who waits for the session, directly or not, nearest first; in a ring the session itself too. */
  private Set<Integer> behind(int session) {
    Set<Integer> found = new LinkedHashSet<>();
    ArrayDeque<Integer> next = new ArrayDeque<>(List.of(session));
    while (!next.isEmpty()) {
      for (int waiter : waitersOf.getOrDefault(next.remove(), Collections.emptySet())) {
        if (found.add(waiter)) {
          next.add(waiter);
        }
      }
    }
    return found;
  }

  /** Longest chain; each session is worked out once, because a queue of strong locks has exponentially many chains. */
  private int depth(int session, Map<Integer, Integer> known, Set<Integer> onTheWay) {
    Integer before = known.get(session);
    if (before != null) {
      return before;
    }
    onTheWay.add(session);
    int deepest = 0;
    for (int waiter : waitersOf.getOrDefault(session, Collections.emptySet())) {
      if (!onTheWay.contains(waiter)) {
        deepest = Math.max(deepest, 1 + depth(waiter, known, onTheWay));
      }
    }
    onTheWay.remove(session);
    known.put(session, deepest);
    return deepest;
  }
}
