package io.auroraresponder.runbook.capacity;

import io.auroraresponder.runbook.StrangeTexts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and words of others in all that this runbook is told. */
final class CapacityStrangeTextsTest {
  @ParameterizedTest
  @MethodSource("io.auroraresponder.runbook.capacity.CauseRulesTest#cases")
  void areTold(CauseRulesTest.CauseCase one) {
    StrangeTexts.areTold(CapacityRunbook.NAME, one.scene().get().evidence(), CapacityRunbook.checks(),
        new CapacityDiagnostician(CapacityRunbook.causes()));
  }
}
