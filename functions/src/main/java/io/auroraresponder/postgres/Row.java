package io.auroraresponder.postgres;

import io.auroraresponder.probe.Hygiene.Name;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The current row of a result: NULL reads as empty, zero or false, and no text keeps control characters. */
final class Row {
  private final ResultSet result;
  private final String database;

  /** {@code database} is where the row's names are. */
  Row(ResultSet result, String database) {
    this.result = result;
    this.database = database;
  }

  /** A name or word, safe to print. */
  String text(String column) throws SQLException {
    return Display.clean(raw(column));
  }

  /** A statement's text as the server has it: only for the redaction. */
  String raw(String column) throws SQLException {
    String value = result.getString(column);
    return value == null ? "" : value;
  }

  /** A name that may become part of a command: shown safely, and marked where showing it changed it. */
  Name name(String column) throws SQLException {
    String raw = raw(column);
    String shown = Display.clean(raw);
    return new Name(database, shown, shown.equals(raw));
  }

  int count(String column) throws SQLException {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, result.getLong(column)));
  }

  long number(String column) throws SQLException {
    return result.getLong(column);
  }

  double real(String column) throws SQLException {
    return result.getDouble(column);
  }

  boolean flag(String column) throws SQLException {
    return result.getBoolean(column);
  }

  boolean isNull(String column) throws SQLException {
    return result.getObject(column) == null;
  }

  /** A number of seconds, never negative: a clock that was set back gives ages below zero. */
  Duration seconds(String column) throws SQLException {
    return Duration.ofMillis(Math.max(0, Math.round(result.getDouble(column) * 1000)));
  }

  List<Integer> numbers(String column) throws SQLException {
    Array array = result.getArray(column);
    List<Integer> numbers = new ArrayList<>();
    if (array != null && array.getArray() instanceof Integer[] values) {
      numbers.addAll(List.of(values));
    }
    return numbers;
  }
}
