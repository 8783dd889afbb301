package io.auroraresponder.postgres;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Reading;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One session of a look: runs statements while time is left, and knows when it has died. A statement that the server did not answer in time
 * costs its connection and its own part: the parts after it get one new connection. Not safe for several threads.
 */
final class Session implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final String USED_UP = "The time for the look was used up.";

  private final Connecting connecting;
  private final String database;
  private final ProbeSettings settings;
  private final Deadline deadline;
  private final InstantSource clock;
  private final Pause pause;
  private final Tally tally;
  private final Thread end;
  private volatile Connection connection;
  private volatile boolean ended;
  private boolean renewed;
  private Optional<SqlStates.Explanation> death = Optional.empty();

  /** {@code database} is the one that it connects to, now and where its connection was lost to a statement without an answer. */
  Session(Connecting connecting, String database, ProbeSettings settings, Deadline deadline, InstantSource clock, Pause pause,
      Tally tally) throws SQLException {
    this.connecting = connecting;
    this.connection = connecting.connect();
    tally.connection();
    this.database = database;
    this.tally = tally;
    this.settings = settings;
    this.deadline = deadline;
    this.clock = clock;
    this.pause = pause;
    this.end = Thread.ofVirtual().unstarted(this::breakOffAtTheEnd);
    end.start();
  }

  /** A server that answers a byte at a time, or says that gigabytes follow, meets no time-out of the socket. */
  private void breakOffAtTheEnd() {
    try {
      Thread.sleep(deadline.left());
      ended = true;
      connection.abort(Runnable::run);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    } catch (SQLException gone) {
      LOG.atDebug().setMessage("probe connection was gone at its end").addKeyValue("sqlState", gone.getSQLState()).log();
    }
  }

  /** Opens a connection. */
  interface Connecting {
    Connection connect() throws SQLException;
  }

  interface RowReader<T> {
    T read(Row row) throws SQLException;
  }

  /** What makes a reading's value, in as many statements as it takes. */
  interface Part<T> {
    T read() throws PartMissing;
  }

  /** The part as a reading; one that failed says why and harms no other. */
  <T> Reading<T> reading(Part<T> part) {
    Instant from = clock.instant();
    try {
      T value = part.read();
      Instant to = clock.instant();
      return Reading.known(value, from, to.isBefore(from) ? from : to);
    } catch (PartMissing missing) {
      return Reading.unavailable(missing.sentence());
    }
  }

  /** All rows of one statement. Arrays are the only parameters: the few pids, ids or names that a later statement asks for. */
  <T> List<T> rows(SqlFile sql, RowReader<T> reader, Object[]... arrays) throws PartMissing {
    beforeAsking();
    try {
      return ask(sql, reader, arrays);
    } catch (SQLException error) {
      SqlStates.Explanation why = failed(sql, error);
      if (why.sessionOver() || !why.mayWorkLater() || !timeFor(Duration.ZERO)) {
        throw new PartMissing(why.sqlState(), why.sentence());
      }
      return again(sql, reader, arrays);
    }
  }

  /** The part where it can be read; else the other, and the look says what is missing. */
  <T> T orElse(String name, T other, Part<T> part) {
    try {
      return part.read();
    } catch (PartMissing missing) {
      tally.missing(name, missing.sentence());
      return other;
    }
  }

  <T> T onlyRow(SqlFile sql, RowReader<T> reader) throws PartMissing {
    List<T> rows = rows(sql, reader);
    if (rows.isEmpty()) {
      throw new PartMissing("The server answered nothing.");
    }
    return rows.get(0);
  }

  /** Lets time pass; a look that has no time left for it goes on at once and finds that out at its next statement. */
  void pause(Duration duration) throws PartMissing {
    if (duration.isNegative() || duration.isZero()) {
      return;
    }
    if (!timeFor(duration)) {
      throw new PartMissing(USED_UP);
    }
    try {
      pause.of(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartMissing("The look was interrupted.");
    }
  }

  /** Whether its connection was lost to a statement that got no answer. */
  boolean lostToSilence() {
    return !ended && death.filter(SqlStates.Explanation::unanswered).isPresent();
  }

  String database() {
    return database;
  }

  Tally tally() {
    return tally;
  }

  Instant now() {
    return clock.instant();
  }

  @Override
  public void close() {
    end.interrupt();
    try {
      connection.close();
    } catch (SQLException e) {
      // The look is over, and a session that cannot say goodbye is ended by the server.
      LOG.atDebug().setMessage("probe connection did not close cleanly").addKeyValue("sqlState", e.getSQLState()).log();
    }
  }

  private void beforeAsking() throws PartMissing {
    if (lostToSilence() && !renewed && tally.connections() < settings.connections() && timeFor(settings.retryAfter())) {
      renew();
    }
    if (death.isPresent()) {
      throw new PartMissing("Not read, because the session had ended: " + death.get().sentence());
    }
    if (!timeFor(Duration.ZERO)) {
      throw new PartMissing(USED_UP);
    }
  }

  /** A server that is slow may answer other questions; one that is gone refuses, and the session stays dead. */
  private void renew() {
    renewed = true;
    try {
      connection = connecting.connect();
      tally.connection();
      death = Optional.empty();
    } catch (SQLException | DependencyException still) {
      LOG.atInfo().setMessage("probe connection was not renewed").addKeyValue("error", still.getClass().getSimpleName()).log();
    }
  }

  private boolean timeFor(Duration more) {
    return deadline.left().compareTo(settings.spare().plus(more)) >= 0;
  }

  private <T> List<T> ask(SqlFile sql, RowReader<T> reader, Object[]... arrays) throws SQLException {
    // An answer after the deadline is of no use to anybody: the socket waits no longer than that.
    long wait = Math.min(settings.answerTimeout().toMillis(), Math.max(1, deadline.left().toMillis()));
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(wait));
    long asked = tally.asked();
    try (PreparedStatement statement = connection.prepareStatement(sql.marked())) {
      for (int i = 0; i < arrays.length; i++) {
        statement.setArray(i + 1, connection.createArrayOf(type(arrays[i]), arrays[i]));
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet result = answer(statement)) {
        while (result.next()) {
          rows.add(reader.read(new Row(result, database)));
        }
      }
      return rows;
    } finally {
      tally.answered(asked);
    }
  }

  /** What is no PostgreSQL makes the driver fail in ways that it does not declare. */
  private static ResultSet answer(PreparedStatement statement) throws SQLException {
    try {
      return statement.executeQuery();
    } catch (RuntimeException garbage) {
      throw new SQLException("the answer cannot be read", "08P01", garbage);
    }
  }

  private static String type(Object[] array) {
    return array instanceof String[] ? "text" : array instanceof Long[] ? "int8" : "int4";
  }

  private <T> List<T> again(SqlFile sql, RowReader<T> reader, Object[]... arrays) throws PartMissing {
    try {
      return ask(sql, reader, arrays);
    } catch (SQLException error) {
      SqlStates.Explanation why = failed(sql, error);
      throw new PartMissing(why.sqlState(), why.sentence());
    }
  }

  private SqlStates.Explanation failed(SqlFile sql, SQLException error) {
    SqlStates.Explanation why = ended ? new SqlStates.Explanation("", USED_UP, false, true, false) : SqlStates.explain(error);
    // What a version does not have is expected and asked for nevertheless; everything else is worth a line.
    Level level = why.sqlState().startsWith("42") ? Level.DEBUG : Level.INFO;
    LOG.atLevel(level).setMessage("probe statement failed").addKeyValue("sql", sql.name()).addKeyValue("sqlState", why.sqlState()).log();
    if (why.sessionOver()) {
      death = Optional.of(why);
    }
    return why;
  }
}
