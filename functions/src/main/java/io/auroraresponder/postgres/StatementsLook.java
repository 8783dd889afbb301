package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The second sample of statement counters, and the texts of those that lead. */
final class StatementsLook {
  private static final SqlFile TEXTS = SqlFile.named("statement_texts");

  private StatementsLook() {}

  private record Text(long id, String redacted, boolean own) {}

  /** {@code running}: ids seen at work, wanted for their baseline even where no call of theirs ended. */
  static List<StatementDelta> take(
      Session session, Capabilities capabilities, ProbeSettings settings, StatementSample before, Set<Long> running) throws PartMissing {
    StatementDeltas deltas = new StatementDeltas(before, StatementSample.take(session, capabilities, settings));
    if (deltas.reset()) {
      throw new PartMissing("The statement counters were reset between the two samples.");
    }
    if (before.hidden() && !capabilities.seesAll()) {
      throw new PartMissing("Statements of other users are hidden from the login: GRANT pg_monitor to it.");
    }
    // Twice as many as wanted, because the responder's own are among them and only the texts tell which.
    List<StatementDelta> leading = deltas.lines(running, Set.of(), Map.of(), 2 * settings.topStatements());
    Long[] ids = leading.stream().map(StatementDelta::statementId).toArray(Long[]::new);
    List<Text> texts = session.rows(capabilities.fit(TEXTS, settings), StatementsLook::read, new Object[][] {ids});
    Map<Long, String> shown = new HashMap<>();
    Set<Long> own = new HashSet<>();
    for (Text text : texts) {
      shown.put(text.id(), text.redacted());
      if (text.own()) {
        own.add(text.id());
      }
    }
    return deltas.lines(running, own, shown, settings.topStatements());
  }

  private static Text read(Row row) throws SQLException {
    return new Text(row.number("queryid"), Redaction.brief(row.raw("query"), BackendRows.SHOWN), row.flag("own"));
  }
}
