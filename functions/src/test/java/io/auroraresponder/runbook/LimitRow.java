package io.auroraresponder.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Limit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The line of a limit in a page of docs/runbooks: name, value, source. */
public final class LimitRow {
  private LimitRow() {}

  /** Asserts that the page has the limit with the value and the source of the code. */
  public static void standsIn(String page, Limit limit) {
    String row = page(page).lines().filter(line -> line.startsWith("| `" + limit.word() + "` |")).findFirst().orElse("");

    assertThat(row.replace(",", "")).as(limit.word() + " in " + page)
        .contains("| " + limit.at(Instant.EPOCH).words() + " |").endsWith("| " + limit.source().replace(",", "") + " |");
  }

  /** A page of docs/runbooks. */
  public static String page(String name) {
    try {
      return Files.readString(Path.of("..", "docs", "runbooks", name));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
