package io.auroraresponder.postgres;

import io.auroraresponder.probe.Filter;
import io.auroraresponder.probe.Hygiene.MissingIndex;
import io.auroraresponder.probe.Hygiene.Name;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns that leading statements filter by and no index begins with, beside what those statements read. */
final class MissingIndexLook {
  private static final SqlFile COLUMNS = SqlFile.named("missing_index");

  /** Statements that are looked up: whoever is behind these has no large part in the load. */
  private static final int STATEMENTS = 5;

  private MissingIndexLook() {}

  /** {@code share} of the rows that the commonest value has, -1 where the login may not know. */
  private record Column(Filter of, Name table, Name name, long pages, long rows, boolean leads, double share) {}

  /** {@code statements} of all databases, those with most execution time first. */
  static List<MissingIndex> take(Session session, List<StatementDelta> statements) throws PartMissing {
    List<StatementDelta> asked =
        statements.stream()
            .filter(one -> one.database().equals(session.database()) && one.calls() > 0 && !one.filter().columns().isEmpty())
            .limit(STATEMENTS)
            .toList();
    if (asked.isEmpty()) {
      return List.of();
    }
    String[] tables = asked.stream().map(one -> one.filter().table()).distinct().toArray(String[]::new);
    String[] columns = asked.stream().flatMap(one -> one.filter().columns().stream()).distinct().toArray(String[]::new);
    List<Column> known = session.rows(COLUMNS, MissingIndexLook::read, tables, columns);
    return asked.stream().flatMap(one -> missing(session.database(), one, known).stream()).toList();
  }

  /** Empty where the table cannot be told, or an index begins with one of the columns: then the planner had its reasons. */
  private static Optional<MissingIndex> missing(String database, StatementDelta statement, List<Column> known) {
    Filter filter = statement.filter();
    Map<String, List<Column>> byTable =
        known.stream()
            .filter(one -> one.of().table().equals(filter.table())
            && (filter.schema().isEmpty() || one.of().schema().equals(filter.schema()))
                && filter.columns().containsAll(one.of().columns()))
            .collect(Collectors.groupingBy(one -> one.table().sql(), TreeMap::new, Collectors.toList()));
    if (byTable.size() != 1) {
      return Optional.empty();
    }
    List<Column> columns = byTable.values().iterator().next();
    if (columns.size() != filter.columns().size() || columns.stream().anyMatch(Column::leads)) {
      return Optional.empty();
    }
    Column first = columns.getFirst();
    String sql = columns.stream().map(one -> one.name().sql()).collect(Collectors.joining(", "));
    boolean pastable = Stream.concat(Stream.of(first.table()), columns.stream().map(Column::name)).allMatch(Name::pastable);
    return Optional.of(
        new MissingIndex(first.table(), new Name(database, sql, pastable), statement.statementId(), statement.statement(),
            statement.calls(), first.pages(), first.rows(), statement.blocksPerCall(), statement.baselineBlocksPerCall(),
            kept(statement, columns)));
  }

  private static double kept(StatementDelta statement, List<Column> columns) {
    double rows = columns.getFirst().rows();
    if (statement.filter().returnsWhatItKeeps() && rows > 0) {
      return Math.min(1, statement.rowsPerCall() / rows);
    }
    List<Double> shares = new ArrayList<>(columns.stream().map(Column::share).filter(share -> share >= 0).sorted().toList());
    return shares.isEmpty() ? MissingIndex.NOT_KNOWN : Math.min(1, shares.getFirst());
  }

  private static Column read(Row row) throws SQLException {
    Filter of = new Filter(row.raw("plain_schema"), row.raw("plain_table"), "", List.of(row.raw("plain_column")), false);
    return new Column(of, row.name("name"), row.name("column_name"), row.number("pages"), row.number("rows"), row.flag("leads"),
        row.real("share"));
  }
}
