package io.auroraresponder.postgres;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One sample of pg_stat_statements for the connected database, summed over users.
 *
 * @param byId numbers of each statement whose id may be seen
 * @param hidden whether there are statements of others that the login may not see
 * @param sinceSeconds how long ago all counters were reset, 0 where this version does not say
 * @param resetSeconds when that was, 0 where unknown
 */
record StatementSample(Map<Long, Numbers> byId, boolean hidden, double sinceSeconds, double resetSeconds) {
  private static final SqlFile COUNTERS = SqlFile.named("statement_counters");
  private static final SqlFile RESET = SqlFile.named("statement_reset");

  /** {@code topLevelMillis} counts a statement inside a function to the function only. */
  record Numbers(long calls, double millis, double topLevelMillis, long blocks, double sinceSeconds) {}

  private record Line(long id, boolean hidden, Numbers numbers) {}

  private record Since(double resetSeconds, double sinceSeconds) {}

  StatementSample {
    byId = Map.copyOf(byId);
  }

  static StatementSample take(Session session, Capabilities capabilities, ProbeSettings settings) throws PartMissing {
    if (capabilities.statementsSchema().isEmpty()) {
      throw new PartMissing("pg_stat_statements is not created in the connected database: CREATE EXTENSION pg_stat_statements;");
    }
    Since since = capabilities.hasStatementsReset()
        ? session.onlyRow(capabilities.fit(RESET, settings), row -> new Since(row.real("reset_s"), row.real("since_s")))
        : new Since(0, 0);
    List<Line> lines = session.rows(capabilities.fit(COUNTERS, settings), StatementSample::line);
    Map<Long, Numbers> byId = new HashMap<>();
    lines.stream().filter(line -> !line.hidden()).forEach(line -> byId.put(line.id(), line.numbers()));
    return new StatementSample(byId, lines.stream().anyMatch(Line::hidden), since.sinceSeconds(), since.resetSeconds());
  }

  private static Line line(Row row) throws SQLException {
    Numbers numbers = new Numbers(row.number("calls"), row.real("exec_ms"), row.real("top_level_ms"), row.number("blocks"),
        row.real("since_s"));
    return new Line(row.number("queryid"), row.isNull("queryid"), numbers);
  }
}
