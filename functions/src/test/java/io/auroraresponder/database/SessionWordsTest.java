package io.auroraresponder.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.probe.Snapshot.Backend;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A session is named by who it is; a number is on the same side of its limit as it is shown. */
class SessionWordsTest {
  private static final Probed PROBED = new SnapshotScene().look().probed();

  private static Backend session(String type, String application, String user, String address, String database) {
    Duration age = Duration.ofMinutes(5);
    return new Backend(
        7, 0, "2026-11-24 09:00:00.12+00", database, user, application, address, type, "active", "", "", age, age, age, false, 0, 1,
        "select 1");
  }

  @Test
  void saysApplicationLoginAddressAndDatabase() {
    assertThat(SessionWords.of(PROBED, session("client backend", "shop", "app", "10.0.0.8", "orders")).text())
        .isEqualTo("pid 7 (active for 5 min, application shop, app@10.0.0.8, database orders)");
    assertThat(SessionWords.of(PROBED, session("client backend", "", "app", "", "")).text()).isEqualTo("pid 7 (active for 5 min, app)");
  }

  @Test
  void autovacuumIsCalledByItsName() {
    assertThat(SessionWords.of(PROBED, session("autovacuum worker", "", "", "", "orders")).text())
        .isEqualTo("pid 7 (active for 5 min, autovacuum, database orders)");
  }

  @Test
  void aPartIsRoundedDownAndExactPartsStay() {
    assertThat(PROBED.percent("part", 0.947).words()).isEqualTo("94 %");
    assertThat(PROBED.percent("part", 0.95).words()).isEqualTo("95 %");
    assertThat(PROBED.percent("part", 0.29).words()).isEqualTo("29 %");
  }
}
