package io.auroraresponder.postgres;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.postgres.CounterSample.Database;
import io.auroraresponder.postgres.StatementSample.StatementKey;
import io.auroraresponder.postgres.StatementsLook.Statements;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.ProbeRequest.Scope;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.probe.Snapshot.Evictions;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.WaitSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The order in which one look reads, and what it makes of parts that fail.
 *
 * <p>Everything about the server is read over the first connection, in whatever database that is: sessions, locks, waits, counters and
 * statements of all databases. What takes two samples is begun first and ended last, and everything else is read in between, so that
 * nothing
 * waits idly. Names of relations and hygiene are read afterwards, in the databases that have work, over one short connection each.
 */
final class SnapshotLook {
  private static final String HIDDEN =
      "The login may not see the sessions of others, so none that were seen proves nothing: GRANT pg_monitor to it.";
  private static final String NOT_ASKED = "Not asked for.";

  private final Session session;
  private final Capabilities capabilities;
  private final ProbeSettings settings;
  private final LongSupplier nanos;
  private final ProbeRequest request;

  private final RelationNames names = new RelationNames();
  private final List<Hygiene> hygiene = new ArrayList<>();
  private final Map<String, String> gaps = new HashMap<>();
  private Reading<Hygiene> noHygiene = Reading.unavailable(NOT_ASKED);
  private Snapshot server;
  private Reading<CounterSample> first = Reading.unavailable(NOT_ASKED);
  private Reading<CounterSample> second = Reading.unavailable(NOT_ASKED);

  SnapshotLook(Session session, Capabilities capabilities, ProbeSettings settings, LongSupplier nanos, ProbeRequest request) {
    this.session = session;
    this.capabilities = capabilities;
    this.settings = settings;
    this.nanos = nanos;
    this.request = request;
    this.server = takeServer();
    takeHere(session);
  }

  /** Databases that wait for a connection of their own, in the order in which they should get it. */
  List<String> databasesToVisit() {
    if (!(second instanceof Reading.Known<CounterSample> sample)) {
      return List.of();
    }
    CounterSample before = first.orElse(sample.value());
    Set<String> wanted = new LinkedHashSet<>();
    server.lockTrees().orElse(List.of()).forEach(tree -> wanted.add(tree.root().database()));
    sample.value().byWork(before).stream()
        .filter(database -> sample.value().worked(before, database) || wantsHygiene())
        .map(Database::name)
        .forEach(wanted::add);
    Map<String, Database> known = sample.value().byName();
    wanted.removeIf(name -> !hasQuestions(name) || Stream.ofNullable(known.get(name)).noneMatch(this::mayVisit));
    return List.copyOf(wanted);
  }

  /** Reads what only a session in the database itself can. */
  void visit(Session there, Capabilities capabilitiesThere) {
    if (!(server.statements() instanceof Reading.Known) && !capabilitiesThere.statementsSchema().isEmpty()
        && capabilities.statementsSchema().isEmpty()) {
      server = withStatements(server, statementsFrom(there, capabilitiesThere));
    }
    takeHere(there);
  }

  /** Says that a database with questions got no connection. */
  void notVisited(String database, String reason) {
    gaps.put(database, reason);
  }

  Snapshot finished() {
    Reading<Hygiene> all = hygiene.isEmpty() ? noHygiene : Reading.known(Hygiene.of(hygiene), server.at(), session.now());
    Reading<List<Snapshot.DatabaseActivity>> databases = second.map(sample -> sample.activity(first.orElse(sample), gaps));
    return new Snapshot(server.at(), server.instanceAnswered(), server.onReader(), server.serverVersion(), server.connections(),
        server.running().map(names::inSessions), server.waits(), server.lockTrees().map(names::inTrees),
        server.idleInTransaction().map(names::inSessions), server.rates(), databases,
        server.statements(), server.evictions(), server.maintenance().map(names::inWork), server.horizon(), all, server.settings(),
        session.tally().missing(), session.tally().cost());
  }

  private Snapshot takeServer() {
    Instant at = session.now();
    Reading<Connections> connections = session.reading(() -> ConnectionsLook.take(session));
    first = session.reading(() -> CounterSample.take(session, capabilities, settings));
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
    Reading<List<LockTree>> proven = secondLook(connections, locks, trees, firstLocks);
    Reading<DatabaseRates> rates = rates(connections, firstCounters);
    Reading<Statements> done = statements(session, capabilities, statements, waits, Duration.ZERO);
    HeldLocks held = HeldLocks.of(session, proven.orElse(List.of()), idle.orElse(List.of()), running.orElse(List.of()));
    running = running.map(held::of);
    idle = idle.map(held::of);
    proven = proven.map(held::in);
    names.want(proven.orElse(List.of()), Stream.concat(idle.orElse(List.of()).stream(), running.orElse(List.of()).stream()).toList(),
        maintenance.orElse(List.of()));
    return new Snapshot(at, capabilities.instance(), capabilities.onReader(), capabilities.version(), connections, running, waits,
        proven, idle, rates, Reading.unavailable(NOT_ASKED), done.map(Statements::deltas), evictions(done), maintenance, horizon,
        noHygiene, inForce, List.of(), session.tally().cost());
  }

