package io.auroraresponder.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.runbook.LimitRow;
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
  void everyCheckAndCauseHasItsAnchor() {
    String page = LimitRow.page("database.md");

    assertThat(Stream.concat(CHECKS.stream().map(DatabaseCheck::id), CAUSES.stream().map(rule -> rule.cause().word())))
        .allSatisfy(anchor -> assertThat(page).contains("<a id=\"" + anchor + "\"></a>"));
  }

  @ParameterizedTest
  @EnumSource(DatabaseLimit.class)
  void everyLimitStandsThereWithItsValueAndItsSource(DatabaseLimit limit) {
    LimitRow.standsIn("database.md", limit);
  }
}
