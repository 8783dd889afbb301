package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.DatabaseActivity;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One sample of all databases but templates and rdsadmin: the sessions in each, and its counters. */
record CounterSample(Map<String, Database> byName) {
  private static final SqlFile COUNTERS = SqlFile.named("database_counters");

  /** {@code open}: it takes connections at all; {@code here}: the session that took the sample is in it. */
  record Database(
      String name, boolean open, boolean mayConnect, boolean here, int waiting, int active, int idleInTransaction, Counters counters) {

    boolean hasSessions() {
      return waiting + active + idleInTransaction > 0;
    }
  }

  CounterSample {
    byName = new TreeMap<>(byName);
  }

  static CounterSample take(Session session, Capabilities capabilities, ProbeSettings settings) throws PartMissing {
    Map<String, Database> byName = new TreeMap<>();
    session.rows(capabilities.fit(COUNTERS, settings), CounterSample::read).forEach(database -> byName.put(database.name(), database));
    return new CounterSample(byName);
  }

  /** Rates of all databases together; one that came or went in between is left out. */
  DatabaseRates ratesTo(CounterSample later, int newLastMinute, Instant from, Instant to) throws PartMissing {
    List<String> both = byName.keySet().stream().filter(later.byName::containsKey).toList();
    if (both.isEmpty()) {
      throw new PartMissing("The server counts no database.");
    }
    return sum(both).ratesTo(later.sum(both), newLastMinute, from, to);
  }

  private Counters sum(List<String> names) {
    return names.stream().flatMap(name -> Stream.ofNullable(byName.get(name))).map(Database::counters).reduce(Counters::plus).orElseThrow();
  }

  /**
   * Databases in the order in which a look should go into them: those in which sessions wait, work or keep a transaction open, then those
   * that did most since the other sample, then those that did most ever.
   *
   * @param earlier the sample before this one, or this one where there is no other
   */
  List<Database> byWork(CounterSample earlier) {
    List<Database> all = new ArrayList<>(byName.values());
    all.sort(Comparator.comparingInt(Database::waiting)
        .thenComparingInt(Database::active)
        .thenComparingInt(Database::idleInTransaction)
        .thenComparingDouble(database -> since(earlier, database))
        .thenComparingDouble(database -> database.counters().work())
        .reversed()
        .thenComparing(Database::name));
    return all;
  }

  /** Whether the database did anything since the other sample; where the look's own session is, that is not known. */
  boolean worked(CounterSample earlier, Database database) {
    return database.hasSessions() || (!database.here() && since(earlier, database) > 0);
  }

  private static double since(CounterSample earlier, Database database) {
    Database before = earlier.byName.get(database.name());
    return before == null || database.here() ? 0 : Math.max(0, database.counters().work() - before.counters().work());
  }

  /** Those with work first. {@code gaps}: why something in a database was not looked into, by its name. */
  List<DatabaseActivity> activity(CounterSample earlier, Map<String, String> gaps) {
    return byWork(earlier).stream().map(database -> activity(earlier.byName.getOrDefault(database.name(), database), database,
        gaps.getOrDefault(database.name(), ""))).toList();
  }

  private static DatabaseActivity activity(Database before, Database now, String gap) {
    Counters from = before.counters();
    Counters to = now.counters();
    double seconds = Math.max(0.001, to.sampledSeconds() - from.sampledSeconds());
    return new DatabaseActivity(
        now.name(),
        now.waiting(),
        now.active(),
        now.idleInTransaction(),
        Math.max(0, (to.commits() - from.commits()) / seconds),
        Math.max(0, (to.rowsReturned() + to.rowsWritten() - from.rowsReturned() - from.rowsWritten()) / seconds),
        Math.max(0, (to.blocksRead() + to.blocksHit() - from.blocksRead() - from.blocksHit()) / seconds),
        Math.max(0, to.tempBytes() - from.tempBytes()),
        Math.max(0, to.deadlocks() - from.deadlocks()),
        gap);
  }

  private static Database read(Row row) throws SQLException {
    return new Database(row.text("datname"), row.flag("open"), row.flag("may_connect"), row.flag("here"), row.count("waiting"),
        row.count("active"), row.count("idle_in_transaction"), Counters.read(row));
  }
}
