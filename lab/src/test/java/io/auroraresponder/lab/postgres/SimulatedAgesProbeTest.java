package io.auroraresponder.lab.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedAgesProbeTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final ProbeRequest REQUEST = new ProbeRequest("localhost", 1, "orders", "responder", "i", "eu-west-1");
  private static final Deadline DEADLINE = Deadline.after(Duration.ofSeconds(5), () -> 0);

  /** The last real second is a simulated one; each second before it was a minute. */
  private static final SimulatedTime TIME =
      new SimulatedTime() {
        @Override
        public Instant instant() {
          return NOW;
        }

        @Override
        public Instant simulated(Instant real) {
          Instant second = NOW.minusSeconds(1);
          return real.isAfter(second) ? real : second.minus(Duration.between(real, second).multipliedBy(60));
        }
      };

  private final List<SessionCensus.Counted> census =
      List.of(
          new SessionCensus.Counted(NOW.minusMillis(500), "active", NOW),
          new SessionCensus.Counted(NOW.minusSeconds(12), "idle", NOW.minusSeconds(12)),
          new SessionCensus.Counted(NOW.minusSeconds(12), "idle", NOW.minusSeconds(5)));

  private Look look(Look real) {
    return new SimulatedAgesProbe((request, deadline) -> real, TIME, () -> census, () -> NOW).look(REQUEST, DEADLINE);
  }

  private static Snapshot.Backend backend(Duration statement, Duration transaction) {
    return new Snapshot.Backend(
        7, 0, "2026-11-24 11:59:00+00", "orders", "app", "shop", "", "client backend", "active", "", "", statement, transaction,
        Duration.ofSeconds(3), true, 0, 11, "SELECT $1");
  }

  private static Snapshot snapshot() {
    Snapshot.Backend root = backend(Duration.ofSeconds(5), Duration.ofSeconds(5));
    Snapshot.LockTree tree =
        new Snapshot.LockTree(
            root, true, 1, 1, List.of(8), Duration.ofSeconds(4),
            List.of(new Snapshot.LockWait(8, 8, "relation", "AccessShareLock", "shop", 16_400, "public.prices", Duration.ofSeconds(4),
                List.of(7))),
            List.of());
    Snapshot.DatabaseRates rates =
        new Snapshot.DatabaseRates(Duration.ofSeconds(2), 100, 0, 0, 0, Reading.unavailable("few blocks"), 0, 0, 0, 0, 0, 3);
    Snapshot.Connections connections = new Snapshot.Connections(3, 1, 2, 0, 0, 0, 3, 0, 0, 200, 197, List.of(), List.of());
    return new Snapshot(
        NOW, "", false, "17.11", Reading.known(connections, NOW), Reading.known(List.of(root), NOW),
        Reading.known(List.of(new Snapshot.WaitSample(NOW, List.of())), NOW), Reading.known(List.of(tree), NOW),
        Reading.unavailable("timed out"), Reading.known(rates, NOW), Reading.known(List.of(), NOW), Reading.known(List.of(), NOW),
        Reading.known(new Snapshot.Evictions(0, Duration.ZERO, 0, 5000), NOW), Reading.known(List.of(), NOW), Reading.known(List.of(), NOW),
        Reading.unavailable("Not asked for."), Reading.unavailable("Not asked for."), List.of(),
        new Snapshot.Cost(Duration.ofMillis(900), 1, 9, Duration.ofMillis(40)));
  }

  private Snapshot seen() {
    return ((Look.Seen) look(new Look.Seen(snapshot()))).snapshot();
  }

  @Test
  void stretchesAgesAsSimulatedTimeDoes() {
    Snapshot.Backend running = seen().running().orElse(List.of()).getFirst();

    assertThat(running.statementAge()).isEqualTo(Duration.ofSeconds(1 + 4 * 60));
    assertThat(running.stateAge()).isEqualTo(Duration.ofSeconds(1 + 2 * 60));
  }

  @Test
  void stretchesHowLongOthersHaveWaited() {
    Snapshot.LockTree tree = seen().lockTrees().orElse(List.of()).getFirst();

    assertThat(tree.longestWait()).isEqualTo(Duration.ofSeconds(1 + 3 * 60));
    assertThat(tree.waits().getFirst().waited()).isEqualTo(tree.longestWait());
    assertThat(tree.root().transactionAge()).isEqualTo(Duration.ofSeconds(1 + 4 * 60));
  }

  @Test
  void takesAgesAsOfTheMomentAtWhichTheyWereRead() {
    SimulatedTime threeSecondsLater =
        new SimulatedTime() {
          @Override
          public Instant instant() {
            return TIME.instant().plusSeconds(3);
          }

          @Override
          public Instant simulated(Instant real) {
            return TIME.simulated(real);
          }
        };
    SimulatedAgesProbe probe =
        new SimulatedAgesProbe((request, deadline) -> new Look.Seen(snapshot()), threeSecondsLater, () -> census, () -> NOW.plusSeconds(3));

    Snapshot seen = ((Look.Seen) probe.look(REQUEST, DEADLINE)).snapshot();

    assertThat(seen.running().orElse(List.of()).getFirst().statementAge()).isEqualTo(Duration.ofSeconds(1 + 4 * 60));
  }

  @Test
  void countsAnewWhoIsYoungAndWhoIsLongIdle() {
    Reading<Snapshot.Connections> connections = seen().connections();

    assertThat(connections.map(Snapshot.Connections::newLastMinute)).isEqualTo(Reading.known(1, NOW));
    assertThat(connections.map(Snapshot.Connections::idleOverTenMinutes)).isEqualTo(Reading.known(1, NOW));
  }

  @Test
  void leavesRatesGuardTextsAndGapsAsTheyWere() {
    Snapshot seen = seen();

    assertThat(seen.rates()).isEqualTo(snapshot().rates());
    assertThat(seen.running().orElse(List.of()).getFirst().backendStart()).isEqualTo("2026-11-24 11:59:00+00");
    assertThat(seen.idleInTransaction()).isEqualTo(Reading.unavailable("timed out"));
  }

  @Test
  void passesAFailedLookOn() {
    Look failed = new Look.Failed("53300", "no connection is left", NOW);

    assertThat(look(failed)).isSameAs(failed);
  }
}
