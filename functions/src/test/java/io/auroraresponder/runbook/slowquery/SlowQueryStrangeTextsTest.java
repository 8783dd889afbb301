package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.runbook.StrangeTexts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and words of others in all that this runbook is told. */
final class SlowQueryStrangeTextsTest {
  @ParameterizedTest
  @MethodSource("io.auroraresponder.runbook.slowquery.SlowQueryGoldenTest#goldens")
  void areTold(SlowQueryGoldenTest.Golden golden) {
    StrangeTexts.areTold(SlowQueryRunbook.NAME, golden.scene().get().evidence(), SlowQueryRunbook.checks(),
        new SlowQueryDiagnostician(SlowQueryRunbook.checks(), SlowQueryRunbook.causes()));
  }
}
