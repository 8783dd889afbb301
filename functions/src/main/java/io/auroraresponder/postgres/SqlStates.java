package io.auroraresponder.postgres;

import io.auroraresponder.probe.Look.Failed;
import io.auroraresponder.probe.Look.Failed.Station;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * What PostgreSQL's error codes mean for the person on call (PostgreSQL manual, appendix "Error Codes"). The server's own message is
 * looked at to tell cases apart but never copied: it may hold names, values and statement texts.
 */
public final class SqlStates {
  /** A statement that was stopped, most often by its own time-out. */
  static final String CANCELED = "57014";

  /** Codes after which the same attempt may work a moment later; class 08 is added by {@link #mayWorkLater}. */
  private static final Set<String> PASSING = Set.of("57P01", "57P03", "40001");

  /** Of exceptions that cause each other; a ring has no end. */
  private static final int LONGEST_CHAIN = 10;

  private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02", "57P05", "25P03");

  private SqlStates() {}

  /**
   * An error in words.
   *
   * @param sqlState five characters, empty where there was none
   * @param sentence what it means and what to do, without figures and without the server's words
   * @param mayWorkLater whether one more attempt is worth while
   * @param sessionOver whether the session is gone with it
   * @param unanswered whether it is gone because no answer came in time: the server may be there still
   */
  public record Explanation(String sqlState, String sentence, boolean mayWorkLater, boolean sessionOver, boolean unanswered) {}

  public static Explanation explain(SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    return new Explanation(state, sentence(state, error), mayWorkLater(state), state.startsWith("08") || SESSION_ENDED.contains(state),
        state.equals("08006") && caused(error, SocketTimeoutException.class));
  }

  /** Whether a login was refused because its own role, not the server or the database, has no connection left. */
  static boolean ownLimit(SQLException error) {
    return "53300".equals(error.getSQLState()) && String.valueOf(error.getMessage()).contains("too many connections for role");
  }

  /** How far an attempt to connect came; one code stands for several stations, and what caused it tells them apart. */
  static Station station(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    String message = String.valueOf(error.getMessage());
    if (caused(error, UnknownHostException.class)) {
      return Station.NAME;
    }
    boolean tls = caused(error, SSLException.class) || message.contains("could not be verified")
        || message.contains("no encryption") || message.contains("SSL off");
    return tls ? Station.TLS : Station.of(state);
  }

  /**
   * Whether this server or login lacks what was asked for: class 42 (no such view, function or column; no right to it), 0A (not supported
   * here) or 55000 (not in this state, as functions of a writer on a reader). What else was asked together with it may well be there.
   */
  static boolean isNotThere(String state) {
    return state.startsWith("42") || state.startsWith("0A") || state.equals("55000");
  }

  static boolean mayWorkLater(String state) {
    return state.startsWith("08") || PASSING.contains(state);
  }

  private static String sentence(String state, SQLException error) {
    String message = error.getMessage() == null ? "" : error.getMessage();
    return switch (state) {
      case "08001" -> unreachable(error, message);
      case "08003" -> "The connection was already closed.";
      case "08004" -> "The server refused the connection's set-up (TLS or password method): check the responder's configuration.";
      case "08006" -> broken(error, message);
      case "08P01" -> "Something other than PostgreSQL answered, or TLS set-up was disturbed: check host and port for a proxy.";
      case "28P01" -> "The password or token was rejected: the secret was rotated or is wrong; this is no outage.";
      case "28000" -> loginRejected(message);
      case "3D000" -> "The database of that name does not exist: check the responder's configuration.";
      case "53300" -> noConnectionLeft(message);
      case "53100" -> "A disk of the server is full: temporary files and sorts fail, and writes may.";
      case "53200" -> "The server is out of memory.";
      case "53400" -> "The server reached a limit of its settings, such as one on temporary files.";
      case "57P03" -> "The server is starting up, shutting down or recovering: a restart or failover is in progress.";
      case "57P01" -> "The session was ended by an administrator's command: a failover, reboot or patch, or a person.";
      case "57P02" -> "The server crashed and ended all sessions: look into its log.";
      case "57P05", "25P03" -> "The server ended the responder's session because it was idle for too long.";
      case CANCELED -> cancelled(message);
      case "55P03" -> "A table is locked by someone else, and the check did not wait for it.";
      case "40001" -> "Replay on the reader cancelled the check.";
      case "42501" -> notAllowed(message);
      case "42P01", "42883", "42703" -> "This version of the server or extension does not have what the check reads.";
      case "0A000" -> "Aurora does not support what the check reads.";
      case "55000" -> notInThatState(message);
      case "25006" -> "The session is read-only, and the check tried to write.";
      case "25P02" -> "An earlier error left the transaction unusable.";
      case "22021" -> "A text in another database's encoding could not be read.";
      default -> byClass(state);
    };
  }

