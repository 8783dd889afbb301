package io.auroraresponder.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.incident.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/runbooks/database.md has an anchor for every check and cause of the look, and every limit with its value and source. */
class DatabasePageTest {
  private static final List<DatabaseCheck<?>> CHECKS =
      List.of(
          new BlockerTreeCheck(), new IdleTransactionsCheck(), new WaitProfileCheck(), new MaintenanceCheck(), new VisibilityCheck(),
          new CacheHitsCheck());
  private static final List<CauseRule<DatabaseLook>> CAUSES =
      List.of(
          new LockPileup(), new IdleTransactionLeak(), new InternalContention(), new CommitBound(), new MaintenanceWork(),
          new RunawayStatement(), new PlanRegression());

  @Test
  void everyCheckAndCauseHasItsAnchor() throws IOException {
    String page = page();

    assertThat(Stream.concat(CHECKS.stream().map(DatabaseCheck::id), CAUSES.stream().map(rule -> rule.cause().word())))
        .allSatisfy(anchor -> assertThat(page).contains("<a id=\"" + anchor + "\"></a>"));
  }

  @ParameterizedTest
  @EnumSource(DatabaseLimit.class)
  void everyLimitStandsThereWithItsValueAndItsSource(DatabaseLimit limit) throws IOException {
    Fact fact = limit.at(SnapshotScene.NOW);
    String row = page().lines().filter(line -> line.startsWith("| `" + limit.word() + "` |")).findFirst().orElse("");

    assertThat(row.replace(",", "")).contains("| " + fact.words() + " |").endsWith("| " + limit.source().replace(",", "") + " |");
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "runbooks", "database.md"));
  }
}
