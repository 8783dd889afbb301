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
   * @param station how far the attempt came
   */
  record Failed(String sqlState, String sentence, Instant at, boolean ownLimit, Station station) implements Look {

    /** SQLSTATE too_many_connections (PostgreSQL manual, appendix "Error Codes"). */
    public static final String TOO_MANY_CONNECTIONS = "53300";

    /** Class of what a function raises: before there is a session, that is a trigger on login (PostgreSQL manual, event triggers). */
    public static final String RAISED = "P0";

    /** The sentence of an attempt that nothing answered, neither yes nor no. */
    public static final String NO_ANSWER =
        "No answer in time: security group, network ACL or route drop the packets, or the instance hangs or resumes from a pause.";

    public Failed {
      sentence = sentence.isBlank() ? "No session came about, and nothing says why." : sentence;
    }

    public Failed(String sqlState, String sentence, Instant at) {
      this(sqlState, sentence, at, false);
    }

    public Failed(String sqlState, String sentence, Instant at, boolean ownLimit) {
      this(sqlState, sentence, at, ownLimit, Station.of(sqlState));
    }

    /** The stations between a client and its session. */
    public enum Station {
      /** The host name does not resolve. */
      NAME,
      /** Nothing answers on the port, or the connection broke. */
      TCP,
      /** The two sides did not agree on encryption, or on a certificate. */
      TLS,
      /** The server takes no session of anybody just now: it starts, stops or recovers. */
      SERVER,
      /** No connection is left. */
      CONNECTIONS,
      /** The login is refused. */
      LOGIN,
      /** The database does not exist or takes no connections. */
      DATABASE,
      /** Behind all of these. */
      SESSION;

      /** As far as the code alone tells (PostgreSQL manual, appendix "Error Codes"). */
      public static Station of(String sqlState) {
        return switch (sqlState) {
          case "28P01", "28000", "08004", "42501" -> LOGIN;
          case "3D000", "55000" -> DATABASE;
          case "57P01", "57P02", "57P03" -> SERVER;
          case TOO_MANY_CONNECTIONS -> CONNECTIONS;
          default -> sqlState.startsWith("08") ? TCP : sqlState.startsWith(RAISED) ? LOGIN : SESSION;
        };
      }
    }

    /** Packets vanished on the way, or at the other end. */
    public boolean noAnswer() {
      return sentence.equals(NO_ANSWER);
    }

    /** The server or the database has no connection left for anybody. */
    public boolean outOfConnections() {
      return sqlState.equals(TOO_MANY_CONNECTIONS) && !ownLimit;
    }
  }

  /** Nobody looked, and that was right: paused, stopped, not set up. */
  record NotTried(String reason) implements Look {}
}
