package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A database that is short of CPU and of nothing else: many sessions, several statements, more calls than before at the same cost. */
public final class BusyDatabase implements DatabaseProbe {
  /** A world around it, whose metrics agree. */
  static final String PRESSED =
      """
      clusters:
        orders-db:
          range: {min: 0.5, max: 8}
          tags: {mode: act, max-acu: 16}
          members:
            orders-db-instance-1: {role: writer, tier: 1}
          load:
            orders-db-instance-1: {acu: {-24h: 2, -20m: 2, -10m: 14}, cpu: 0.95, connections: 40}
          metrics:
            orders-db-instance-1: {CommitThroughput: {-24h: 150, -20m: 150, -10m: 420}}
      """;

  private static final int SAMPLES = 10;
  private static final int SESSIONS = 16;
  private static final int STATEMENTS = 4;

  private final InstantSource clock;
  int looks;

  public BusyDatabase(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Look look(ProbeRequest request, Deadline deadline) {
    looks++;
    Instant at = clock.instant();
    return new Look.Seen(
        new Snapshot(
            at, request.instanceId(), false, "16.6", Reading.known(connections(), at), Reading.known(List.of(), at),
            Reading.known(samples(at), at),
            Reading.known(List.of(), at), Reading.known(List.of(), at), Reading.known(rates(at), at),
            Reading.known(List.of(new Snapshot.DatabaseActivity("orders", 0, SESSIONS, 0, 400, 9000, 9000, 0, 0, "")), at),
            Reading.known(statements(), at), Reading.known(new Snapshot.Evictions(0, Duration.ZERO, 0, 5000), at),
            Reading.known(List.of(), at),
            Reading.known(List.of(), at), Reading.unavailable("Not asked for."), Reading.unavailable("Not asked for."), List.of(),
            new Snapshot.Cost(Duration.ofMillis(900), 1, 14, Duration.ofMillis(40))));
  }

  private static Snapshot.Connections connections() {
    return new Snapshot.Connections(40, SESSIONS, 24, 0, 0, 0, 0, 0, 0, 1000, 990, List.of(), List.of());
  }

  private static List<Snapshot.WaitSample> samples(Instant at) {
    List<Snapshot.WaitSample> all = new ArrayList<>();
    for (int sample = 0; sample < SAMPLES; sample++) {
      int shift = sample;
      List<Snapshot.ActiveSession> sessions =
          IntStream.range(0, SESSIONS)
              .mapToObj(i -> new Snapshot.ActiveSession(
                  5000 + i, 0, "client backend", "orders", "app", "shop", "", "", 11 + (i + shift) % STATEMENTS, Duration.ofMillis(40)))
              .toList();
      all.add(new Snapshot.WaitSample(at.minusMillis(2000 - 200L * sample), sessions));
    }
    return all;
  }

  private static Snapshot.DatabaseRates rates(Instant at) {
    return new Snapshot.DatabaseRates(
        Duration.ofSeconds(2), 400, 1, 10, 9000, Reading.known(0.99, at), 9000, 4000, 300, 0, 0, 0.2);
  }

  private static List<Snapshot.StatementDelta> statements() {
    return IntStream.range(0, STATEMENTS)
        .mapToObj(i -> new Snapshot.StatementDelta("orders", 11 + i, "select $1", 200, 40, 1.0 / STATEMENTS, 30, 1_000_000, 40, 30, 36_000))
        .toList();
  }
}
