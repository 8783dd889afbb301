package io.auroraresponder.lab.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Real starts of the sessions that a look could count: counts by age cannot be mapped, their members can. */
public interface SessionCensus {

  record Counted(Instant began, String state, Instant stateChanged) {}

  /** Client sessions now, the responder's and the lab's own left out; empty where the server does not answer. */
  List<Counted> count();

  static SessionCensus of(LabDatabase database) {
    return () -> read(database);
  }

  private static List<Counted> read(LabDatabase database) {
    List<Counted> found = new ArrayList<>();
    try (Connection connection = database.connect(LabPostgres.SUPERUSER, "lab");
        Statement sql = connection.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT extract(epoch FROM backend_start) * 1000, coalesce(state, ''), extract(epoch FROM coalesce(state_change, "
                + "backend_start)) * 1000"
                    + " FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend' AND application_name NOT IN ('lab', "
                    + "'aurora-responder')")) {
      while (rows.next()) {
        found.add(new Counted(Instant.ofEpochMilli((long) rows.getDouble(1)), rows.getString(2),
            Instant.ofEpochMilli((long) rows.getDouble(3))));
      }
    } catch (SQLException e) {
      return List.of();
    }
    return found;
  }
}
