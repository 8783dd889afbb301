package io.auroraresponder.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class SqlStatesTest {
  private static final List<String> KNOWN = List.of("08001", "08003", "08004", "08006", "08P01", "28P01", "28000", "3D000", "53300",
      "57P03", "57P01",
      "57P02", "57P05", "25P03", "P0001", "57014", "55P03", "40001", "42501", "42P01", "42883", "42703", "0A000", "55000", "25006", "25P02",
      "22021",
      "53100",
      "53200", "53400", "58030", "XX000", "99999", "");

  @Test
  void neverRepeatsTheServersWordsNorAFigure() {
    for (String state : KNOWN) {
      String sentence = SqlStates.explain(new SQLException("role \"hunter\" for database 4711", state)).sentence();

      assertThat(sentence).as(state).endsWith(".").doesNotContain("hunter").doesNotContainPattern("[0-9]");
    }
  }

  @Test
  void triesAgainOnlyWhatMayPass() {
    List<String> again = new ArrayList<>(KNOWN);
    again.removeIf(state -> !SqlStates.mayWorkLater(state));

    assertThat(again).containsExactly("08001", "08003", "08004", "08006", "08P01", "57P03", "57P01", "40001");
  }

  @Test
  void tellsApartWhyAHostCannotBeReached() {
    assertThat(reached(new ConnectException("Connection refused"))).contains("nothing listens");
    assertThat(reached(new UnknownHostException("h"))).contains("does not resolve");
    assertThat(reached(new SocketTimeoutException("t"))).contains("security group");
    assertThat(reached(new SSLHandshakeException("t"))).contains("certificate");
  }

  @Test
  void tellsApartTheFourWaysToRunOutOfConnections() {
    assertThat(full("too many connections for role \"app\"")).contains("role");
    assertThat(full("too many connections for database \"app\"")).contains("database");
    assertThat(full("remaining connection slots are reserved for roles with the SUPERUSER attribute")).contains("superusers");
    assertThat(full("sorry, too many clients already")).contains("full");
  }

  @Test
  void readsTheRefusalOfAnUnencryptedSessionAsACallForTls() {
    String plain = "no pg_hba.conf entry for host \"10.0.0.1\", user \"hunter\", database \"shop\", no encryption";

    assertThat(SqlStates.explain(new SQLException(plain, "28000")).sentence()).contains("TLS").doesNotContain("hunter");
    assertThat(SqlStates.explain(new SQLException("role \"hunter\" does not exist", "28000")).sentence()).contains("role")
        .doesNotContain("TLS");
  }

  @Test
  void onlyTheLimitOfARoleIsTheRespondersOwn() {
    assertThat(SqlStates.ownLimit(new SQLException("FATAL: too many connections for role \"app\"", "53300"))).isTrue();
    assertThat(SqlStates.ownLimit(new SQLException("FATAL: too many connections for database \"app\"", "53300"))).isFalse();
    assertThat(SqlStates.ownLimit(new SQLException("FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute",
        "53300"))).isFalse();
    assertThat(SqlStates.ownLimit(new SQLException("FATAL: sorry, too many clients already", "53300"))).isFalse();
  }

  @Test
  void readsTheRefusalOfASignedTokenAsOne() {
    assertThat(SqlStates.explain(new SQLException("FATAL: PAM authentication failed for user \"hunter\"", "28000")).sentence())
        .contains("token").doesNotContain("hunter");
  }

  @Test
  void tellsAMissingRightToConnectFromOneToRead() {
    assertThat(SqlStates.explain(new SQLException("permission denied for database \"hunter\"", "42501")).sentence()).contains("CONNECT");
    assertThat(SqlStates.explain(new SQLException("permission denied for view pg_stat_statements", "42501")).sentence())
        .contains("pg_monitor");
  }

  @Test
  void tellsFailuresOfTlsFromABrokenConnection() {
    Exception ended = new SSLHandshakeException("validity check failed");
    ended.initCause(new CertificateExpiredException("NotAfter"));

    assertThat(broken("SSL error: validity check failed", ended)).contains("has ended");
    assertThat(broken("The hostname h could not be verified by hostnameverifier PgjdbcHostnameVerifier.", new IllegalStateException()))
        .contains("host name");
    assertThat(broken("Could not open SSL root certificate file /x.pem.", new IllegalStateException())).contains("settings");
    assertThat(broken("An I/O error occurred while sending to the backend.", new IllegalStateException())).contains("broke");
  }

  @Test
  void knowsWhichErrorsEndTheSession() {
    assertThat(SqlStates.explain(new SQLException("x", "57P01")).sessionOver()).isTrue();
    assertThat(SqlStates.explain(new SQLException("x", "08006")).sessionOver()).isTrue();
    assertThat(SqlStates.explain(new SQLException("x", "57014")).sessionOver()).isFalse();
    assertThat(SqlStates.explain(new SQLException("x")).sessionOver()).isFalse();
  }

  private static String reached(Exception cause) {
    return SqlStates.explain(new SQLException("failed", "08001", cause)).sentence();
  }

  private static String broken(String message, Exception cause) {
    return SqlStates.explain(new SQLException(message, "08006", cause)).sentence();
  }

  private static String full(String message) {
    return SqlStates.explain(new SQLException("FATAL: " + message, "53300")).sentence();
  }
}
