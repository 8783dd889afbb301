package io.auroraresponder.runbook.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.LimitRow;
import io.auroraresponder.runbook.MemberLimit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;



/** docs/runbooks/scaling.md has a heading for every check and every limit. */
class ScalingPageTest {
  @Test
  void everyCheckHasItsHeading() {
    String page = LimitRow.page("scaling.md");
    List<String> checks = ScalingRunbook.checks().stream().map(Check::id).toList();

    assertThat(checks).allSatisfy(check -> assertThat(page).contains("\n### " + check + "\n"));
  }

  @ParameterizedTest
  @EnumSource(ScalingLimit.class)
  void everyLimitStandsThereWithItsValueAndItsSource(ScalingLimit limit) {
    LimitRow.standsIn("scaling.md", limit);
  }

  @ParameterizedTest
  @EnumSource(MemberLimit.class)
  void whatRunbooksShareStandsHere(MemberLimit limit) {
    LimitRow.standsIn("scaling.md", limit);
  }
}
