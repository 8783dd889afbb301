package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.WaitSample;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Samples of what all sessions at work wait for. */
final class WaitsLook {
  private static final SqlFile WAITS = SqlFile.named("waits");

  private WaitsLook() {}

  /** As many samples as the settings want; fewer where time runs out or the session breaks, but at least one. */
  static List<WaitSample> take(Session session, Capabilities capabilities, ProbeSettings settings, LongSupplier nanos)
      throws PartMissing {
    SqlFile sql = capabilities.fit(WAITS, settings);
    long begun = nanos.getAsLong();
    List<WaitSample> samples = new ArrayList<>();
    samples.add(sample(session, sql));
    try {
      for (int i = 1; i < settings.waitSamples(); i++) {
        Duration due = settings.sampleSpacing().multipliedBy(i);
        session.pause(due.minusNanos(nanos.getAsLong() - begun));
        samples.add(sample(session, sql));
      }
    } catch (PartMissing missing) {
      // What was sampled stays true; how many samples it takes to prove something is for the reader to say.
      return samples;
    }
    return samples;
  }

  private static WaitSample sample(Session session, SqlFile sql) throws PartMissing {
    List<ActiveSession> sessions = session.rows(sql, WaitsLook::read);
    return new WaitSample(session.now(), sessions);
  }

  private static ActiveSession read(Row row) throws SQLException {
    return new ActiveSession(
        row.count("pid"),
        row.count("leader_pid"),
        row.text("backend_type"),
        row.text("datname"),
        row.text("usename"),
        row.text("application_name"),
        row.text("wait_event_type"),
        row.text("wait_event"),
        BackendRows.statementId(row, row.raw("query")),
        row.seconds("query_s"));
  }
}
