package io.auroraresponder.database;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.WaitSample;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sessions at work by PostgreSQL's own wait event type, as a look sampled them from pg_stat_activity: for whoever draws them. */
public final class SampledWaits {
  /** PostgreSQL names no event for a session that runs. */
  private static final String RUNNING = "CPU";

  private SampledWaits() {}

  /** One value a type, the average over the samples; nothing where none were taken. */
  public static List<Report.Measured> of(Probed probed, String member) {
    if (!(probed.part(Snapshot::waits) instanceof Reading.Known<List<WaitSample>> known) || known.value().isEmpty()) {
      return List.of();
    }
    List<WaitSample> samples = known.value();
    Map<String, Integer> sessions = new TreeMap<>();
    for (WaitSample sample : samples) {
      for (ActiveSession session : sample.sessions()) {
        sessions.merge(session.waitEventType().isEmpty() ? RUNNING : session.waitEventType(), 1, Integer::sum);
      }
    }
    List<Report.Measured> all = new ArrayList<>();
    sessions.forEach((type, count) -> all.add(new Report.Measured(
        member, Report.Measured.SAMPLED + type, "sessions", samples.getLast().at().truncatedTo(ChronoUnit.MINUTES),
        List.of(Optional.of(Math.round(count * 100.0 / samples.size()) / 100.0)))));
    return all;
  }
}
