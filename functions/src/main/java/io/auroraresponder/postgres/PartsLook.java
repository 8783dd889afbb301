package io.auroraresponder.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One statement made of parts, each of which may be forbidden or missing on a server: asked as a whole, and where that fails, part by part,
 * so
 * that one that cannot be read costs itself alone.
 */
final class PartsLook {
  private static final String PARTS = "parts";

  private final SqlFile frame;
  private final Map<String, SqlFile> parts;

  /**
   * A statement with a place {@code {{parts}}}.
   *
   * @param parts files by the words in which people are told that one is missing, in order
   */
  PartsLook(SqlFile frame, Map<String, SqlFile> parts) {
    this.frame = frame;
    this.parts = new LinkedHashMap<>(parts);
  }

  /** The rows of all parts that can be read; missing where none can. */
  <T> List<T> rows(Session session, Session.RowReader<T> reader) throws PartMissing {
    String whole = parts.values().stream().map(SqlFile::text).collect(Collectors.joining("\nUNION ALL\n"));
    try {
      return session.rows(frame.with(Map.of(PARTS, whole)), reader);
    } catch (PartMissing refused) {
      if (!SqlStates.isNotThere(refused.sqlState())) {
        throw refused;
      }
    }
    return each(session, reader);
  }

  private <T> List<T> each(Session session, Session.RowReader<T> reader) throws PartMissing {
    List<T> found = new ArrayList<>();
    Map<String, String> missing = new LinkedHashMap<>();
    for (Map.Entry<String, SqlFile> part : parts.entrySet()) {
      try {
        found.addAll(session.rows(frame.with(Map.of(PARTS, part.getValue().text())), reader));
      } catch (PartMissing refused) {
        missing.put(part.getKey(), refused.sentence());
      }
    }
    if (missing.size() == parts.size()) {
      throw new PartMissing(missing.values().iterator().next());
    }
    missing.forEach(session.tally()::missing);
    return found;
  }
}
