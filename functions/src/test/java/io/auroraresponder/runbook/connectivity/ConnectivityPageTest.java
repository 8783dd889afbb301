package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.runbook.LimitRow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/runbooks/connectivity.md has every limit. */
class ConnectivityPageTest {
  @ParameterizedTest
  @EnumSource(ConnectivityLimit.class)
  void everyLimitStandsThereWithItsValueAndItsSource(ConnectivityLimit limit) {
    LimitRow.standsIn("connectivity.md", limit);
  }
}
