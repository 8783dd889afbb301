package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.Backend;
import java.sql.SQLException;

/** Rows of {@code sql/session_columns.sql} as sessions. */
final class BackendRows {
  /** As long as a statement is shown (own). */
  static final int SHOWN = 400;

  private BackendRows() {}

  static Backend read(Row row) throws SQLException {
    String raw = row.raw("query");
    return new Backend(
        row.count("pid"),
        row.count("leader_pid"),
        row.text("backend_start"),
        row.text("datname"),
        row.text("usename"),
        row.text("application_name"),
        row.text("client_addr"),
        row.text("backend_type"),
        row.text("state"),
        row.text("wait_event_type"),
        row.text("wait_event"),
        row.seconds("query_s"),
        row.seconds("xact_s"),
        row.seconds("state_s"),
        row.flag("has_written"),
        row.number("xmin_age"),
        statementId(row, raw),
        Redaction.brief(raw, SHOWN));
  }

  /** The server's query id, else one made of the redacted text. */
  static long statementId(Row row, String raw) throws SQLException {
    long id = row.number("query_id");
    return id == 0 ? Redaction.idOf(raw) : id;
  }
}
