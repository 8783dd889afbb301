package io.auroraresponder.postgres;

import io.auroraresponder.probe.Hygiene.Age;
import io.auroraresponder.probe.Hygiene.DeadRows;
import io.auroraresponder.probe.Hygiene.ForeignKey;
import io.auroraresponder.probe.Hygiene.InvalidIndex;
import io.auroraresponder.probe.Hygiene.RedundantIndex;
import io.auroraresponder.probe.Hygiene.StaleStatistics;
import io.auroraresponder.probe.Hygiene.Temporary;
import io.auroraresponder.probe.Hygiene.UnusedIndex;
import java.sql.SQLException;

/** Rows of the hygiene statements as records. */
final class HygieneRows {
  private HygieneRows() {}

  static Age age(Row row) throws SQLException {
    return new Age(row.name("name"), row.number("xid_age"), row.number("mxid_age"), row.number("bytes"), row.flag("vacuuming"));
  }

  /** One of a table: those of databases are nobody's. */
  static Age tableAge(Row row) throws SQLException {
    return row.flag("temporary")
        ? age(row).of(new Temporary(row.count("owner"), row.text("owner_start"), row.text("owner_name"), row.text("owner_login"),
            row.seconds("owner_s")))
        : age(row);
  }

  static InvalidIndex invalid(Row row) throws SQLException {
    return new InvalidIndex(row.name("name"), row.name("table_name"), row.number("bytes"), row.flag("leftover"));
  }

  static UnusedIndex unused(Row row) throws SQLException {
    return new UnusedIndex(row.name("name"), row.name("table_name"), row.flag("partitioned"), row.number("bytes"));
  }

  static RedundantIndex redundant(Row row) throws SQLException {
    return new RedundantIndex(row.name("name"), row.name("table_name"), row.name("covered_by"), row.flag("twin"), row.flag("partitioned"),
        row.number("bytes"));
  }

  static ForeignKey foreignKey(Row row) throws SQLException {
    return new ForeignKey(row.name("name"), row.name("table_name"), row.name("parent"), row.name("columns"), row.number("rows"),
        row.flag("partitioned"));
  }

  static DeadRows deadRows(Row row) throws SQLException {
    return new DeadRows(row.name("name"), row.number("live"), row.number("dead"), row.number("trigger_at"), row.flag("autovacuum_off"),
        row.flag("vacuuming"), row.count("locked_by"));
  }

  static StaleStatistics stale(Row row) throws SQLException {
    return new StaleStatistics(row.name("name"), row.number("planner_rows"), row.number("live"), row.number("mods"),
        row.number("trigger_at"),
        row.flag("never"));
  }
}
