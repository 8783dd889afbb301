package io.auroraresponder.lab.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Where one database of the lab answers; logins need no password there. */
public record LabDatabase(String host, int port, String name) {

  Connection connect(String user, String application) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("ApplicationName", application);
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "20");
    // One round trip a statement and no server-side cursors: the lab's own share of the processors stays small.
    properties.setProperty("preferQueryMode", "simple");
    return DriverManager.getConnection("jdbc:postgresql://" + host + ":" + port + "/" + name, properties);
  }

  /** Process ids of the sessions of one application; empty where the server does not answer. */
  List<Long> backendsOf(String application) {
    List<Long> pids = new ArrayList<>();
    try (Connection connection = connect(LabPostgres.SUPERUSER, "lab");
        PreparedStatement sql = connection.prepareStatement("SELECT pid FROM pg_catalog.pg_stat_activity WHERE application_name = ?")) {
      sql.setString(1, application);
      try (ResultSet rows = sql.executeQuery()) {
        while (rows.next()) {
          pids.add(rows.getLong(1));
        }
      }
    } catch (SQLException unanswered) {
      return List.of();
    }
    return pids;
  }
}
