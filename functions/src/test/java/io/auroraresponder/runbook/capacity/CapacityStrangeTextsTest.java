package io.auroraresponder.runbook.capacity;

import io.auroraresponder.runbook.Runbook;
import io.auroraresponder.runbook.StrangeTexts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and words of others in all that this runbook is told. */
final class CapacityStrangeTextsTest {
  @ParameterizedTest
  @MethodSource("io.auroraresponder.runbook.capacity.CauseRulesTest#cases")
  void areTold(CauseRulesTest.CauseCase one) {
    StrangeTexts.areTold(one.scene().get().evidence(), new Runbook<>(CapacityRunbook.NAME, (incident, deadline) -> null,
        CapacityRunbook.checks(), new CapacityDiagnostician(CapacityRunbook.causes())));
  }
}
