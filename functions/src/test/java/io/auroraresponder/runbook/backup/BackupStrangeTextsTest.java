package io.auroraresponder.runbook.backup;

import io.auroraresponder.runbook.StrangeTexts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and words of others in all that this runbook is told. */
final class BackupStrangeTextsTest {
  @ParameterizedTest
  @MethodSource("io.auroraresponder.runbook.backup.BackupGoldenTest#goldens")
  void areTold(BackupGoldenTest.Golden golden) {
    StrangeTexts.areTold(BackupRunbook.NAME, new Backups().with(golden.change()).gather(), BackupRunbook.checks(),
        new BackupDiagnostician(BackupRunbook.checks()));
  }
}
