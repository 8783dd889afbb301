package io.auroraresponder.runbook.slowquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.runbook.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/runbooks/slow-queries.md has a heading for every check, and every limit with its value and source. */
class SlowQueryPageTest {
  @Test
  void everyCheckHasItsHeading() throws IOException {
    String page = page();
    List<String> checks = SlowQueryRunbook.checks().stream().map(Check::id).toList();

    assertThat(checks).allSatisfy(check -> assertThat(page).contains("\n### " + check + "\n"));
  }

  @ParameterizedTest
  @EnumSource(SlowQueryLimit.class)
  void everyLimitStandsThereWithItsValueAndItsSource(SlowQueryLimit limit) throws IOException {
    Fact fact = limit.at(SlowQueryScene.NOW);
    String row = page().lines().filter(line -> line.startsWith("| `" + limit.word() + "` |")).findFirst().orElse("");

    assertThat(row.replace(",", "")).contains("| " + fact.words() + " |").endsWith("| " + limit.source().replace(",", "") + " |");
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "runbooks", "slow-queries.md"));
  }
}