  private void takeHere(Session there) {
    names.read(there);
    if (!wantsHygiene()) {
      return;
    }
    Reading<Hygiene> read = there.reading(() -> new HygieneLook(there, settings, nanos).take(server.statements().orElse(List.of())));
    if (read instanceof Reading.Known<Hygiene> known) {
      hygiene.add(known.value());
    } else if (read instanceof Reading.Unavailable<Hygiene> none) {
      noHygiene = none;
      there.tally().missing("tables and indexes of " + there.database(), none.reason());
    }
  }

  private boolean wantsHygiene() {
    return request.scope() == Scope.WITH_HYGIENE;
  }

  private boolean hasQuestions(String database) {
    return !database.equals(session.database())
        && (names.wants(database) || wantsHygiene() || capabilities.statementsSchema().isEmpty());
  }

  /** One that takes no connections at all is no gap; one that the login may not enter is. */
  private boolean mayVisit(Database database) {
    if (!database.open()) {
      return false;
    }
    if (!database.mayConnect()) {
      gaps.put(database.name(), "the login may not connect to it: GRANT CONNECT ON DATABASE to it");
    }
    return database.mayConnect();
  }

  private Reading<Statements> statementsFrom(Session there, Capabilities capabilitiesThere) {
    Reading<StatementSample> before = there.reading(() -> StatementSample.take(there, capabilitiesThere, settings));
    return statements(there, capabilitiesThere, before, server.waits(), settings.counterWindow());
  }

  private static Snapshot withStatements(Snapshot old, Reading<Statements> found) {
    return new Snapshot(old.at(), old.instanceAnswered(), old.onReader(), old.serverVersion(), old.connections(), old.running(),
        old.waits(), old.lockTrees(), old.idleInTransaction(), old.rates(), old.databases(), found.map(Statements::deltas),
        evictions(found), old.maintenance(), old.horizon(), old.hygiene(), old.settings(), old.missing(), old.cost());
  }

  private static Reading<Evictions> evictions(Reading<Statements> found) {
    return found.flatMap(statements -> statements.counted()
        ? found.map(Statements::evictions)
        : Reading.unavailable("This version of pg_stat_statements does not count what it throws out."));
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

  private Reading<List<LockTree>> secondLook(
      Reading<Connections> connections, LocksLook locks, Reading<List<LockTree>> earlier, long firstAt) {
    if (!(earlier instanceof Reading.Known<List<LockTree>> known)) {
      // A long queue keeps the lock manager busy, and the first look may have met that; nobody's root stays by one look but that of who
      // rests.
      return seen(connections, () -> locks.take(List.of()));
    }
    if (known.value().isEmpty()) {
      return earlier;
    }
    Reading<List<LockTree>> later = session.reading(() -> {
      session.pause(rest(settings.lockLooksApart(), firstAt));
      return locks.take(known.value());
    });
    // The first look alone is still a look; its roots are just not proven to stay.
    return later instanceof Reading.Known<List<LockTree>> again
        ? Reading.known(again.value(), earlier(known.from(), again.to()), again.to())
        : earlier;
  }

  private Reading<DatabaseRates> rates(Reading<Connections> connections, long firstAt) {
    if (!(first instanceof Reading.Known<CounterSample> before)) {
      return first.flatMap(none -> Reading.unavailable("There is no first sample."));
    }
    int newLastMinute = connections instanceof Reading.Known<Connections> known ? known.value().newLastMinute() : 0;
    second = session.reading(() -> {
      session.pause(rest(settings.counterWindow(), firstAt));
      return CounterSample.take(session, capabilities, settings);
    });
    if (!(second instanceof Reading.Known<CounterSample> after)) {
      Reading<DatabaseRates> none = second.flatMap(never -> Reading.unavailable("There is no second sample."));
      // One sample still says who is where.
      second = first;
      return none;
    }
    Instant from = earlier(before.from(), after.to());
    Reading<DatabaseRates> rates = session.reading(() -> before.value().ratesTo(after.value(), newLastMinute, from, after.to()));
    return rates instanceof Reading.Known<DatabaseRates> known ? Reading.known(known.value(), from, after.to()) : rates;
  }

  private Reading<Statements> statements(
      Session where, Capabilities there, Reading<StatementSample> before, Reading<List<WaitSample>> waits, Duration apart) {
    if (!(before instanceof Reading.Known<StatementSample> sample)) {
      return before.flatMap(none -> Reading.unavailable("There is no first sample."));
    }
    Set<StatementKey> running = new HashSet<>();
    waits.orElse(List.of()).forEach(
        one -> one.sessions().forEach(active -> running.add(new StatementKey(active.database(), active.statementId()))));
    Reading<Statements> done = where.reading(() -> {
      where.pause(apart);
      return StatementsLook.take(where, there, settings, sample.value(), running, request.textFile());
    });
    return done instanceof Reading.Known<Statements> known
        ? Reading.known(known.value(), earlier(sample.from(), known.to()), known.to())
        : done;
  }

  private Duration rest(Duration wanted, long since) {
    return wanted.minusNanos(nanos.getAsLong() - since);
  }

  /** A wall clock may be set back in the middle of a look; a window must not end before it begins. */
  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
