package io.auroraresponder.runbook.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.LimitRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;



/** docs/runbooks/capacity.md has an anchor for everything that a message can refer to, and every limit. */
class CapacityRunbookPageTest {
  @Test
  void everyCheckCauseAndConditionHasItsAnchor() {
    List<String> anchors = new ArrayList<>();
    CapacityRunbook.checks().stream().map(Check::id).forEach(anchors::add);
    CapacityRunbook.causes().stream().map(rule -> rule.cause().word()).forEach(anchors::add);
    anchors.add(Cause.UNKNOWN.word());
    Arrays.stream(Condition.values()).map(Condition::word).forEach(anchors::add);

    String page = LimitRow.page("capacity.md");

    assertThat(anchors).allSatisfy(anchor -> assertThat(page).contains("<a id=\"" + anchor + "\"></a>"));
  }

  @ParameterizedTest
  @EnumSource(CapacityLimit.class)
  void everyLimitStandsThereWithItsValueAndItsSource(CapacityLimit limit) {
    LimitRow.standsIn("capacity.md", limit);
  }
}
