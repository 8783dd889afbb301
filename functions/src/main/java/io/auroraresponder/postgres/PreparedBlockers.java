package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.Backend;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prepared transactions that others wait for. They have no session; in the forest each stands under a negative number of its own, and
 * where none can be told (it was finished meanwhile) under 0.
 */
final class PreparedBlockers {
  private final Map<Integer, List<Integer>> nodesByWaiter = new HashMap<>();
  private final Map<Integer, Backend> byNode = new HashMap<>();

  private PreparedBlockers() {}

  record Line(int waiter, Backend transaction) {}

  static PreparedBlockers none() {
    return new PreparedBlockers();
  }

  static PreparedBlockers of(List<Line> lines) {
    PreparedBlockers found = new PreparedBlockers();
    Map<String, Integer> nodes = new HashMap<>();
    for (Line line : lines) {
      int node = nodes.computeIfAbsent(line.transaction().application(), none -> -1 - nodes.size());
      found.byNode.put(node, line.transaction());
      found.nodesByWaiter.computeIfAbsent(line.waiter(), none -> new ArrayList<>()).add(node);
    }
    return found;
  }

  Collection<Integer> nodesBefore(int waiter) {
    return nodesByWaiter.getOrDefault(waiter, List.of(0));
  }

  Map<Integer, Backend> byNode() {
    return Map.copyOf(byNode);
  }

  /** The transaction as the root of a tree: pid 0, its gid as the application. */
  static Line read(Row row) throws SQLException {
    Duration age = row.seconds("prepared_s");
    Backend transaction = new Backend(0, 0, row.text("prepared_at"), row.text("database"), row.text("owner"), row.text("gid"), "",
        "prepared transaction", "prepared", "", "", Duration.ZERO, age, age, true, row.number("xid_age"), 0, "");
    return new Line(row.count("pid"), transaction);
  }

  /** A root that could not be found any more when it was looked up. */
  static Backend gone(int pid) {
    return new Backend(Math.max(0, pid), 0, "", "", "", "", "", "", "", "", "", Duration.ZERO, Duration.ZERO, Duration.ZERO, false, 0, 0,
        "");
  }
}
