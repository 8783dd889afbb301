package io.auroraresponder.probe;

import java.time.Instant;

/** The outcome of one look into a database. */
public sealed interface Look {

  /** The database answered; parts that failed are unavailable readings inside the snapshot. */
  record Seen(Snapshot snapshot) implements Look {}

  /**
   * No session came about, or it broke before anything was read.
   *
   * @param sqlState five characters, empty where PostgreSQL gave none
   * @param sentence what that means and what to do, for a person, without secrets
   */
  record Failed(String sqlState, String sentence, Instant at) implements Look {}

  /** Nobody looked, and that was right: paused, stopped, not set up. */
  record NotTried(String reason) implements Look {}
}
