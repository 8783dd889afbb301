package io.auroraresponder.postgres;

import io.auroraresponder.probe.Hygiene.Bloat;
import io.auroraresponder.probe.Hygiene.BloatedTable;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** A guess at unused space in large tables, and how many could not be guessed at. */
final class BloatLook {
  private static final SqlFile BLOAT = SqlFile.named("bloat");

  private BloatLook() {}

  private record Line(BloatedTable table, boolean readable) {}

  static Bloat take(Session session) throws PartMissing {
    List<Line> lines = session.rows(BLOAT, BloatLook::read);
    List<BloatedTable> readable = lines.stream()
        .filter(Line::readable)
        .map(Line::table)
        .sorted(Comparator.comparingDouble((BloatedTable one) -> one.bytes() * one.unused()).reversed())
        .toList();
    return new Bloat(readable, lines.size() - readable.size());
  }

  private static Line read(Row row) throws SQLException {
    return new Line(new BloatedTable(row.name("name"), row.number("bytes"), 1 - row.real("used")), row.flag("readable"));
  }
}
