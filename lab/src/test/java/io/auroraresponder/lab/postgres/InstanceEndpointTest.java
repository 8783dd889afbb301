package io.auroraresponder.lab.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.aws.RdsLoginToken;
import io.auroraresponder.probe.ProbeRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A real driver at the endpoint of a real server. "localhost" is the one name that leads here on every machine. */
class InstanceEndpointTest {
  private static final String HOST = "localhost";
  private static final RdsLoginToken SIGNER =
      new RdsLoginToken(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "not-a-secret")));

  @SuppressWarnings("NullAway.Init")
  private static LabPostgres postgres;

  @SuppressWarnings("NullAway.Init")
  private static InstanceEndpoint endpoint;

  @SuppressWarnings("NullAway.Init")
  private static LabDatabase database;

  @BeforeAll
  static void open() {
    postgres = LabPostgres.open();
    database = postgres.database("door", ServerSettings.defaults());
    endpoint = InstanceEndpoint.before(behind(), Set.of(HOST, "orders-db-1.example"), Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    endpoint.close();
    postgres.close();
  }

  private static InstanceEndpoint.Behind behind() {
    return new InstanceEndpoint.Behind(database.host(), database.port());
  }

  private static String token(String host, int port, String user) {
    return SIGNER.apply(new ProbeRequest(host, port, "door", user, "orders-db-1", "eu-west-1"));
  }

  private static String whoAmI(InstanceEndpoint door, String sslMode, Path roots, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", LabPostgres.RESPONDER);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", sslMode);
    properties.setProperty("sslrootcert", roots.toString());
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("loginTimeout", "20");
    try (Connection connection = DriverManager.getConnection("jdbc:postgresql://" + HOST + ":" + door.port() + "/door", properties);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT session_user")) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  @Test
  void letsInWhoBringsATokenForThisPlaceAndUser() throws SQLException {
    assertThat(whoAmI(endpoint, "verify-full", endpoint.roots(), token(HOST, endpoint.port(), LabPostgres.RESPONDER)))
        .isEqualTo(LabPostgres.RESPONDER);
  }

  @Test
  void turnsAwayTokensOfAnotherPlaceUserOrTimeAsRdsDoes() {
    InstanceEndpoint tomorrow = InstanceEndpoint.before(behind(), Set.of(HOST), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(16)));
    try (tomorrow) {
      for (String wrong :
          new String[] {
            token("elsewhere.example", endpoint.port(), LabPostgres.RESPONDER), token(HOST, 5432, LabPostgres.RESPONDER),
            token(HOST, endpoint.port(), "app"), "a password", ""
          }) {
        assertThatThrownBy(() -> whoAmI(endpoint, "verify-full", endpoint.roots(), wrong)).as(wrong).isInstanceOf(SQLException.class);
      }
      assertThatThrownBy(() -> whoAmI(tomorrow, "verify-full", tomorrow.roots(), token(HOST, tomorrow.port(), LabPostgres.RESPONDER)))
          .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28000"))
          .hasMessageContaining("PAM authentication failed for user");
    }
  }

  @Test
  void insistsOnTlsAndIsKnownByItsOwnRootsAlone() {
    String token = token(HOST, endpoint.port(), LabPostgres.RESPONDER);
    InstanceEndpoint other = InstanceEndpoint.before(behind(), Set.of("orders-db-1.example"), Clock.systemUTC());
    try (other) {
      assertThatThrownBy(() -> whoAmI(endpoint, "disable", endpoint.roots(), token))
          .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("28000"))
          .hasMessageContaining("no encryption");
      assertThatThrownBy(() -> whoAmI(endpoint, "verify-full", other.roots(), token)).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> whoAmI(other, "verify-full", other.roots(), token(HOST, other.port(), LabPostgres.RESPONDER)))
          .as("a certificate for another name")
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void leavesNothingBehind() {
    InstanceEndpoint gone = InstanceEndpoint.before(behind(), Set.of(HOST), Clock.systemUTC());
    Path roots = gone.roots();

    gone.close();

    assertThat(roots).doesNotExist();
    assertThat(roots.getParent()).doesNotExist();
  }
}
