package io.auroraresponder.probe;

import java.util.List;

/**
 * What a statement of one table keeps of it, as its text says. Names are those of the catalog: folded, without quotes.
 *
 * @param schema empty where the text names none
 * @param table empty where it cannot be told: several tables, a subquery, a text that was cut
 * @param written the table as the text writes it, with its schema where that stands there
 * @param columns those that a row must have equal to a value, all of them at once
 * @param returnsWhatItKeeps whether the rows that it returns or changes are those that it keeps: no aggregate, no limit
 */
public record Filter(String schema, String table, String written, List<String> columns, boolean returnsWhatItKeeps) {
  /** Nothing can be told. */
  public static final Filter NONE = new Filter("", "", "", List.of(), false);

  public Filter {
    columns = List.copyOf(columns);
  }
}
