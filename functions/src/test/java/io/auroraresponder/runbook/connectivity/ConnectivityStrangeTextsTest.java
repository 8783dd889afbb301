package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.runbook.StrangeTexts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and words of others in all that this runbook is told. */
final class ConnectivityStrangeTextsTest {
  @ParameterizedTest
  @MethodSource("io.auroraresponder.runbook.connectivity.ConnectivityGoldenTest#goldens")
  void areTold(ConnectivityGoldenTest.Golden golden) {
    StrangeTexts.areTold(ConnectivityRunbook.NAME, new Scene().with(golden.change()).evidence(), ConnectivityRunbook.checks(),
        new ConnectivityDiagnostician(ConnectivityRunbook.checks()));
  }
}
