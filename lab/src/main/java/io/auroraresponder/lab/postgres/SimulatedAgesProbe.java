package io.auroraresponder.lab.postgres;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Gives the ages in a snapshot as simulated time has them; everything else is as the database said.
 *
 * <p>The probe must use the simulated clock for its windows. Rates keep their real lengths: counters count real statements. {@code
 * backendStart} stays as PostgreSQL printed it, because
 * advice compares it with the server's own.
 */
public final class SimulatedAgesProbe implements DatabaseProbe {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LONG_IDLE = Duration.ofMinutes(10);

  private final DatabaseProbe real;
  private final SimulatedTime time;
  private final SessionCensus census;
  private final InstantSource realTime;

  public SimulatedAgesProbe(DatabaseProbe real, SimulatedTime time, SessionCensus census, InstantSource realTime) {
    this.real = real;
    this.time = time;
    this.census = census;
    this.realTime = realTime;
  }

  @Override
  public Look look(ProbeRequest request, Deadline deadline) {
    Look look = real.look(request, deadline);
    return look instanceof Look.Seen(Snapshot snapshot) ? new Look.Seen(mapped(snapshot)) : look;
  }

  private Snapshot mapped(Snapshot seen) {
    return new Snapshot(
        seen.at(),
        seen.instanceAnswered(),
        seen.onReader(),
        seen.serverVersion(),
        aged(seen.connections(), this::connections),
        aged(seen.running(), each(this::backend)),
        seen.waits().map(samples -> samples.stream().map(this::sample).toList()),
        aged(seen.lockTrees(), each(this::tree)),
        aged(seen.idleInTransaction(), each(this::backend)),
        seen.rates(),
        seen.databases(),
        seen.statements(),
        seen.evictions(),
        aged(seen.maintenance(), each(this::maintenance)),
        aged(seen.horizon(), each(this::holder)),
        seen.hygiene(),
        seen.settings(),
        seen.missing(),
        seen.cost());
  }

  /** Ages are as of the end of the reading's own window: a look takes seconds, and its parts are not of one moment. */
  private <T> Reading<T> aged(Reading<T> reading, BiFunction<T, Instant, T> mapping) {
    return reading instanceof Reading.Known<T>(T value, Instant from, Instant to)
        ? new Reading.Known<>(mapping.apply(value, realAt(to)), from, to)
        : reading;
  }

  private static <T> BiFunction<List<T>, Instant, List<T>> each(BiFunction<T, Instant, T> mapping) {
    return (list, now) -> list.stream().map(one -> mapping.apply(one, now)).toList();
  }

  /** The real time of a simulated moment of this look; since the look began both ran alike. */
  private Instant realAt(Instant simulated) {
    Duration since = Duration.between(simulated, time.instant());
    return realTime.instant().minus(since.isNegative() ? Duration.ZERO : since);
  }

  /** The simulated age of something that is {@code age} old in reality; never younger than nothing. */
  Duration age(Duration age, Instant realNow) {
    if (age.isZero()) {
      return age;
    }
    Duration simulated = Duration.between(time.simulated(realNow.minus(age)), time.simulated(realNow));
    return simulated.isNegative() ? Duration.ZERO : simulated;
  }

  private Snapshot.Backend backend(Snapshot.Backend b, Instant now) {
    return new Snapshot.Backend(
        b.pid(), b.leaderPid(), b.backendStart(), b.database(), b.user(), b.application(), b.clientAddress(), b.backendType(), b.state(),
        b.waitEventType(), b.waitEvent(), age(b.statementAge(), now), age(b.transactionAge(), now), age(b.stateAge(), now), b.hasWritten(),
        b.xminAge(), b.statementId(), b.statement(), b.locks());
  }

  private Snapshot.WaitSample sample(Snapshot.WaitSample sample) {
    Instant now = realAt(sample.at());
    return new Snapshot.WaitSample(sample.at(), sample.sessions().stream().map(session -> session(session, now)).toList());
  }

  private Snapshot.ActiveSession session(Snapshot.ActiveSession s, Instant now) {
    return new Snapshot.ActiveSession(
        s.pid(), s.leaderPid(), s.backendType(), s.database(), s.user(), s.application(), s.waitEventType(), s.waitEvent(), s.statementId(),
        age(s.statementAge(), now));
  }

  private Snapshot.LockTree tree(Snapshot.LockTree t, Instant now) {
    List<Snapshot.LockWait> waits =
        t.waits().stream()
            .map(wait -> new Snapshot.LockWait(wait.pid(), wait.session(), wait.lockType(), wait.mode(), wait.database(),
                wait.relationId(), wait.relation(), age(wait.waited(), now), wait.behind()))
            .toList();
    List<Snapshot.Backend> amplifiers = t.amplifiers().stream().map(backend -> backend(backend, now)).toList();
    return new Snapshot.LockTree(
        backend(t.root(), now), t.stable(), t.blocked(), t.depth(), t.blockedPids(), age(t.longestWait(), now), waits, amplifiers);
  }

  private Snapshot.MaintenanceWork maintenance(Snapshot.MaintenanceWork w, Instant now) {
    return new Snapshot.MaintenanceWork(
        w.pid(), w.backendStart(), w.kind(), w.database(), w.relationId(), w.relation(), w.phase(), w.percentDone(),
        w.againstWraparound(), age(w.age(), now));
  }

  private Snapshot.XminHolder holder(Snapshot.XminHolder h, Instant now) {
    return new Snapshot.XminHolder(h.source(), h.id(), h.owner(), h.database(), h.ageTransactions(), age(h.held(), now), h.detail());
  }

  private Snapshot.Connections connections(Snapshot.Connections c, Instant now) {
    List<SessionCensus.Counted> counted = census.count();
    int fresh = (int) counted.stream().filter(one -> simulatedAge(one.began(), now).compareTo(MINUTE) < 0).count();
    int longIdle =
        (int) counted.stream().filter(one -> one.state().equals("idle") && simulatedAge(one.stateChanged(), now).compareTo(LONG_IDLE) >= 0)
        .count();
    List<Snapshot.ConnectionGroup> groups =
        c.groups().stream()
            .map(g -> new Snapshot.ConnectionGroup(
                g.user(), g.database(), g.application(), g.clientAddress(), g.state(), g.sessions(), age(g.oldestState(), now)))
            .toList();
    return new Snapshot.Connections(
        c.clients(), c.active(), c.idle(), c.idleInTransaction(), c.lockWaiting(), longIdle, fresh, c.hidden(), c.mute(),
        c.maxConnections(),
        c.usable(), groups, c.limits(), c.login());
  }

  private Duration simulatedAge(Instant real, Instant now) {
    return age(Duration.between(real, now), now);
  }
}