  private static String unreachable(SQLException error, String message) {
    if (caused(error, UnknownHostException.class)) {
      return "The host name does not resolve: wrong endpoint, or the instance is being created or deleted.";
    }
    if (caused(error, SocketTimeoutException.class) || message.contains("timed out")) {
      return Failed.NO_ANSWER;
    }
    if (caused(error, NoRouteToHostException.class)) {
      return "There is no network route to the host: check subnet and route table.";
    }
    if (caused(error, SSLException.class)) {
      return tlsFailed(error);
    }
    if (caused(error, ConnectException.class)) {
      return "The host is up but nothing listens on the port: the instance restarts or fails over, or the port is wrong.";
    }
    return "The connection could not be set up.";
  }

  private static String broken(SQLException error, String message) {
    if (caused(error, SocketTimeoutException.class)) {
      return "The server did not answer in time: it is overloaded or the network broke; the statement may still run.";
    }
    // The driver checks the name itself, after the handshake, and throws without a cause.
    if (caused(error, SSLException.class) || message.contains("could not be verified")) {
      return tlsFailed(error);
    }
    if (message.contains("root certificate")) {
      return "The root certificates could not be read: check the file that the responder's settings name.";
    }
    return "The connection broke.";
  }

  private static String tlsFailed(SQLException error) {
    return caused(error, CertificateExpiredException.class)
        ? "TLS failed: the server's certificate, or the root that signed it, has ended."
        : "TLS failed: the root certificates are too old, or the host name is not in the server's certificate.";
  }

  private static String loginRejected(String message) {
    if (message.contains("PAM authentication failed")) {
      // Aurora checks signed tokens through PAM (Aurora User Guide, IAM database authentication).
      return "The signed token was rejected: rds-db:connect is not allowed for this user, the role lacks rds_iam, or region or clock are "
          + "wrong.";
    }
    // The server's words sound like a network fault; since rds.force_ssl is on by default they mean this (Aurora User Guide, security).
    return message.contains("no encryption") || message.contains("SSL off")
        ? "The server takes encrypted connections only (rds.force_ssl): use TLS, sslmode=verify-full."
        : "The login was rejected: the role is missing, may not log in, or the host rules refuse it.";
  }

  private static String notAllowed(String message) {
    return message.contains("for database")
        ? "The login may not connect to this database: grant CONNECT on it."
        : "The login may not read this: grant pg_monitor to it.";
  }

  private static String noConnectionLeft(String message) {
    if (message.contains("reserved")) {
      return "No connection is left: only those reserved for superusers are free.";
    }
    if (message.contains("for role")) {
      return "No connection is left: the responder's role is at its own connection limit.";
    }
    if (message.contains("for database")) {
      return "No connection is left: the database is at its own connection limit.";
    }
    return "No connection is left: the server is full.";
  }

  private static String cancelled(String message) {
    return message.contains("statement timeout")
        ? "The check took longer than it may: the database is slow, which is a sign by itself."
        : "The check was cancelled by someone.";
  }

  private static String notInThatState(String message) {
    if (message.contains("not currently accepting")) {
      return "The database accepts no connections.";
    }
    if (message.contains("recovery")) {
      return "This can be read on the writer only.";
    }
    if (message.contains("shared_preload_libraries")) {
      return "The extension is created but its library is not loaded: add it to shared_preload_libraries in the parameter group.";
    }
    return "The server is not in a state in which this can be read.";
  }

  private static String byClass(String state) {
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "08" -> "The connection failed.";
      case "28" -> "The login was rejected.";
      case "P0" -> "A trigger on login turned the session away; whoever logs in may meet it.";
      case "53" -> "The server is out of disk, memory or another resource.";
      case "58" -> "The server had an error of its input and output.";
      case "57" -> "The server or an operator stepped in.";
      case "XX" -> "The server reported damage or an internal error.";
      default -> "The server refused the check.";
    };
  }

  private static boolean caused(Throwable error, Class<? extends Throwable> kind) {
    int depth = 0;
    for (Throwable cause = error; cause != null && depth < LONGEST_CHAIN; cause = cause.getCause(), depth++) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
