package io.auroraresponder.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One statement of {@code sql/}, without its header comment.
 *
 * @param name as facts show it, for example {@code sql/running.sql}
 * @param text may hold places in double braces that differ by version
 */
record SqlFile(String name, String text) {

  /** Begins every statement that is sent, so that the responder's own load can be told apart in pg_stat_statements. */
  static final String MARK = "/* aurora-responder */";

  /** Reads the resource; a missing one is a mistake of the build. */
  static SqlFile named(String shortName) {
    String name = "sql/" + shortName + ".sql";
    try (InputStream in = SqlFile.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no such resource: " + name);
      }
      String whole = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new SqlFile(name, whole.lines().dropWhile(line -> line.startsWith("--")).collect(Collectors.joining("\n")));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** With the places filled; places without a value stay. */
  SqlFile with(Map<String, String> places) {
    String filled = text;
    for (Map.Entry<String, String> place : places.entrySet()) {
      filled = filled.replace("{{" + place.getKey() + "}}", place.getValue());
    }
    return new SqlFile(name, filled);
  }

  String marked() {
    if (text.contains("{{")) {
      throw new IllegalStateException(name + " has a place that nobody filled");
    }
    return MARK + " " + text;
  }
}
