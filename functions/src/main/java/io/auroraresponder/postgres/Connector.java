package io.auroraresponder.postgres;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.probe.ProbeRequest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Opens the one connection, with every limit set before the first statement can run. */
final class Connector {

  static {
    NameLookups.keepNothing();
  }

  /**
   * The driver warns of every refused connection with a stack trace; what a refusal means is said in the look instead. The logger is kept,
   * or its level would be lost with it; it is made for the first connection, because a start takes longer with the JDK's logging.
   */
  private static final class DriverLog {
    private static final Logger LOG = Logger.getLogger("org.postgresql");

    static void silence() {
      LOG.setLevel(Level.OFF);
    }
  }

  private final DatabaseLogin login;
  private final ProbeSettings settings;

  Connector(DatabaseLogin login, ProbeSettings settings) {
    this.login = login;
    this.settings = settings;
  }

  Connection connect(ProbeRequest request, Deadline deadline) throws SQLException {
    DriverLog.silence();
    // Properties, never a joined URL: names may hold any character, and a URL with a password ends up in logs.
    Properties properties = properties(request, deadline);
    try {
      return DriverManager.getConnection("jdbc:postgresql:///", properties);
    } catch (RuntimeException garbage) {
      // What is no PostgreSQL makes the driver fail in ways that it does not declare.
      throw new SQLException("the answer cannot be read", "08P01", garbage);
    }
  }

  private Properties properties(ProbeRequest request, Deadline deadline) {
    Properties all = new Properties();
    all.setProperty("PGHOST", request.host());
    all.setProperty("PGPORT", Integer.toString(request.port()));
    all.setProperty("PGDBNAME", request.database());
    all.setProperty("user", request.user());
    all.setProperty("ApplicationName", settings.applicationName());
    // Makes the driver name the session at start-up instead of a round trip later.
    all.setProperty("assumeMinServerVersion", "13");
    all.setProperty("connectTimeout", seconds(settings.connectTimeout(), deadline));
    all.setProperty("loginTimeout", seconds(settings.loginTimeout(), deadline));
    all.setProperty("socketTimeout", seconds(settings.answerTimeout(), deadline));
    all.setProperty("cancelSignalTimeout", "2");
    all.setProperty("tcpKeepAlive", "true");
    all.setProperty("gssEncMode", "disable");
    all.setProperty("logServerErrorDetail", "false");
    all.setProperty("maxResultBuffer", "16M");
    all.setProperty("socketFactory", EndingSockets.class.getName());
    all.setProperty("prepareThreshold", "0");
    all.setProperty("options", options());
    login.properties(request).forEach(all::setProperty);
    return all;
  }

  private String options() {
    return "-c statement_timeout=" + settings.statementTimeout().toMillis()
        + " -c lock_timeout=" + settings.lockTimeout().toMillis()
        + " -c idle_in_transaction_session_timeout=" + settings.idleTimeout().toMillis()
        + " -c default_transaction_read_only=on"
        + " -c search_path=pg_catalog";
  }

  /** Whole seconds, at least one, and not beyond the deadline. */
  private static String seconds(Duration wanted, Deadline deadline) {
    return Long.toString(Math.max(1, Math.min(wanted.toSeconds(), deadline.left().toSeconds())));
  }
}
