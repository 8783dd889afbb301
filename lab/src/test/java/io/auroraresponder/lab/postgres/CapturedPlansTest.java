package io.auroraresponder.lab.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapturedPlansTest {
  @Test
  void theCallsOfAStatementBelongToThePlanOfTheirTime() throws SQLException {
    try (LabPostgres lab = LabPostgres.open()) {
      LabDatabase database = lab.database("plans", ServerSettings.defaults());
      try (Connection connection = database.connect(LabPostgres.SUPERUSER, "setup"); Statement sql = connection.createStatement()) {
        for (String one : CapturedPlans.SETUP) {
          sql.execute(one);
        }
        run(sql, 3);
        sql.execute("SELECT lab.new_plan('SELECT $1 + $2 AS told%')");
        run(sql, 2);
      }
      try (Connection connection = database.connect(LabPostgres.RESPONDER, "probe"); Statement sql = connection.createStatement()) {
        sql.execute("SET search_path = pg_catalog");
        assertThat(plans(sql)).containsExactly("3", "2");
      }
    }
  }

  private static void run(Statement sql, int times) throws SQLException {
    for (int i = 0; i < times; i++) {
      sql.execute("SELECT 1 + " + i + " AS told");
    }
  }

  private static List<String> plans(Statement sql) throws SQLException {
    List<String> calls = new ArrayList<>();
    try (ResultSet rows = sql.executeQuery(
        "SELECT calls FROM aurora_stat_plans(true) JOIN pg_database d ON d.oid = dbid WHERE query LIKE 'SELECT $1 + $2 AS told%' "
        + "AND total_exec_time > 0 ORDER BY plan_captured_time")) {
      while (rows.next()) {
        calls.add(rows.getString(1));
      }
    }
    return calls;
  }
}
