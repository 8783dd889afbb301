package io.auroraresponder.runbook.scaling;

import io.auroraresponder.runbook.StrangeTexts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and words of others in all that this runbook is told. */
final class ScalingStrangeTextsTest {
  @ParameterizedTest
  @MethodSource("io.auroraresponder.runbook.scaling.ScalingGoldenTest#goldens")
  void areTold(ScalingGoldenTest.Golden golden) {
    StrangeTexts.areTold(ScalingRunbook.NAME, golden.scene().get().evidence(), ScalingRunbook.checks(),
        new ScalingDiagnostician(ScalingRunbook.checks()));
  }
}
