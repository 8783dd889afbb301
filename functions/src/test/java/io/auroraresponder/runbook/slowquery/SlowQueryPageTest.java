package io.auroraresponder.runbook.slowquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.LimitRow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;


/** docs/runbooks/slow-queries.md has a heading for every check, and every limit with its value and source. */
class SlowQueryPageTest {
  @Test
  void everyCheckHasItsHeading() {
    String page = LimitRow.page("slow-queries.md");
    List<String> checks = SlowQueryRunbook.checks().stream().map(Check::id).toList();

    assertThat(checks).allSatisfy(check -> assertThat(page).contains("\n### " + check + "\n"));
  }

  @ParameterizedTest
  @EnumSource(SlowQueryLimit.class)
  void everyLimitStandsThereWithItsValueAndItsSource(SlowQueryLimit limit) {
    LimitRow.standsIn("slow-queries.md", limit);
  }
}
