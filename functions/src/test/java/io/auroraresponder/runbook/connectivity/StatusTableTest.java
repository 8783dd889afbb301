package io.auroraresponder.runbook.connectivity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.runbook.connectivity.StatusTable.Reach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTableTest {
  @ParameterizedTest
  @CsvSource({
      "available, YES", "backing-up, YES", "promoting, YES", "renaming, YES", "maintenance, MAYBE", "failing-over, MAYBE",
          "scaling-capacity, MAYBE",
      "stopped, NO", "starting, NO", "creating, NO", "migration-failed, NO", "inaccessible-encryption-credentials, NO",
      "inaccessible-encryption-credentials-recoverable, NO", "incompatible-network, NO", "something-new, UNKNOWN", "'', UNKNOWN",
      "failed, UNKNOWN"})
  void knowsWhatAClusterStatusMeans(String status, Reach reach) {
    assertThat(StatusTable.ofCluster(status).reach()).isEqualTo(reach);
  }

  @ParameterizedTest
  @CsvSource({
      "available, YES", "configuring-log-exports, YES", "storage-optimization, YES", "rebooting, MAYBE", "failed, NO", "storage-full, NO",
      "incompatible-parameters, NO", "insufficient-capacity, NO", "failing-over, UNKNOWN", "something-new, UNKNOWN"})
  void knowsWhatAnInstanceStatusMeans(String status, Reach reach) {
    assertThat(StatusTable.ofInstance(status).reach()).isEqualTo(reach);
  }
}
