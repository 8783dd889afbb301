package io.auroraresponder.lab.bench;

import io.auroraresponder.lab.postgres.CrowdedServer;
import io.auroraresponder.lab.postgres.LabPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the urgent look costs a crowded server: its time as pg_stat_statements has it (planning included), the private memory of its
 * backends, and as many {@code SELECT 1} one after the other for comparison.
 */
public final class UrgentSqlFigure implements Figure {
  /** The law of the probe: at most 100 ms of the database's time a look. */
  private static final Goal TIME = new Goal.AtMost(100);

  /** The law of the probe: at most 20 MB of the server's memory. */
  private static final Goal MEMORY = new Goal.AtMost(20);

  private static final double MEGABYTE = 1_000_000;

  @Override
  public String name() {
    return "urgent-sql";
  }

  @Override
  public String summary() {
    return "the urgent look at a crowded server: database time, memory, and against as many SELECT 1";
  }

  @Override
  public List<Measured> measure(Consumer<String> progress) {
    List<Measured> measured = new ArrayList<>();
    try (LabPostgres server = LabPostgres.open()) {
      for (CrowdedServer.Crowd crowd : CrowdedServer.Crowd.values()) {
        progress.accept(crowd.what());
        measured.addAll(measured(crowd.what(), CrowdedServer.looked(server, crowd)));
      }
    }
    return measured;
  }

  private static List<Measured> measured(String what, CrowdedServer.Cost cost) {
    Samples time = new Samples();
    cost.millis().forEach(time::add);
    Samples trips = new Samples();
    cost.roundTrips().forEach(trips::add);
    List<Measured> measured = new ArrayList<>();
    measured.add(time.itself(what + ", database time", "ms", TIME));
    measured.add(time.times(trips, what + ", database time", "x as many SELECT 1", new Goal.None()));
    cost.memory().ifPresent(bytes -> {
      Samples most = new Samples();
      most.add(bytes / MEGABYTE);
      measured.add(most.itself(what + ", memory of a backend", "MB", MEMORY));
    });
    return measured;
  }
}
