package io.auroraresponder.postgres;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.ProbeRequest.Scope;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import io.auroraresponder.probe.Snapshot.WaitSample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The order in which one look reads, and what it makes of parts that fail.
 *
 * <p>What takes two samples is begun first and ended last, and everything else is read in between, so that nothing waits idly.
 */
final class SnapshotLook {
  private static final String HIDDEN =
      "The login may not see the sessions of others, so none that were seen proves nothing: GRANT pg_monitor to it.";

  private final Session session;
  private final Capabilities capabilities;
  private final ProbeSettings settings;
  private final LongSupplier nanos;
  private final Scope scope;

  SnapshotLook(Session session, Capabilities capabilities, ProbeSettings settings, LongSupplier nanos, Scope scope) {
    this.session = session;
    this.scope = scope;
    this.capabilities = capabilities;
    this.settings = settings;
    this.nanos = nanos;
  }

  Snapshot take() {
    Instant at = session.now();
    Reading<Connections> connections = session.reading(() -> ConnectionsLook.take(session));
    Reading<CounterSample> counters = session.reading(() -> CounterSample.take(session, capabilities, settings));
    long firstCounters = nanos.getAsLong();
    Reading<StatementSample> statements = session.reading(() -> StatementSample.take(session, capabilities, settings));
    Reading<List<WaitSample>> waits = seen(connections, () -> WaitsLook.take(session, capabilities, settings, nanos));
    boolean somebodyWaits = somebodyWaits(connections, waits);
    LocksLook locks = new LocksLook(session, capabilities, settings);
    Reading<List<LockTree>> trees = seen(connections, () -> somebodyWaits ? locks.take(List.of()) : List.of());
    long firstLocks = nanos.getAsLong();
    ActivityLook activity = new ActivityLook(session, capabilities, settings);
    Reading<List<Snapshot.Backend>> running = seen(connections, activity::running);
    Reading<List<Snapshot.Backend>> idle = seen(connections, activity::idleInTransaction);
    Reading<List<Snapshot.MaintenanceWork>> maintenance = seen(connections, activity::maintenance);
    Reading<List<Snapshot.XminHolder>> horizon = seen(connections, activity::horizon);
    Reading<List<Snapshot.Setting>> inForce = session.reading(() -> SettingsLook.take(session));
    Reading<List<LockTree>> proven = secondLook(locks, trees, firstLocks);
    Reading<DatabaseRates> rates = rates(counters, connections, firstCounters);
    Reading<List<StatementDelta>> deltas = deltas(statements, waits);
    Reading<Hygiene> hygiene = hygiene();
    return new Snapshot(at, capabilities.instance(), capabilities.onReader(), capabilities.version(), connections, running, waits, proven,
        idle, rates, deltas, maintenance, horizon, hygiene, inForce, session.statements());
  }

  private Reading<Hygiene> hygiene() {
    return scope == Scope.WITH_HYGIENE
        ? session.reading(() -> new HygieneLook(session, settings, nanos).take())
        : Reading.unavailable("Not asked for.");
  }

  /** A part whose emptiness would be a false all-clear where the login may not see the sessions of others. */
  private <T> Reading<T> seen(Reading<Connections> connections, Session.Part<T> part) {
    boolean hidden = connections instanceof Reading.Known<Connections> known ? known.value().hidden() > 0 : true;
    return session.reading(() -> {
      if (hidden && !capabilities.seesAll()) {
        throw new PartMissing(HIDDEN);
      }
      return part.read();
    });
  }

  /** Where it cannot be told, the tree is looked at: that costs less than overlooking a pile-up. */
  private static boolean somebodyWaits(Reading<Connections> connections, Reading<List<WaitSample>> waits) {
    boolean counted = connections instanceof Reading.Known<Connections> known ? known.value().lockWaiting() > 0 : true;
    return counted
        || waits.orElse(List.of()).stream().flatMap(sample -> sample.sessions().stream())
            .map(ActiveSession::waitEventType).anyMatch("Lock"::equals);
  }

  private Reading<List<LockTree>> secondLook(LocksLook locks, Reading<List<LockTree>> first, long firstAt) {
    if (!(first instanceof Reading.Known<List<LockTree>> known) || known.value().isEmpty()) {
      return first;
    }
    Reading<List<LockTree>> second = session.reading(() -> {
      session.pause(rest(settings.lockLooksApart(), firstAt));
      return locks.take(known.value());
    });
    // The first look alone is still a look; its roots are just not proven to stay.
    return second instanceof Reading.Known<List<LockTree>> again
        ? Reading.known(again.value(), earlier(known.from(), again.to()), again.to())
        : first;
  }

  private Reading<DatabaseRates> rates(Reading<CounterSample> first, Reading<Connections> connections, long firstAt) {
    if (!(first instanceof Reading.Known<CounterSample> before)) {
      return first.flatMap(none -> Reading.unavailable("There is no first sample."));
    }
    int newLastMinute = connections instanceof Reading.Known<Connections> known ? known.value().newLastMinute() : 0;
    Reading<DatabaseRates> rates = session.reading(() -> {
      session.pause(rest(settings.counterWindow(), firstAt));
      CounterSample after = CounterSample.take(session, capabilities, settings);
      Instant to = session.now();
      return before.value().ratesTo(after, newLastMinute, earlier(before.from(), to), to);
    });
    return rates instanceof Reading.Known<DatabaseRates> known
        ? Reading.known(known.value(), earlier(before.from(), known.to()), known.to())
        : rates;
  }

  private Reading<List<StatementDelta>> deltas(Reading<StatementSample> first, Reading<List<WaitSample>> waits) {
    if (!(first instanceof Reading.Known<StatementSample> before)) {
      return first.flatMap(none -> Reading.unavailable("There is no first sample."));
    }
    Set<Long> running = new HashSet<>();
    waits.orElse(List.of()).forEach(sample -> sample.sessions().forEach(active -> running.add(active.statementId())));
    Reading<List<StatementDelta>> deltas =
        session.reading(() -> StatementsLook.take(session, capabilities, settings, before.value(), running));
    return deltas instanceof Reading.Known<List<StatementDelta>> known
        ? Reading.known(known.value(), earlier(before.from(), known.to()), known.to())
        : deltas;
  }

  private Duration rest(Duration wanted, long since) {
    return wanted.minusNanos(nanos.getAsLong() - since);
  }

  /** A wall clock may be set back in the middle of a look; a window must not end before it begins. */
  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
