package io.auroraresponder.postgres;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/**
 * What this server has and this login may see.
 *
 * @param instance the DB instance that answered, empty where the server does not say
 * @param seesAll whether the login may see other users' sessions
 * @param statementsSchema quoted schema of pg_stat_statements, empty where it is not created in this session's database
 * @param statementColumns columns of that view
 */
record Capabilities(
    String version,
    String instance,
    boolean onReader,
    boolean seesAll,
    boolean hasQueryId,
    boolean hasWaitStart,
    boolean hasSessions,
    boolean hasCopyProgress,
    String statementsSchema,
    boolean hasStatementsReset,
    Set<String> statementColumns) {
  private static final SqlFile SESSION = SqlFile.named("session");
  private static final SqlFile INSTANCE = SqlFile.named("aurora_instance");
  private static final SqlFile SESSION_COLUMNS = SqlFile.named("session_columns");

  Capabilities {
    statementColumns = Set.copyOf(statementColumns);
  }

  static Capabilities of(Session session) throws PartMissing {
    Capabilities found = read(session);
    return found.answeredBy(instance(session));
  }

  /** Without it there is no look at all, so a server that is slow for a moment is asked once more. */
  private static Capabilities read(Session session) throws PartMissing {
    try {
      return session.onlyRow(SESSION, Capabilities::read);
    } catch (PartMissing first) {
      if (!first.sqlState().equals(SqlStates.CANCELED) && !session.lostToSilence()) {
        throw first;
      }
      return session.onlyRow(SESSION, Capabilities::read);
    }
  }

  /** Only Aurora says which of its instances answered. */
  boolean isAurora() {
    return !instance.isEmpty();
  }

  /** Fills the places of a statement that differ by version. */
  SqlFile fit(SqlFile sql, ProbeSettings settings) {
    return sql.with(Map.of("session_columns", SESSION_COLUMNS.text()))
        .with(Map.of(
            "application", literal(settings.applicationName()),
            "query_id", hasQueryId ? "a.query_id" : "NULL::bigint",
            "wait_start", hasWaitStart ? "l.waitstart" : "NULL::timestamptz",
            "sessions", hasSessions ? "d.sessions" : "NULL::bigint"))
        .with(Map.of(
            "statements_schema", statementsSchema,
            "exec_time", statementColumns.contains("total_exec_time") ? "total_exec_time" : "total_time",
            "toplevel", statementColumns.contains("toplevel") ? "s.toplevel" : "true",
            "stats_since", statementColumns.contains("stats_since") ? "s.stats_since" : "NULL::timestamptz"));
  }

  private static Capabilities read(Row row) throws SQLException {
    return new Capabilities(
        row.text("version"),
        "",
        row.flag("on_reader"),
        row.flag("sees_all"),
        row.flag("has_query_id"),
        row.flag("has_wait_start"),
        row.flag("has_sessions"),
        row.flag("has_copy_progress"),
        row.raw("statements_schema"),
        row.flag("has_statements_reset"),
        Set.of(row.text("statements_columns").split(",")));
  }

  /** Not Aurora is an answer too: then the function does not exist. */
  private static String instance(Session session) {
    return session.reading(() -> session.onlyRow(INSTANCE, row -> row.text("instance"))).orElse("");
  }

  private Capabilities answeredBy(String name) {
    return new Capabilities(version, name, onReader, seesAll, hasQueryId, hasWaitStart, hasSessions, hasCopyProgress, statementsSchema,
        hasStatementsReset, statementColumns);
  }

  private static String literal(String word) {
    return "'" + word.replace("'", "''") + "'";
  }
}
