package io.auroraresponder.postgres;

import io.auroraresponder.probe.Hygiene.BigTableScan;
import io.auroraresponder.probe.Hygiene.Name;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One sample of what was read row by row from large tables, by the table's oid; two make rates. */
record TableScanSample(Map<Long, Line> byTable) {
  private static final SqlFile SCANS = SqlFile.named("big_table_scans");
  private static final int SHOWN = 5;

  /** {@code sampledSeconds}: the server's clock, seconds since 1970. */
  record Line(long id, Name name, long scans, long rowsRead, long rows, double sampledSeconds) {}

  TableScanSample {
    byTable = Map.copyOf(byTable);
  }

  static TableScanSample take(Session session) throws PartMissing {
    Map<Long, Line> lines = new HashMap<>();
    session.rows(SCANS, TableScanSample::read).forEach(line -> lines.put(line.id(), line));
    return new TableScanSample(lines);
  }

  /** Tables that were scanned in between, most rows first. A table whose counters were reset is left out. */
  List<BigTableScan> until(TableScanSample later) {
    List<BigTableScan> found = new ArrayList<>();
    for (Line after : later.byTable.values()) {
      Line before = byTable.get(after.id());
      if (before != null && after.scans() > before.scans() && after.rowsRead() > before.rowsRead()
          && after.sampledSeconds() > before.sampledSeconds()) {
        found.add(scan(before, after));
      }
    }
    found.sort(Comparator.comparingDouble(BigTableScan::rowsPerSecond).reversed());
    return List.copyOf(found.subList(0, Math.min(SHOWN, found.size())));
  }

  private static BigTableScan scan(Line before, Line after) {
    long scans = after.scans() - before.scans();
    double rows = after.rowsRead() - before.rowsRead();
    return new BigTableScan(after.name(), after.rows(), scans, rows / (after.sampledSeconds() - before.sampledSeconds()), rows / scans);
  }

  private static Line read(Row row) throws SQLException {
    return new Line(row.number("id"), row.name("name"), row.number("scans"), row.number("rows_read"), row.number("rows"),
        row.real("sampled_s"));
  }
}
