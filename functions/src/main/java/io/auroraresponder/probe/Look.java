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
   * @param ownLimit whether only the responder's own role has no connection left: that says nothing about anybody else
   */
  record Failed(String sqlState, String sentence, Instant at, boolean ownLimit) implements Look {

    /** SQLSTATE too_many_connections (PostgreSQL manual, appendix "Error Codes"). */
    public static final String TOO_MANY_CONNECTIONS = "53300";

    public Failed(String sqlState, String sentence, Instant at) {
      this(sqlState, sentence, at, false);
    }

    /** The server or the database has no connection left for anybody. */
    public boolean outOfConnections() {
      return sqlState.equals(TOO_MANY_CONNECTIONS) && !ownLimit;
    }
  }

  /** Nobody looked, and that was right: paused, stopped, not set up. */
  record NotTried(String reason) implements Look {}
}
