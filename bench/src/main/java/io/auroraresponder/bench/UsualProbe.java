package io.auroraresponder.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.rds.RdsClient;

/** Asks a database who is at work, with a login token of IAM. */
public final class UsualProbe implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private final RdsClient rds = RdsClient.create();
  private final ObjectMapper mapper = new ObjectMapper().findAndRegisterModules();

  /** Where to ask. */
  public record Request(String host, int port, String database, String user) {}

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    if (event.containsKey("selfcheck")) {
      return Map.of("selfcheck", "awake");
    }
    Request asked = mapper.convertValue(event, Request.class);
    String token = rds.utilities().generateAuthenticationToken(request -> request.hostname(asked.host()).port(asked.port())
        .username(asked.user()));
    String url = "jdbc:postgresql://" + asked.host() + ":" + asked.port() + "/" + asked.database() + "?sslmode=require";
    List<String> states = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url, asked.user(), token);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT coalesce(state, '') FROM pg_stat_activity")) {
      while (rows.next()) {
        states.add(rows.getString(1));
      }
    } catch (SQLException refused) {
      throw new IllegalStateException("the database did not answer: " + refused.getSQLState(), refused);
    }
    return Map.of("sessions", states);
  }
}
