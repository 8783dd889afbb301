package io.auroraresponder.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One sample of pg_stat_statements for all databases, summed over users, without the responder's own.
 *
 * @param byKey numbers of each statement whose id may be seen
 * @param hidden whether there are statements of others that the login may not see
 * @param since when the counters began, and what was thrown out since
 */
record StatementSample(Map<StatementKey, Numbers> byKey, boolean hidden, Since since) {
  private static final SqlFile COUNTERS = SqlFile.named("statement_counters");
  private static final SqlFile RESET = SqlFile.named("statement_reset");

  /** One statement of one database. */
  record StatementKey(String database, long id) {}

  /** {@code topLevelMillis} counts a statement inside a function to the function only. */
  record Numbers(long calls, double millis, double topLevelMillis, long blocks, long tempBlocks, long rows, double sinceSeconds) {}

  /**
   * The life of the counters.
   *
   * @param resetSeconds when they were reset, seconds since 1970, 0 where this version does not say
   * @param agoSeconds how long ago that was, 0 where unknown
   * @param evicted entries thrown out since then, -1 where this version does not count them
   * @param room how many entries there is room for, 0 where unknown
   */
  record Since(double resetSeconds, double agoSeconds, long evicted, long room) {
    static final Since UNKNOWN = new Since(0, 0, -1, 0);

    Duration counted() {
      return Duration.ofMillis(Math.round(Math.max(0, agoSeconds) * 1000));
    }
  }

  private record Line(StatementKey key, boolean hidden, boolean own, Numbers numbers) {}

  StatementSample {
    byKey = Map.copyOf(byKey);
  }

  static StatementSample take(Session session, Capabilities capabilities, ProbeSettings settings) throws PartMissing {
    if (capabilities.statementsSchema().isEmpty()) {
      throw new PartMissing(
          "pg_stat_statements is not created in database " + session.database() + ": CREATE EXTENSION pg_stat_statements;");
    }
    Since since = capabilities.hasStatementsReset()
        ? session.orElse("reset and evictions of pg_stat_statements", Since.UNKNOWN,
            () -> session.onlyRow(capabilities.fit(RESET, settings), StatementSample::since))
        : Since.UNKNOWN;
    List<Line> lines = session.rows(capabilities.fit(COUNTERS, settings), StatementSample::line);
    Map<StatementKey, Numbers> byKey = new HashMap<>();
    for (Line line : lines) {
      if (!line.own() && !line.hidden()) {
        byKey.put(line.key(), line.numbers());
      }
    }
    return new StatementSample(byKey, lines.stream().anyMatch(Line::hidden), since);
  }

  private static Since since(Row row) throws SQLException {
    return new Since(row.real("reset_s"), row.real("since_s"), row.number("dealloc"), row.number("room"));
  }

  private static Line line(Row row) throws SQLException {
    Numbers numbers = new Numbers(row.number("calls"), row.real("exec_ms"), row.real("top_level_ms"), row.number("blocks"),
        row.number("temp_blocks"), row.number("rows"), row.real("since_s"));
    return new Line(new StatementKey(row.text("database"), row.number("queryid")), row.isNull("queryid"), row.flag("own"), numbers);
  }
}
