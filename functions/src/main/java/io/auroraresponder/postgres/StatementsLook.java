package io.auroraresponder.postgres;

import io.auroraresponder.postgres.StatementSample.Since;
import io.auroraresponder.postgres.StatementSample.StatementKey;
import io.auroraresponder.probe.Filter;
import io.auroraresponder.probe.Snapshot.Evictions;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The second sample of statement counters, and the texts of those that lead. */
final class StatementsLook {
  private static final SqlFile TEXTS = SqlFile.named("statement_texts");
  private static final SqlFile FILE = SqlFile.named("statement_file_texts");

  private StatementsLook() {}

  /** {@code counted}: whether this version counts evictions; where it does not, {@code evictions} says nothing. */
  record Statements(List<StatementDelta> deltas, Evictions evictions, boolean counted) {}

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
    return new Statements(deltas.lines(running, texts, filters, settings.topStatements()),
        new Evictions(to.evicted(), to.evicted() - from.evicted(), to.room()), to.evicted() >= 0 && from.evicted() >= 0);
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
