package io.auroraresponder.postgres;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The probe over JDBC: one connection at a time, read-only, closed at the end whatever happens. The first sees the whole server; a few
 * short
 * ones follow in the databases that have work. At most one attempt to connect is repeated, and only the first.
 *
 * <p>Safe for several threads; each look has a connection of its own.
 */
public final class JdbcProbe implements DatabaseProbe {
  private static final String NO_LOGIN = "The login could not be prepared: no password, signed token or root certificates.";

  private final Connector connector;
  private final ProbeSettings settings;
  private final InstantSource clock;
  private final Pause pause;
  private final LongSupplier nanos;

  /**
   * A probe that takes real time.
   *
   * @param clock for the windows of the readings; ages and rates are taken by the server's clock
   */
  public JdbcProbe(DatabaseLogin login, ProbeSettings settings, InstantSource clock) {
    this(login, settings, clock, Pause.real(), System::nanoTime);
  }

  JdbcProbe(DatabaseLogin login, ProbeSettings settings, InstantSource clock, Pause pause, LongSupplier nanos) {
    this.connector = new Connector(login, settings);
    this.settings = settings;
    this.clock = clock;
    this.pause = pause;
    this.nanos = nanos;
  }

  @Override
  public Look look(ProbeRequest request, Deadline deadline) {
    if (!timeToConnect(deadline, Duration.ZERO)) {
      return failed("", "No time was left to connect to the database.");
    }
    try {
      return lookWith(request, deadline);
    } catch (SQLException error) {
      SqlStates.Explanation why = SqlStates.explain(error);
      return new Look.Failed(why.sqlState(), why.sentence(), clock.instant(), SqlStates.ownLimit(error), SqlStates.station(error));
    } catch (DependencyException error) {
      return failed("", NO_LOGIN);
    }
  }

  private Look lookWith(ProbeRequest request, Deadline deadline) throws SQLException {
    Tally tally = new Tally(nanos);
    SnapshotLook look;
    try (Session session = session(() -> connect(request, deadline), request.database(), deadline, tally)) {
      look = new SnapshotLook(session, Capabilities.of(session), settings, nanos, request);
    } catch (PartMissing nothingRead) {
      return failed(nothingRead.sqlState(), nothingRead.sentence());
    }
    look.databasesToVisit().forEach(database -> visit(look, request.in(database), deadline, tally));
    return new Look.Seen(look.finished());
  }

  private void visit(SnapshotLook look, ProbeRequest request, Deadline deadline, Tally tally) {
    if (tally.connections() >= settings.connections()) {
      look.notVisited(request.database(), "busier databases came first: a look opens at most " + settings.connections() + " connections");
      return;
    }
    if (!timeToConnect(deadline, Duration.ZERO)) {
      look.notVisited(request.database(), "no time was left");
      return;
    }
    try (Session session = session(() -> connector.connect(request, deadline), request.database(), deadline, tally)) {
      look.visit(session, Capabilities.of(session));
    } catch (SQLException error) {
      look.notVisited(request.database(), SqlStates.explain(error).sentence());
    } catch (PartMissing nothingRead) {
      look.notVisited(request.database(), nothingRead.sentence());
    } catch (DependencyException error) {
      look.notVisited(request.database(), NO_LOGIN);
    }
  }

  private Session session(Session.Connecting connecting, String database, Deadline deadline, Tally tally) throws SQLException {
    return new Session(connecting, database, settings, deadline, clock, pause, tally);
  }

  private Connection connect(ProbeRequest request, Deadline deadline) throws SQLException {
    try {
      return connector.connect(request, deadline);
    } catch (SQLException first) {
      String state = first.getSQLState() == null ? "" : first.getSQLState();
      if (!SqlStates.mayWorkLater(state) || !timeToConnect(deadline, settings.retryAfter()) || interrupted()) {
        throw first;
      }
      return connector.connect(request, deadline);
    }
  }

  /** Waits before the second attempt; true where the thread was asked to stop. */
  private boolean interrupted() {
    try {
      pause.of(settings.retryAfter());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private boolean timeToConnect(Deadline deadline, Duration after) {
    return deadline.left().compareTo(settings.spare().plus(after)) >= 0;
  }

  private Look failed(String sqlState, String sentence) {
    return new Look.Failed(sqlState, sentence, clock.instant());
  }
}
