package io.auroraresponder.fake;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.probe.Snapshot.Cost;
import io.auroraresponder.probe.Snapshot.DatabaseActivity;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.probe.Snapshot.Evictions;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.probe.Snapshot.Setting;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import io.auroraresponder.probe.Snapshot.WaitSample;
import io.auroraresponder.probe.Snapshot.XminHolder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Looks of scenes: one database named orders, nothing missing, fourteen statements over one connection. */
public final class Snapshots {
  private Snapshots() {}

  /** A look of which a scene says the parts that it is about. */
  public static Snapshot of(
      Instant at,
      String instance,
      boolean onReader,
      String version,
      Reading<Connections> connections,
      Reading<List<Backend>> running,
      Reading<List<WaitSample>> waits,
      Reading<List<LockTree>> trees,
      Reading<List<Backend>> idle,
      Reading<DatabaseRates> rates,
      Reading<List<StatementDelta>> statements,
      Reading<List<MaintenanceWork>> maintenance,
      Reading<List<XminHolder>> horizon,
      Reading<Hygiene> hygiene,
      Reading<List<Setting>> settings) {
    return new Snapshot(at, instance, onReader, version, connections, running, waits, trees, idle, rates,
        Reading.known(List.of(new DatabaseActivity("orders", 0, 2, 0, 100, 1000, 1000, 0, 0, "")), at), statements,
        Reading.known(new Evictions(0, Duration.ZERO, 0, 5000), at), maintenance, horizon, hygiene, settings, List.of(),
        new Cost(Duration.ofMillis(900), 1, 14, Duration.ofMillis(40)));
  }
}
