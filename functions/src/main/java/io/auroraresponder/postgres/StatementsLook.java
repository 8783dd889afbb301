package io.auroraresponder.postgres;

import io.auroraresponder.postgres.StatementSample.Since;
import io.auroraresponder.postgres.StatementSample.StatementKey;
import io.auroraresponder.probe.Filter;
import io.auroraresponder.probe.Plans;
import io.auroraresponder.probe.Snapshot.Evictions;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The second sample of statement counters, and the texts of those that lead. */
final class StatementsLook {
  private static final SqlFile TEXTS = SqlFile.named("statement_texts");
  private static final SqlFile FILE = SqlFile.named("statement_file_texts");

  private static final SqlFile PLANS = SqlFile.named("statement_plans");

  /** Ours: from this factor on a statement is worth the question; the rules judge by a larger one. */
  private static final double SLOWER = 2;

  private StatementsLook() {}

  /** {@code counted}: whether this version counts evictions; where it does not, {@code evictions} says nothing. */
  record Statements(List<StatementDelta> deltas, Evictions evictions, boolean counted) {}

  private record Plan(StatementKey key, long id, long calls, double millis) {}

  private record Text(StatementKey key, String redacted, Filter filter) {}

  /**
   * What was done between the samples.
   *
   * @param running statements seen at work, wanted for their baseline even where no call of theirs ended
   * @param textFile whether the server may read the file of all texts for those that no session shows
   */
  static Statements take(
      Session session, Capabilities capabilities, ProbeSettings settings, StatementSample before, Set<StatementKey> running,
      boolean textFile)
      throws PartMissing {
    StatementSample after = StatementSample.take(session, capabilities, settings);
    StatementDeltas deltas = new StatementDeltas(before, after);
    if (deltas.reset()) {
      throw new PartMissing("The statement counters were reset between the two samples.");
    }
    if (before.hidden() && !capabilities.seesAll()) {
      throw new PartMissing("Statements of other users are hidden from the login: GRANT pg_monitor to it.");
    }
    Long[] ids = deltas.lines(running, Map.of(), Map.of(), settings.topStatements()).stream().map(StatementDelta::statementId).distinct()
        .toArray(Long[]::new);
    Map<StatementKey, Text> found = new HashMap<>();
    if (ids.length > 0 && textFile) {
      found.putAll(texts(session, capabilities.fit(FILE, settings), ids));
    }
    if (ids.length > 0 && capabilities.hasQueryId()) {
      found.putAll(texts(session, capabilities.fit(TEXTS, settings), ids));
    }
    Map<StatementKey, String> texts = new HashMap<>();
    Map<StatementKey, Filter> filters = new HashMap<>();
    found.forEach((key, text) -> {
      texts.put(key, text.redacted());
      filters.put(key, text.filter());
    });
    Since from = before.since();
    Since to = after.since();
    return new Statements(withPlans(session, deltas.lines(running, texts, filters, settings.topStatements())),
        new Evictions(to.evicted(), to.counted(), to.evicted() - from.evicted(), to.room()), to.evicted() >= 0 && from.evicted() >= 0);
  }

  /**
   * Aurora is asked of the plans of those alone that became slow or have not ended; a server without that function says nothing of plans.
   */
  private static List<StatementDelta> withPlans(Session session, List<StatementDelta> lines) {
    Long[] slow = lines.stream().filter(StatementsLook::slower).map(StatementDelta::statementId).distinct().toArray(Long[]::new);
    if (slow.length == 0) {
      return lines;
    }
    Map<StatementKey, List<Plan>> found = new HashMap<>();
    session.reading(() -> session.rows(PLANS, StatementsLook::plan, new Object[][] {slow})).orElse(List.of())
        .forEach(one -> found.computeIfAbsent(one.key(), unseen -> new ArrayList<>()).add(one));
    return lines.stream().map(line -> line.with(plans(
        found.getOrDefault(new StatementKey(line.database(), line.statementId()), List.of()))))
        .toList();
  }

  private static boolean slower(StatementDelta line) {
    return line.baselineCalls() > 0 && (line.calls() == 0 || line.meanMillis() >= SLOWER * line.baselineMeanMillis());
  }

  private static Plan plan(Row row) throws SQLException {
    long calls = row.number("calls");
    return new Plan(new StatementKey(row.text("database"), row.number("queryid")), row.number("planid"), calls,
        row.real("exec_ms") / calls);
  }

  /** The newest stands first. */
  private static Plans plans(List<Plan> all) {
    if (all.isEmpty()) {
      return Plans.NONE;
    }
    Plan newest = all.getFirst();
    return all.stream().skip(1).max(Comparator.comparingLong(Plan::calls))
        .map(before -> new Plans(newest.id(), newest.calls(), newest.millis(), before.id(), before.calls(), before.millis()))
        .orElseGet(() -> new Plans(newest.id(), newest.calls(), newest.millis(), 0, 0, 0));
  }

  /** Without texts the numbers are still numbers. */
  private static Map<StatementKey, Text> texts(Session session, SqlFile sql, Long[] ids) {
    List<Text> found = session.orElse("texts of statements", List.of(), () ->
        session.rows(sql, StatementsLook::read, new Object[][] {ids}));
    Map<StatementKey, Text> texts = new HashMap<>();
    found.forEach(text -> texts.put(text.key(), text));
    return texts;
  }

  private static Text read(Row row) throws SQLException {
    String raw = row.raw("query");
    return new Text(new StatementKey(row.text("database"), row.number("queryid")), Redaction.brief(raw, BackendRows.SHOWN),
        FilterReader.of(raw));
  }
}
