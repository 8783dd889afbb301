package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.ConnectionGroup;
import io.auroraresponder.probe.Snapshot.ConnectionLimit;
import io.auroraresponder.probe.Snapshot.Connections;
import java.sql.SQLException;
import java.util.List;

/** Connection head-room, who holds the connections, and limits of roles and databases. */
final class ConnectionsLook {
  private static final SqlFile CONNECTIONS = SqlFile.named("connections");
  private static final SqlFile LIMITS = SqlFile.named("connection_limits");

  private ConnectionsLook() {}

  /** One row: the whole server first, then its groups. */
  private record Line(Connections counts, ConnectionGroup group) {}

  static Connections take(Session session) throws PartMissing {
    List<Line> lines = session.rows(CONNECTIONS, row -> new Line(counts(row), group(row)));
    if (lines.isEmpty()) {
      throw new PartMissing("The server answered nothing.");
    }
    Connections counts = lines.get(0).counts();
    List<ConnectionGroup> groups = lines.stream().skip(1).map(Line::group).toList();
    List<ConnectionLimit> limits = session.orElse("connection limits of roles and databases", List.of(),
        () -> session.rows(LIMITS, ConnectionsLook::limit));
    return new Connections(counts.clients(), counts.active(), counts.idle(), counts.idleInTransaction(), counts.lockWaiting(),
        counts.idleOverTenMinutes(), counts.newLastMinute(), counts.hidden(), counts.mute(), counts.maxConnections(), counts.usable(),
        groups, limits, counts.login());
  }

  private static Connections counts(Row row) throws SQLException {
    return new Connections(
        row.count("clients"),
        row.count("active"),
        row.count("idle"),
        row.count("idle_in_transaction"),
        row.count("lock_waiting"),
        row.count("idle_over_ten_minutes"),
        row.count("new_last_minute"),
        row.count("hidden"),
        row.count("mute"),
        row.count("max_connections"),
        row.count("usable"),
        List.of(),
        List.of(),
        row.text("login"));
  }

  private static ConnectionGroup group(Row row) throws SQLException {
    return new ConnectionGroup(row.text("usename"), row.text("datname"), row.text("application_name"), row.text("client_addr"),
        row.text("state"), row.count("n"), row.seconds("oldest_state_s"));
  }

  private static ConnectionLimit limit(Row row) throws SQLException {
    return new ConnectionLimit(row.text("kind"), row.text("name"), row.count("conn_limit"), row.count("used"));
  }
}
