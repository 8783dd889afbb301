package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.postgres.DatabaseLogin;
import io.auroraresponder.postgres.JdbcProbe;
import io.auroraresponder.postgres.ProbeSettings;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnreachableDatabaseTest {
  private static Look.Failed look(Script.Database database) {
    try (UnreachableDatabase end = UnreachableDatabase.of(database)) {
      UnreachableDatabase.Address address = end.address().orElseThrow();
      ProbeRequest request = new ProbeRequest(address.host(), address.port(), "orders", "aurora_responder", "orders-db-1", "eu-west-1");
      JdbcProbe probe = new JdbcProbe(DatabaseLogin.trusted(), ProbeSettings.defaults(), Clock.systemUTC());
      return (Look.Failed) probe.look(request, Deadline.after(Duration.ofSeconds(20)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "28P01, 'password authentication failed for user \"aurora_responder\"', rejected",
    "57P03, the database system is starting up, starting up",
    "28000, 'no pg_hba.conf entry for host \"10.0.0.1\", no encryption', TLS"
  })
  void turnsSessionsAwayInTheWordsOfPostgres(String state, String message, String sentence) {
    Look.Failed failed = look(new Script.Database.Refusing(state, message));

    assertThat(failed.sqlState()).isEqualTo(state);
    assertThat(failed.sentence()).contains(sentence);
  }

  @Test
  void hasAClosedPortAndANameOfNobody() {
    assertThat(look(new Script.Database.Broken(Script.Way.REFUSED)).sentence()).contains("nothing listens");
    assertThat(look(new Script.Database.Broken(Script.Way.NO_NAME)).sentence()).contains("does not resolve");
  }

  @Test
  void isNowhereWhereADatabaseIsOrNobodyLooks() {
    try (UnreachableDatabase absent = UnreachableDatabase.of(new Script.Database.Absent());
        UnreachableDatabase stranger = UnreachableDatabase.of(new Script.Database.Broken(Script.Way.NO_LOGIN))) {
      assertThat(absent.address()).isEmpty();
      assertThat(stranger.address()).isEmpty();
    }
  }
}
