package io.auroraresponder.runbook.backup;

import io.auroraresponder.runbook.LimitRow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/runbooks/backup.md has every limit. */
class BackupPageTest {
  @ParameterizedTest
  @EnumSource(BackupLimit.class)
  void everyLimitStandsThereWithItsValueAndItsSource(BackupLimit limit) {
    LimitRow.standsIn("backup.md", limit);
  }
}
