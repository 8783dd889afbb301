package io.auroraresponder.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.database.HealthLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;



/** docs/runbooks/what-changed.md has the finding's anchor and every limit. */
class WhatChangedPageTest {
  @Test
  void theFindingHasItsAnchor() {
    assertThat(LimitRow.page("what-changed.md")).contains("<a id=\"" + WhatChanged.ID + "\"></a>");
  }

  @ParameterizedTest
  @EnumSource(HealthLimit.class)
  void everyLimitStandsThereWithItsValueAndItsSource(HealthLimit limit) {
    LimitRow.standsIn("what-changed.md", limit);
  }
}
