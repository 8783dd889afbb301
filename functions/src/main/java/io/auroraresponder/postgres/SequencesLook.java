package io.auroraresponder.postgres;

import io.auroraresponder.probe.Hygiene.Sequence;
import io.auroraresponder.probe.Hygiene.Sequences;
import java.sql.SQLException;
import java.util.List;

/** How full sequences are, and how many could not be read. */
final class SequencesLook {
  private static final SqlFile SEQUENCES = SqlFile.named("sequences");

  private SequencesLook() {}

  /** Every row repeats the counts. */
  private record Line(Sequence sequence, int hidden, int leftOut) {}

  static Sequences take(Session session) throws PartMissing {
    List<Line> lines = session.rows(SEQUENCES, SequencesLook::read);
    if (lines.isEmpty()) {
      return new Sequences(List.of(), 0, 0);
    }
    List<Sequence> fullest = lines.stream().map(Line::sequence).filter(one -> one.used() > 0).toList();
    return new Sequences(fullest, lines.get(0).hidden(), lines.get(0).leftOut());
  }

  private static Line read(Row row) throws SQLException {
    Sequence sequence = new Sequence(row.name("name"), row.name("table_name"), row.name("column_name"), row.number("last_value"),
        row.number("ceiling"), row.real("used"));
    return new Line(sequence, row.count("hidden"), row.count("left_out"));
  }
}
