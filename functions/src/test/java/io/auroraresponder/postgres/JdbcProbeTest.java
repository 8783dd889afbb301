package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class JdbcProbeTest {
  @Test
  void firstLook() throws Exception {
    TestServer server = TestServer.shared();
    String database = server.database();
    JdbcProbe probe = new JdbcProbe(DatabaseLogin.trusted(), ProbeSettings.defaults(), InstantSource.system());

    Look look = probe.look(server.request(database, "postgres"), Deadline.after(Duration.ofSeconds(12)));

    System.err.println(look);
    assertThat(look).isInstanceOf(Look.Seen.class);
    Snapshot snapshot = ((Look.Seen) look).snapshot();
    assertThat(snapshot.serverVersion()).startsWith("17.");
  }
}
