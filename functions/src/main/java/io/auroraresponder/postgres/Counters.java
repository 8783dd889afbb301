package io.auroraresponder.postgres;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * One sample of the counters of pg_stat_database, of one database or of several added up; two make rates.
 *
 * @param sampledSeconds the server's clock, seconds since 1970
 * @param sessions sessions begun so far, -1 where this version does not count them
 * @param resetSeconds when the counters were last reset, 0 for never
 */
record Counters(
    double sampledSeconds,
    long commits,
    long rollbacks,
    long blocksRead,
    long blocksHit,
    long rowsReturned,
    long rowsFetched,
    long rowsWritten,
    long tempBytes,
    long deadlocks,
    long sessions,
    double resetSeconds) {
  /** Below this many blocks a ratio says nothing (ours: 8 MiB). */
  private static final long LEAST_BLOCKS = 1000;

  private static final double SECONDS_IN_MINUTE = 60;

  /** Both together; the clock is the later one's, and a reset of either shows. */
  Counters plus(Counters other) {
    return new Counters(
        Math.max(sampledSeconds, other.sampledSeconds),
        commits + other.commits,
        rollbacks + other.rollbacks,
        blocksRead + other.blocksRead,
        blocksHit + other.blocksHit,
        rowsReturned + other.rowsReturned,
        rowsFetched + other.rowsFetched,
        rowsWritten + other.rowsWritten,
        tempBytes + other.tempBytes,
        deadlocks + other.deadlocks,
        sessions < 0 || other.sessions < 0 ? -1 : sessions + other.sessions,
        resetSeconds + other.resetSeconds);
  }

  /** Everything it ever did, as one number to rank databases by. */
  double work() {
    return (double) blocksRead + blocksHit + rowsReturned + rowsWritten;
  }

  /**
   * Rates from this sample to a later one. The responder's own statements are in them (about twenty commits).
   *
   * @param newLastMinute sessions begun within the last minute, for versions that do not count them
   */
  DatabaseRates ratesTo(Counters later, int newLastMinute, Instant from, Instant to) throws PartMissing {
    double seconds = later.sampledSeconds - sampledSeconds;
    if (seconds <= 0) {
      throw new PartMissing("The server's clock went back between the two samples.");
    }
    if (resetSeconds != later.resetSeconds || later.anyBelow(this)) {
      throw new PartMissing("The counters were reset between the two samples.");
    }
    double newSessions = later.sessions < 0 ? newLastMinute / SECONDS_IN_MINUTE : (later.sessions - sessions) / seconds;
    return new DatabaseRates(
        Duration.ofMillis(Math.round(seconds * 1000)),
        (later.commits - commits) / seconds,
        (later.rollbacks - rollbacks) / seconds,
        (later.blocksRead - blocksRead) / seconds,
        (later.blocksHit - blocksHit) / seconds,
        hitRatio(later.blocksRead - blocksRead, later.blocksHit - blocksHit, from, to),
        (later.rowsReturned - rowsReturned) / seconds,
        (later.rowsFetched - rowsFetched) / seconds,
        (later.rowsWritten - rowsWritten) / seconds,
        later.tempBytes - tempBytes,
        later.deadlocks - deadlocks,
        newSessions);
  }

  private boolean anyBelow(Counters earlier) {
    return Stream.of(
            commits - earlier.commits,
            rollbacks - earlier.rollbacks,
            blocksRead - earlier.blocksRead,
            blocksHit - earlier.blocksHit,
            rowsReturned - earlier.rowsReturned,
            rowsFetched - earlier.rowsFetched,
            rowsWritten - earlier.rowsWritten,
            tempBytes - earlier.tempBytes,
            deadlocks - earlier.deadlocks,
            sessions - earlier.sessions)
        .anyMatch(difference -> difference < 0);
  }

  private static Reading<Double> hitRatio(long read, long hit, Instant from, Instant to) {
    return read + hit < LEAST_BLOCKS
        ? Reading.unavailable("Too few blocks were asked for within the window to speak of a hit ratio.")
        : Reading.known((double) hit / (read + hit), from, to);
  }

  static Counters read(Row row) throws SQLException {
    return new Counters(
        row.real("sampled_s"),
        row.number("xact_commit"),
        row.number("xact_rollback"),
        row.number("blks_read"),
        row.number("blks_hit"),
        row.number("tup_returned"),
        row.number("tup_fetched"),
        row.number("tup_written"),
        row.number("temp_bytes"),
        row.number("deadlocks"),
        row.isNull("sessions") ? -1 : row.number("sessions"),
        row.real("reset_s"));
  }
}
